"""The record of each crisis, the kinds there are, and the list of needs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.commons.crises import actions, queries
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, show
from amparo.doors.sentences import in_words
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, WrongStateError
from amparo.kernel.language import name_in

# In which a label can be written: the languages that the shipped lists carry.
TONGUES = tuple("en ar ht fr es pt tl bn ne am ru id".split())
TEXTS = tuple(
    "name country area timezone scope_note sms_number call_number emergency_number".split()
)


@needs("staff")
def crises(request: StaffRequest) -> HttpResponse:
    """Every crisis on record: open ones first, small and frozen ones, too."""
    context = {
        "part": "more",
        "crises": queries.crises(get_language() or "en"),
        "phases": queries.phase_words(),
        "can_edit": request.actor.can(Power.EDIT_CRISIS),
    }
    return show(request, "crises", context)


@needs(Power.EDIT_CRISIS, "GET", "POST")
def add_crisis(request: StaffRequest) -> HttpResponse:
    """A new crisis."""
    told = _typed(request) if request.method == "POST" else _empty()
    if request.method == "POST":
        try:
            phase = request.POST.get("phase", "emergency")[:16]
            actions.add_crisis(facts=_facts(told), phase=phase, by=request.actor)
            lists.forget()
            known = queries.count_places(_facts(told).country, request.actor)
            return go("crises", then="kept" if known else "places_come")
        except InvalidError as error:
            return _form(request, told, None, error)
    return _form(request, told, None)


@needs(Power.EDIT_CRISIS, "GET", "POST")
def crisis(request: StaffRequest, crisis: UUID) -> HttpResponse:
    """One record, changed; its phases with who said so."""
    record = queries.crisis(crisis, get_language() or "en")
    if request.method != "POST":
        return _form(request, _known(record), record)
    told = _typed(request)
    try:
        actions.save_crisis(
            crisis=crisis, facts=_facts(told), by=request.actor, seen=_seen(request)
        )
    except InvalidError as error:
        return _form(request, told, record, error)
    except WrongStateError as error:
        return _form(request, told, record, overtaken=in_words(str(error)))
    lists.forget()
    return go("crises", then="kept")


@needs(Power.EDIT_CRISIS, "POST")
def phase(request: StaffRequest, crisis: UUID) -> HttpResponse:
    """The crisis is in another phase."""
    told = request.POST.get("phase", "")[:16]
    actions.set_phase(crisis=crisis, phase=told, by=request.actor)
    lists.forget()
    return go("crisis", crisis, then="kept")


def _form(
    request: StaffRequest,
    told: dict[str, Any],
    record: queries.CrisisRecord | None,
    error: InvalidError | None = None,
    overtaken: str = "",
) -> HttpResponse:
    reader = get_language() or "en"
    tongues = dict.fromkeys((*told["lines"], *told["languages"].split(), *TONGUES))
    before = _known(record) if record else {}
    context = {
        "told": told,
        "record": record,
        "kinds": queries.kinds(reader, also=told["kind"]),
        "part": "more",
        "phases": queries.phase_words(),
        "history": queries.phases(request.actor, record.id) if record else (),
        "names": accounts.colleague_names(),
        "lines": [(code, name_in(code, reader), told["lines"].get(code, "")) for code in tongues],
        "wrong": {error.field: in_words(error.reason)} if error else {},
        "overtaken": overtaken,
        "differs": [
            (name, before[name]) for name in before if overtaken and before[name] != told.get(name)
        ],
        "seen": record.seen.isoformat() if record else "",
    }
    return show(request, "crisis", context, status=422 if error or overtaken else 200)


def _empty() -> dict[str, Any]:
    present = lists.crisis("en")
    return {
        **dict.fromkeys(TEXTS, ""),
        "country": present.country if present else "",
        "timezone": present.timezone if present else "UTC",
        "kind": "",
        "phase": "emergency",
        "started_on": "",
        "people": "",
        "languages": " ".join(present.languages) if present else "",
        "frozen": False,
        "answered": present is None,
        "in_scope": True,
        "lines": {},
    }


def _known(record: queries.CrisisRecord) -> dict[str, Any]:
    return {
        **{name: getattr(record, name) for name in TEXTS},
        "kind": record.kind,
        "phase": record.phase,
        "started_on": record.started_on.isoformat(),
        "people": "" if record.people is None else str(record.people),
        "languages": " ".join(record.languages),
        "frozen": record.frozen,
        "answered": record.answered,
        "in_scope": record.in_scope,
        "lines": dict(record.lines),
    }


def _typed(request: StaffRequest) -> dict[str, Any]:
    said = request.POST
    names = (*TEXTS, "kind", "phase", "started_on", "people", "languages")
    return {
        **{name: said.get(name, "").strip()[:400] for name in names},
        "frozen": "frozen" in said,
        "answered": "answered" in said,
        "in_scope": said.get("in_scope") != "no",
        "lines": {
            name.removeprefix("line_"): said[name].strip()
            for name in said
            if name.startswith("line_") and said[name].strip()
        },
    }


def _facts(told: dict[str, Any]) -> actions.CrisisFacts:
    try:
        started = date.fromisoformat(told["started_on"])
    except ValueError:
        raise InvalidError("started_on", _("Write the day as 2026-05-31.")) from None
    if told["people"] and not told["people"].isdigit():
        raise InvalidError("people", _("A whole number, or nothing when nobody knows."))
    if not told["kind"]:
        raise InvalidError("kind", _("Choose what kind of crisis it is."))
    return actions.CrisisFacts(
        **{name: told[name] for name in TEXTS if name != "country"},
        country=told["country"].upper(),
        started_on=started,
        kind=told["kind"],
        people=int(told["people"]) if told["people"] else None,
        languages=tuple(told["languages"].replace(",", " ").split()),
        lines=told["lines"],
        frozen=told["frozen"],
        answered=told["answered"],
        in_scope=told["in_scope"],
    )


def _seen(request: StaffRequest) -> datetime | None:
    try:
        return datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return None
