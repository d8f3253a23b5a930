"""Keeping one service true: its fields, its week, its translations, where it is."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.commons.crises import queries as crises
from amparo.commons.directory import actions, queries
from amparo.doors.console import grid, lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.editing import differing, seen_in
from amparo.doors.console.entry_forms import TRANSLATED, ServiceForm
from amparo.doors.console.show import go, show
from amparo.doors.sentences import in_words
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError
from amparo.kernel.language import name_in

NUMBERS = ("lat", "lon")


class Typed:
    """A service as it stands on the form, whether it can be kept or not."""

    def __init__(self, request: StaffRequest, facts: queries.ServiceFacts | None) -> None:
        """Read what was sent, or what is known."""
        self.facts, self.request = facts, request
        self.sent = request.method == "POST"
        initial = _initial(facts)
        self.form = ServiceForm(self._data() if self.sent else None, initial=initial)
        self.week = grid.typed(request.POST) if self.sent else grid.of(facts.hours if facts else ())
        self.tongues = _tongues(facts, request.POST if self.sent else None)

    def _data(self) -> Any:
        data: Any = self.request.POST.copy()
        if pick := data.get("pick", ""):
            place = _picked(pick)
            if place:
                data["place"] = data.get("place") or place.name
                data["lat"], data["lon"] = f"{place.lat:.5f}", f"{place.lon:.5f}"
        return data

    def told(self) -> queries.ServiceFacts:
        """The facts; InvalidError names the field that says none."""
        said = dict(self.form.cleaned_data)
        said.pop("how")
        others = [one.strip() for one in said.pop("for_whom_other").split(",")]
        said["for_whom"] = tuple(dict.fromkeys((*said["for_whom"], *filter(None, others))))
        said["needs"], said["languages"] = tuple(said["needs"]), tuple(said["languages"])
        said["hours"], said["timezone"] = self.week.slots(), said["timezone"] or _timezone()
        said |= {name: _number(name, said[name]) for name in NUMBERS}
        try:
            said["exceptions"] = queries.read_dates(said["exceptions"])
        except ValueError as wrong:
            raise InvalidError("exceptions", "%(why)s.", why=str(wrong)) from None
        for name in TRANSLATED:
            said[name] = {one["code"]: one[name] for one in self.tongues if one[name]}
        if self.facts is None or said["free"] != self.facts.free:
            said["free_at"] = None if said["free"] is None else clock.now()
        if self.form.cleaned_data["how"]:
            said["confirmed_on"] = clock.now().date()
        return replace(self.facts, **said) if self.facts else queries.ServiceFacts(**said)


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def add_service(request: StaffRequest, organisation: UUID) -> HttpResponse:
    """A new service of this organisation."""
    queries.organisation(organisation)
    return _edit(request, Typed(request, None), organisation, None, "")


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def edit_service(request: StaffRequest, service: UUID) -> HttpResponse:
    """A service, changed."""
    opened = queries.service_for_editing(request.actor, service)
    typed = Typed(request, opened.facts)
    return _edit(request, typed, opened.organisation, service, opened.seen.isoformat())


def _edit(
    request: StaffRequest, typed: Typed, organisation: UUID, id: UUID | None, seen: str
) -> HttpResponse:
    form, overtaken = typed.form, False
    looking = "find" in request.POST
    if typed.sent and not looking and _good(typed):
        try:
            facts = typed.told()
            if not request.htmx:
                return _save(request, organisation, facts, id, form.cleaned_data["how"])
        except InvalidError as error:
            form.add_error(
                error.field if error.field in form.fields else None, in_words(error.reason)
            )
        except actions.OvertakenError:
            overtaken = True
    context = _context(request, typed, id, looking)
    context |= {
        "was_overtaken": overtaken,
        "overtaken": differing(form, _initial_like(typed.facts)) if overtaken else [],
        "seen": seen if overtaken or not typed.sent else request.POST.get("seen", "")[:40],
    }
    if request.htmx:
        return show(request, "edit_check", context)
    wrong = (typed.sent and not looking and bool(form.errors)) or overtaken
    return show(request, "edit_service", context, status=422 if wrong else 200)


def _save(
    request: StaffRequest,
    organisation: UUID,
    facts: queries.ServiceFacts,
    id: UUID | None,
    how: str,
) -> HttpResponse:
    saved = actions.save_service(
        organisation=organisation,
        facts=facts,
        by=request.actor,
        id=id,
        seen=seen_in(request) if id else None,
        how=how,
    )
    return go("service", saved, then="saved" if how else "kept")


def _good(typed: Typed) -> bool:
    for error in typed.week.errors:
        typed.form.add_error(None, error)
    return typed.form.is_valid()


def _context(request: StaffRequest, typed: Typed, id: UUID | None, looking: bool) -> dict[str, Any]:
    form = typed.form
    find = request.POST.get("find_place", "").strip()[:100]
    return {
        "form": form,
        "title": _("Edit the service") if id else _("A new service"),
        "part": "directory",
        "week": typed.week,
        "tongues": typed.tongues,
        "find": find,
        "places": lists.places(find) if looking else (),
        "looking": looking,
        "near": _near(form),
        "service_id": id,
        "draft": f"service:{request.path}",
    }


def _initial(facts: queries.ServiceFacts | None) -> dict[str, Any]:
    if facts is None:
        return {"timezone": _timezone(), "active": True}
    known = queries.choices()["for_whom"]
    plain = {
        name: getattr(facts, name)
        for name in ServiceForm.base_fields
        if name not in ("how", "for_whom_other")
    }
    return plain | {
        "for_whom": [one for one in facts.for_whom if one in known],
        "for_whom_other": ", ".join(one for one in facts.for_whom if one not in known),
        "exceptions": queries.write_dates(facts.exceptions),
        "lat": "" if facts.lat is None else str(facts.lat),
        "lon": "" if facts.lon is None else str(facts.lon),
    }


class _Like:
    def __init__(self, values: dict[str, Any]) -> None:
        vars(self).update(values)


def _initial_like(facts: queries.ServiceFacts | None) -> Any:
    """What stands now, as the form would show it."""
    return _Like(_initial(facts))


def _tongues(facts: queries.ServiceFacts | None, sent: Any) -> list[dict[str, str]]:
    """The languages in which something is or can be said, each with its texts."""
    crisis, reader = lists.crisis("en"), get_language() or "en"
    there = [code for name in TRANSLATED for code in (getattr(facts, name) if facts else ())]
    codes = dict.fromkeys((*there, *(crisis.languages if crisis else ()), "en", "ar"))
    if sent is not None:
        codes |= dict.fromkeys(code for code in sent.getlist("tongue")[:30] if code)
    rows = []
    for code in codes:
        row = {"code": code, "language": name_in(code, reader)}
        for name in TRANSLATED:
            told = getattr(facts, name).get(code, "") if facts else ""
            row[name] = told if sent is None else sent.get(f"{name}-{code}", told).strip()
        rows.append(row)
    return rows


def _number(name: str, text: str) -> float | None:
    try:
        return float(text.replace(",", ".").strip("° ")) if text.strip() else None
    except ValueError:
        raise InvalidError(name, _("This is no number of degrees, such as 18.5434.")) from None


def _timezone() -> str:
    crisis = lists.crisis("en")
    return crisis.timezone if crisis else "UTC"


def _picked(ref: str) -> crises.PlaceCard | None:
    try:
        return crises.place(UUID(ref))
    except ValueError:
        return None


def _near(form: ServiceForm) -> tuple[crises.PlaceCard, float] | None:
    """The nearest known place to the coordinates, and how far that is: a check by eye."""
    try:
        lat, lon = (float(str(form[name].value() or "").replace(",", ".")) for name in NUMBERS)
    except ValueError:
        return None
    crisis = lists.crisis("en")
    return queries.nearest(lat, lon, crises.places(crisis.country)) if crisis else None
