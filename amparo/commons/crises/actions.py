"""Beginning a crisis, filling the list of needs and the gazetteer."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from uuid import UUID
from zoneinfo import available_timezones

from amparo.commons.crises.loading import PlaceFacts, known_country, read, shipped
from amparo.commons.crises.models import Crisis, Need, Place
from amparo.commons.crises.states import Phase
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError
from amparo.kernel.rooms import room

AT_ONCE = 500
_PLACE_COLUMNS = ("name", "names", "kind", "lat", "lon", "population")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a file of places: how many rows were new and changed, and the faulty ones."""

    written: bool
    new: int
    changed: int
    problems: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CrisisFacts:
    """A crisis as an editor tells it. `lines`: one line of what is known, by language."""

    name: str
    country: str
    started_on: date
    kind: str = "sudden"
    timezone: str = "UTC"
    languages: tuple[str, ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict)
    sms_number: str = ""
    call_number: str = ""
    emergency_number: str = ""


def add_crisis(*, facts: CrisisFacts, by: Actor) -> UUID:
    """The new crisis's id; from now on messages are read as coming from its country."""
    _may(by)
    if not facts.name.strip():
        raise InvalidError("name", "A crisis needs a name.")
    if facts.timezone not in available_timezones():
        raise InvalidError("timezone", f"«{facts.timezone}» is no time zone.")
    crisis = Crisis(
        id=refs.new_ref(),
        name=facts.name.strip(),
        kind=facts.kind,
        phase=Phase.EMERGENCY,
        country=_country(facts.country),
        timezone=facts.timezone,
        started_on=facts.started_on,
        lines=dict(facts.lines),
        languages=list(facts.languages),
        sms_number=facts.sms_number,
        call_number=facts.call_number,
        emergency_number=facts.emergency_number,
        updated_at=clock.now(),
    )
    with room("commons", by):
        crisis.save(force_insert=True)
        audit.write(by=by, verb="crises.add_crisis", about=crisis.id)
    return crisis.id


def seed_needs(*, by: Actor) -> int:
    """How many of the shipped needs were added to the list; what it held stays as it is."""
    _may(by)
    table = tomllib.loads(files("amparo.commons.crises").joinpath("needs.toml").read_text("utf-8"))
    with room("commons", by):
        there = set(Need.objects.values_list("key", flat=True))
        new = [
            Need(key=key, order=order * 10, asked=row.pop("asked"), labels=row)
            for order, (key, row) in enumerate(table.items(), 1)
            if key not in there
        ]
        Need.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            audit.write(by=by, verb="crises.seed_needs", detail={"added": len(new)})
    return len(new)


def load_places(*, country: str, by: Actor) -> Loaded:
    """The country's towns and our additions are in the gazetteer; a second time changes them."""
    _may(by)
    return _write(_country(country), list(shipped(country)), by)


def import_places(
    *, country: str, content: bytes, by: Actor, source: str = "file", keep_good: bool = False
) -> Loaded:
    """A CSV of places is in the gazetteer: as a whole, or, only if asked so, its good rows."""
    _may(by)
    found = read(content, source=source)
    if not found.places or (found.problems and not keep_good):
        return Loaded(False, 0, 0, found.problems)
    done = _write(_country(country), found.places, by)
    return Loaded(True, done.new, done.changed, found.problems)


def _country(country: str) -> str:
    if not known_country(country):
        raise InvalidError("country", f"«{country}» is no country code of two letters, such as HT.")
    return country


def _write(country: str, places: Iterable[PlaceFacts], by: Actor) -> Loaded:
    rows = [
        Place(
            id=refs.new_ref(),
            country=country,
            source=one.source,
            ref=one.ref,
            name=one.name,
            names=list(one.names),
            kind=one.kind,
            lat=one.lat,
            lon=one.lon,
            population=one.population,
        )
        for one in places
    ]
    with room("commons", by):
        there = set(Place.objects.filter(country=country).values_list("source", "ref"))
        Place.objects.bulk_create(
            rows,
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["country", "source", "ref"],
            update_fields=list(_PLACE_COLUMNS),
        )
        changed = sum((row.source, row.ref) in there for row in rows)
        detail = {"country": country, "places": len(rows)}
        audit.write(by=by, verb="crises.load_places", detail=detail)
    return Loaded(True, len(rows) - changed, changed)


def _may(by: Actor) -> None:
    if by.kind != "machine":
        by = by.within(Power.EDIT_CRISIS)
