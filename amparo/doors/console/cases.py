"""Cases: the list, and one page that tells each case from top to bottom, the wish first."""

from collections.abc import Mapping
from uuid import UUID

import h3
from django.http import HttpResponse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from amparo.aid.cases import actions
from amparo.aid.cases import queries as cases_queries
from amparo.commons.directory import queries as directory
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, show
from amparo.doors.console.work import stopped
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, WrongStateError

PAGE = 50
# While one of these stands, the same service is not asked twice.
_RUNNING = ("prepared", "sent", "accepted")
STATES = (
    ("", gettext_lazy("Running")),
    ("open", gettext_lazy("With us")),
    ("referred", gettext_lazy("Passed on")),
    ("closed", gettext_lazy("Closed")),
)
OUTCOMES = (
    ("helped", gettext_lazy("Helped: the wish was met")),
    ("partly", gettext_lazy("Partly helped")),
    ("not_helped", gettext_lazy("Not helped: we found nobody")),
    ("lost_touch", gettext_lazy("We lost touch")),
    ("withdrawn", gettext_lazy("They do not want help any more")),
)


@needs(Power.READ_CASES)
def cases(request: StaffRequest) -> HttpResponse:
    """The cases of one state, or all."""
    state = request.GET.get("state", "")
    state = state if state in dict(STATES) else ""
    found = cases_queries.cases(
        request.actor, state=state, after=request.GET.get("after", "")[:200], limit=PAGE
    )
    context = {
        "found": found,
        "state": state,
        "states": [
            (key, words, found.counts.get(key, 0) if key else _running(found))
            for key, words in STATES
        ],
        "sentence": _sentence(found),
    }
    return show(request, "cases", context)


def _running(found: cases_queries.CaseList) -> int:
    return found.counts.get("open", 0) + found.counts.get("referred", 0)


def _sentence(found: cases_queries.CaseList) -> str:
    running = _running(found)
    if not running:
        return _("No case is open.")
    text = ngettext("%(n)s case is open.", "%(n)s cases are open.", running) % {"n": running}
    over = sum(row.overdue for row in found.rows)
    if over:
        text += " " + ngettext(
            "%(n)s on this page is past its time.", "%(n)s on this page are past their time.", over
        ) % {"n": over}
    return text


@needs(Power.READ_CASES)
def case(request: StaffRequest, case: UUID) -> HttpResponse:
    """The page of one case."""
    return _page(request, cases_queries.case(request.actor, case))


@needs(Power.WORK_CASES, "POST")
def note(request: StaffRequest, case: UUID) -> HttpResponse:
    """One more line in the story; an empty one comes back with the reason."""
    text = request.POST.get("text", "")
    try:
        actions.note(case=case, text=text, by=request.actor)
    except InvalidError as error:
        again = {"text": text, "text_wrong": str(error)}
        return _page(request, cases_queries.case(request.actor, case), again, status=422)
    return go("case", case, then="noted", mark="note")


@needs(Power.WORK_CASES, "POST")
def wish(request: StaffRequest, case: UUID) -> HttpResponse:
    """The person's own wish, in her words."""
    found = cases_queries.case(request.actor, case)
    text = request.POST.get("wish", "")
    language = request.POST.get("language", "en")[:12]
    try:
        actions.set_wish(case=case, wish=text, language=language, by=request.actor)
    except InvalidError as error:
        again = {"wish": text, "wish_wrong": str(error)}
        return _page(request, found, again, status=422)
    return go("case", case, then="wish")


@needs(Power.WORK_CASES, "POST")
def close(request: StaffRequest, case: UUID) -> HttpResponse:
    """Closed, with what came of it."""
    outcome = request.POST.get("outcome", "")
    if outcome not in dict(OUTCOMES):
        again = {"close_wrong": _("Choose what came of it. The case stays open.")}
        return _page(request, cases_queries.case(request.actor, case), again, status=422)
    try:
        actions.close_case(case=case, outcome=outcome, by=request.actor)
    except WrongStateError as error:
        return stopped(request, error)
    return go("case", case, then="case_closed")


@needs(Power.WORK_CASES, "POST")
def reopen(request: StaffRequest, case: UUID) -> HttpResponse:
    """Open again."""
    try:
        actions.reopen_case(case=case, by=request.actor)
    except WrongStateError as error:
        return stopped(request, error)
    return go("case", case, then="reopened")


def _page(
    request: StaffRequest,
    found: cases_queries.CasePage,
    again: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    reader = get_language() or "en"
    asked = {one.service_id for one in found.referrals if one.state in _RUNNING}
    context = {
        "case": found,
        "part": "cases",
        "ranked": _ranked(found) if found.state != "closed" else (),
        "asked": asked,
        "outcomes": OUTCOMES,
        "wish_languages": lists.languages(reader, found.language, reader),
        "can_work": request.actor.can(Power.WORK_CASES),
        "can_queue": request.actor.can(Power.READ_QUEUE),
        **(again or {}),
    }
    return show(request, "case", context, status=status)


def _ranked(found: cases_queries.CasePage) -> tuple[directory.Ranked, ...]:
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
        language=get_language() or "en",
    )


def centre(cell: int) -> tuple[float, float]:
    """Latitude and longitude of a cell's centre, in degrees."""
    lat, lon = h3.cell_to_latlng(h3.int_to_str(cell))
    return float(lat), float(lon)
