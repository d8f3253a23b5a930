"""The page of one case: everything that its sections show, asked once."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

import h3
from django.http import HttpResponse
from django.utils.translation import get_language

from amparo.aid.cases import actions
from amparo.aid.cases import queries as cases_queries
from amparo.commons.directory import queries as directory
from amparo.doors.console import lists, moments
from amparo.doors.console.access import StaffRequest
from amparo.doors.console.case_parts import hanging
from amparo.doors.console.case_words import AGES, OUTCOMES, RELATIONS, TASK_KINDS, WISH_KINDS
from amparo.doors.console.show import show
from amparo.doors.console.story_lines import lines
from amparo.guard.accounts import queries as accounts
from amparo.kernel import clock
from amparo.kernel.authority import Power

# While one of these stands, the same service is not asked twice.
_RUNNING = ("prepared", "sent", "accepted")
# So many names of organisations are offered; any other of the directory may be written.
MOST_NAMES = 200


def case_page(
    request: StaffRequest,
    found: cases_queries.CasePage,
    again: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The page; `again` holds what was typed, and what is wrong with it."""
    reader = get_language() or "en"
    line = cases_queries.timeline(request.actor, found, reader)
    context = {
        "case": found,
        "part": "cases",
        "outcomes": OUTCOMES,
        "wish_kinds": WISH_KINDS,
        "wish_word": dict(WISH_KINDS).get(found.wish_kind, ""),
        "wish_languages": lists.languages(reader, found.language, reader),
        "can_work": request.actor.can(Power.WORK_CASES),
        "can_queue": request.actor.can(Power.READ_QUEUE),
        "line": line,
        "lines": lines(line.moments, moments.here()),
        "task_of": request.GET.get("change", "")[:36],
        "overdue": sum(one.overdue for one in found.tasks),
        **_offers(found),
        **_message(request, found, reader, messages_open=line.messages_open),
        **hanging(request.actor, found.id),
        **_plan(found),
        **(again or {}),
    }
    return show(request, "case", context, status=status)


def _offers(found: cases_queries.CasePage) -> dict[str, object]:
    """Who can help, and who has been asked already."""
    return {
        "ranked": _ranked(found) if found.state != "closed" else (),
        "asked": {one.service_id for one in found.referrals if one.state in _RUNNING},
    }


def _message(
    request: StaffRequest, found: cases_queries.CasePage, reader: str, *, messages_open: bool
) -> dict[str, object]:
    """What is proposed to be said to the person, who may propose more, and who may send it."""
    actor, open_ = request.actor, found.on_its_line and found.state != "closed"
    sends = actor.can(Power.WORK_QUEUE) and found.scope_id in actor.within(Power.WORK_QUEUE).scopes
    theirs = found.language if found.language != "und" else reader
    return {
        "proposed": [one for one in found.story if (one.kind, one.state) == ("proposed", "open")]
        if open_
        else (),
        "can_send": sends,
        "can_propose": open_ and messages_open and not sends and actor.can(Power.WORK_CASES),
        "message_languages": lists.languages(reader, theirs, reader),
        "sending_language": theirs,
    }


def _plan(found: cases_queries.CasePage) -> dict[str, object]:
    """What the forms of the plan, the family and the team offer to choose from."""
    zone = moments.here()
    open_tasks = [one for one in found.tasks if one.state == "open"]
    seated = [one for one in found.team if one.left_at is None]
    return {
        "open_tasks": open_tasks,
        "waiting": [one for one in found.referrals if one.state in ("sent", "accepted")],
        "task_kinds": TASK_KINDS,
        "kind_words": dict(TASK_KINDS),
        "colleagues": _colleagues(found.scope_id).items(),
        "promisers": _promisers(found),
        "due_first": moments.tomorrow_at_ten(zone),
        "typed": {str(one.id): moments.typed(one.due_at, zone) for one in open_tasks},
        "relations": RELATIONS,
        "ages": AGES,
        "together": [one for one in found.household if one.together],
        "seated": seated,
        "home": _home(found.scope_id),
        "home_seated": found.scope_id in {one.organisation_id for one in seated},
        "line_name": "" if found.on_its_line or not found.line_id else _home(found.line_id),
        "wants_team": "stranded" in found.needs and not seated,
        "receivers": sorted(
            (
                (ref, name)
                for ref, name in lists.fresh("receivers", "", actions.receivers).items()
                if ref != found.scope_id
            ),
            key=lambda one: one[1],
        ),
    }


def _home(scope: UUID) -> str:
    """The organisation or line that has the case."""
    lines = lists.fresh("lines", "", accounts.line_names)
    known = lists.fresh("organisations", "", directory.receiver_names)
    return lines.get(scope) or known.get(scope, "")


def _promisers(found: cases_queries.CasePage) -> list[str]:
    """Names to choose from: those who have something of this case, then of the directory."""
    asked = sorted({one.receiver for one in found.referrals if one.receiver})
    known = lists.fresh("organisations", "", directory.receiver_names).values()
    return list(dict.fromkeys([*asked, *known]))[:MOST_NAMES]


def _colleagues(scope: UUID) -> dict[UUID, str]:
    """Who can be given a task; whether one still can is asked again when it is given."""
    read = partial(accounts.colleagues_with, scope, Power.WORK_CASES)
    return lists.fresh("colleagues", str(scope), read, 10.0)


def _ranked(found: cases_queries.CasePage) -> tuple[directory.Ranked, ...]:
    reader = get_language() or "en"
    lat, lon = (None, None) if found.place_cell is None else centre(found.place_cell)
    return directory.rank(
        directory.Wanted(
            needs=found.needs,
            lat=lat,
            lon=lon,
            languages=(found.language,) if found.language != "und" else (),
            at=clock.now(),
            limit=8,
        ),
        language=reader,
        labels=lists.needs(reader),
    )


def centre(cell: int) -> tuple[float, float]:
    """Latitude and longitude of a cell's centre, in degrees."""
    lat, lon = h3.cell_to_latlng(h3.int_to_str(cell))
    return float(lat), float(lon)
