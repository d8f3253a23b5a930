"""What anyone may know of the current crisis, its needs and its places."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from amparo.commons.crises.models import Crisis, Need, Place
from amparo.commons.crises.states import Phase
from amparo.kernel.authority import Actor, anyone
from amparo.kernel.rooms import room


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
    """The crisis that started last and is not closed, or None."""
    with room("commons", anyone()):
        crisis = Crisis.objects.exclude(phase=Phase.CLOSED).order_by("-started_on").first()
    return _card(crisis, language) if crisis else None


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
    """The needs in their order, with words in the language or in English."""
    with room("commons", anyone()):
        found = list(Need.objects.order_by("order"))
    return tuple(
        NeedCard(one.key, str(one.labels.get(language) or one.labels.get("en", one.key)), one.asked)
        for one in found
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
