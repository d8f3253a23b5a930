"""What anyone may know of the current crisis, its needs and its places."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from amparo.commons.crises.models import Crisis, CrisisKind, CrisisPhase, Need, Place
from amparo.commons.crises.states import Phase
from amparo.kernel.authority import Actor, Power, anyone
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room
from amparo.kernel.together import Question, ask

_WORKED_OUT = ("kind_label", "languages", "seen")


@dataclass(frozen=True, slots=True)
class CrisisCard:
    """A crisis in a few words, for a page."""

    id: UUID
    title: str
    line: str
    country: str
    timezone: str
    languages: tuple[str, ...]
    started_on: date
    sms_number: str
    call_number: str
    emergency_number: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class NeedCard:
    """One need with its words in the reader's language."""

    key: str
    label: str
    asked: bool
    active: bool = True
    same_day: bool = False


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of a list, whole, for who keeps it."""

    key: str
    order: int
    labels: dict[str, str]
    active: bool
    asked: bool = False
    same_day: bool = False


@dataclass(frozen=True, slots=True)
class CrisisRecord:
    """A crisis, whole; `seen` says which state of the record it is."""

    id: UUID
    name: str
    kind: str
    kind_label: str
    phase: str
    frozen: bool
    answered: bool
    country: str
    area: str
    people: int | None
    timezone: str
    in_scope: bool
    scope_note: str
    started_on: date
    lines: dict[str, str]
    languages: tuple[str, ...]
    sms_number: str
    call_number: str
    emergency_number: str
    seen: datetime


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """Since when it stood in a phase, and who said so."""

    phase: str
    frozen: bool
    at: datetime
    by: UUID


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place of the gazetteer."""

    id: UUID
    ref: str
    name: str
    names: tuple[str, ...]
    kind: str
    lat: float
    lon: float
    population: int


def current(language: str) -> CrisisCard | None:
    """The crisis that this house answers and that began last, or else any open one, or None.

    A record kept of another crisis never turns the public pages and the line away from theirs.
    """
    with room("commons", anyone()):
        crisis = _answered().first()
    return _card(crisis, language) if crisis else None


def _answered() -> QuerySet[Crisis]:
    still = Crisis.objects.exclude(phase=Phase.CLOSED)
    return still.order_by("-answered", "-started_on", "-id")


def glance(*languages: str) -> tuple[dict[str, CrisisCard | None], dict[str, tuple[NeedCard, ...]]]:
    """What every page asks, in one statement: `current` and `needs` in each of these languages."""
    crisis = " ".join(one.attname for one in Crisis._meta.concrete_fields)
    need = " ".join(one.attname for one in Need._meta.concrete_fields)
    with room("commons", anyone()):
        found = ask(
            {
                "crisis": Question(
                    _answered()[:1], crisis, lambda rows: [Crisis(**one) for one in rows]
                ),
                "needs": Question(
                    Need.objects.all(), need, lambda rows: [Need(**one) for one in rows]
                ),
            }
        )
    present: Crisis | None = next(iter(found["crisis"]), None)
    listed = sorted(found["needs"], key=lambda one: (one.order, one.key))
    cards = {one: _card(present, one) if present else None for one in languages}
    return cards, {one: _needs(listed, one) for one in languages}


def _card(crisis: Crisis, language: str) -> CrisisCard:
    return CrisisCard(
        crisis.id,
        crisis.name,
        str(crisis.lines.get(language) or crisis.lines.get("en", "")),
        crisis.country,
        crisis.timezone,
        tuple(crisis.languages),
        crisis.started_on,
        crisis.sms_number,
        crisis.call_number,
        crisis.emergency_number,
        crisis.updated_at,
    )


def needs(language: str) -> tuple[NeedCard, ...]:
    """Every need in its order, with words in the language or in English; also those that are no
    longer offered, for whatever has one keeps it.
    """
    with room("commons", anyone()):
        found = list(Need.objects.order_by("order", "key"))
    return _needs(found, language)


def _needs(found: Iterable[Need], language: str) -> tuple[NeedCard, ...]:
    return tuple(
        NeedCard(
            one.key,
            str(one.labels.get(language) or one.labels.get("en", one.key)),
            one.asked and one.active,
            one.active,
            one.same_day,
        )
        for one in found
    )


