"""The gazetteer: the towns of a country, and a sheet of one's own."""

from collections.abc import Iterable
from dataclasses import dataclass

from amparo.commons.crises.actions.allowed import country_of, may
from amparo.commons.crises.loading import PlaceFacts, read, shipped
from amparo.commons.crises.models import Crisis, Place
from amparo.kernel import audit, refs
from amparo.kernel.authority import Actor
from amparo.kernel.rooms import room

AT_ONCE = 500
_EMPTY: set[str] = set()
_PLACE_COLUMNS = ("name", "names", "kind", "lat", "lon", "population")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a file of places: how many rows were new and changed, and the faulty ones."""

    written: bool
    new: int
    changed: int
    problems: tuple[tuple[str, str, str], ...] = ()


def load_places(*, country: str, by: Actor) -> Loaded:
    """The country's towns and our additions are in the gazetteer; a second time changes them."""
    may(by)
    return _write(country_of(country), list(shipped(country)), by)


def load_missing_places(*, by: Actor) -> int:
    """How many places came in: of each crisis's country of which none was known.

    The pages leave this to the worker; a large country takes longer than a page may.
    """
    may(by)
    with room("commons", by):
        countries = set(Crisis.objects.values_list("country", flat=True))
        there = Place.objects.filter(country__in=countries).exclude(source="file")
        missing = countries - set(there.values_list("country", flat=True).distinct()) - _EMPTY
    new = 0
    for country in sorted(missing):
        done = load_places(country=country, by=by)
        new += done.new
        if not done.new:
            _EMPTY.add(country)  # nobody has a list of its towns: not asked again
    return new


def import_places(
    *, country: str, content: bytes, by: Actor, source: str = "file", keep_good: bool = False
) -> Loaded:
    """A CSV of places is in the gazetteer: as a whole, or, only if asked so, its good rows."""
    may(by)
    found = read(content, source=source)
    if not found.places or (found.problems and not keep_good):
        return Loaded(False, 0, 0, found.problems)
    done = _write(country_of(country), found.places, by)
    return Loaded(True, done.new, done.changed, found.problems)


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
