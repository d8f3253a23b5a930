"""Where one can look for services, and what for: read seldom, kept for a minute."""

import time
import unicodedata
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from amparo.commons.crises import queries as crises
from amparo.commons.directory import queries as directory
from amparo.doors.public.needs import TILES

FRESH = 60.0
OFFERED = 12
# Staff read "Not safe", the person asks "I am not safe": one need, said the same on every page.
_AS_PICTURED = frozenset({"unsafe", "child_alone", "search", "held", "transit", "wages"})
T = TypeVar("T")
_kept: dict[tuple[str, str], tuple[float, object]] = {}


def forget() -> None:
    """Everything is read again."""
    _kept.clear()


def _fresh(name: str, key: str, read: Callable[[], T]) -> T:
    at, value = _kept.get((name, key), (0.0, None))
    if not at or time.monotonic() - at > FRESH:
        value = read()
        _kept[name, key] = (time.monotonic(), value)
    return value  # type: ignore[return-value]


def all_places(country: str) -> tuple[crises.PlaceCard, ...]:
    """The gazetteer of the country."""
    return _fresh("places", country, lambda: crises.places(country))


def place(ref: UUID | None) -> crises.PlaceCard | None:
    """One place of the gazetteer, or None."""
    return crises.place(ref) if ref else None


def offered(country: str) -> tuple[crises.PlaceCard, ...]:
    """The places with the most services, in the order of their names."""

    def read() -> tuple[crises.PlaceCard, ...]:
        named = {_plain(one.name): one for one in all_places(country)}
        served = (named.get(_plain(name)) for name in directory.places_served())
        found = list(dict.fromkeys(one for one in served if one))[:OFFERED]
        return tuple(sorted(found, key=lambda one: _plain(one.name)))

    return _fresh("offered", country, read)


def matching(country: str, text: str) -> tuple[crises.PlaceCard, ...]:
    """Places whose names hold these words; one alone if it is called exactly so."""
    wanted = _plain(text)
    if len(wanted) < 2:
        return ()
    found = [
        one
        for one in all_places(country)
        if any(wanted in _plain(name) for name in (one.name, *one.names))
    ]
    same = [one for one in found if wanted in {_plain(name) for name in (one.name, *one.names)}]
    found.sort(key=lambda one: (-one.population, one.name))
    return (same[0],) if len(same) == 1 else tuple(found[:8])


def needs(language: str) -> dict[str, str]:
    """The words for each need that can be chosen: those of the pictures where one stands for it."""
    pictured = {tile.key: str(tile.words) for tile in TILES if tile.key in _AS_PICTURED}
    offered = _fresh(
        "needs", language, lambda: {one.key: one.label for one in crises.offered(language)}
    )
    return {key: pictured.get(key, label) for key, label in offered.items()}


def labels(language: str) -> dict[str, str]:
    """The words for every need there is."""
    return _fresh(
        "labels", language, lambda: {one.key: one.label for one in crises.needs(language)}
    )


def _plain(text: str) -> str:
    """Small letters without accents and doubled spaces."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(one for one in parts if not unicodedata.combining(one)).split())