def offered(language: str) -> tuple[NeedCard, ...]:
    """The needs that someone may still choose."""
    return tuple(one for one in needs(language) if one.active)


def need_list(viewer: Actor) -> tuple[ListEntry, ...]:
    """The list of needs, whole, for who keeps it."""
    viewer = viewer.within(Power.EDIT_CRISIS)
    with room("commons", viewer):
        rows = list(Need.objects.order_by("order", "key"))
    return tuple(
        ListEntry(one.key, one.order, one.labels, one.active, one.asked, one.same_day)
        for one in rows
    )


def kind_list(viewer: Actor) -> tuple[ListEntry, ...]:
    """The list of kinds of crises, whole, for who keeps it."""
    viewer = viewer.within(Power.EDIT_CRISIS)
    with room("commons", viewer):
        rows = list(CrisisKind.objects.order_by("order", "key"))
    return tuple(ListEntry(one.key, one.order, one.labels, one.active) for one in rows)


def kinds(language: str, *, also: str = "") -> dict[str, str]:
    """The kinds that can be chosen, in words; `also` names one that stays though it is off."""
    with room("commons", anyone()):
        rows = list(CrisisKind.objects.filter(Q(active=True) | Q(key=also)).order_by("order"))
    return {one.key: _label(one, language) for one in rows}


def crises(language: str) -> tuple[CrisisRecord, ...]:
    """Every crisis, the open ones first, then the newest."""
    with room("commons", anyone()):
        labels = {one.key: _label(one, language) for one in CrisisKind.objects.all()}
        rows = list(Crisis.objects.order_by("-started_on", "name"))
    rows.sort(key=lambda one: one.phase == Phase.CLOSED)
    return tuple(_record(one, labels) for one in rows)


def crisis(id: UUID, language: str) -> CrisisRecord:
    """One crisis; NotFoundError when there is none."""
    found = next((one for one in crises(language) if one.id == id), None)
    if found is None:
        raise NotFoundError("There is no such crisis.")
    return found


def phases(viewer: Actor, crisis: UUID) -> tuple[PhaseLine, ...]:
    """The phases of a crisis, the newest first, with who said so."""
    viewer = viewer.within(Power.EDIT_CRISIS)
    with room("commons", viewer):
        rows = list(CrisisPhase.objects.filter(crisis=crisis).order_by("-said_at", "-id"))
    return tuple(PhaseLine(one.phase, one.frozen, one.said_at, one.said_by_id) for one in rows)


def phase_words() -> dict[str, str]:
    """The words for each phase."""
    return {str(one.value): str(one.label) for one in Phase}


def _label(row: CrisisKind | Need, language: str) -> str:
    return str(row.labels.get(language) or row.labels.get("en", row.key))


def _record(row: Crisis, labels: dict[str, str]) -> CrisisRecord:
    same = {name: getattr(row, name) for name in CrisisRecord.__slots__ if name not in _WORKED_OUT}
    return CrisisRecord(
        **same,
        languages=tuple(row.languages),
        kind_label=labels.get(row.kind, row.kind),
        seen=row.updated_at,
    )


def places(country: str) -> tuple[PlaceCard, ...]:
    """Every place we know in a country."""
    with room("commons", anyone()):
        return tuple(_place(one) for one in Place.objects.filter(country=country))


def count_places(country: str, viewer: Actor) -> int:
    """How many places we know in a country; tells whether the gazetteer has changed."""
    with room("commons", viewer):
        return Place.objects.filter(country=country).count()


def place(ref: UUID) -> PlaceCard | None:
    """One place of the gazetteer, or None."""
    with room("commons", anyone()):
        one = Place.objects.filter(id=ref).first()
    return _place(one) if one else None


def find_places(country: str, text: str, limit: int = 8) -> tuple[PlaceCard, ...]:
    """Places whose name or other names hold these words, the largest first."""
    with room("commons", anyone()):
        found = Place.objects.filter(country=country)
        found = found.filter(Q(name__icontains=text) | Q(names__icontains=text))
        return tuple(_place(one) for one in found.order_by("-population")[:limit])


def _place(one: Place) -> PlaceCard:
    names = tuple(one.names)
    return PlaceCard(one.id, one.ref, one.name, names, one.kind, one.lat, one.lon, one.population)
