"""Lists that every page needs and that seldom change: the crisis, the words for needs.

Kept for half a minute, so that a page is not made of the same small queries each time.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from babel import Locale

from amparo.commons.crises import queries as crises
from amparo.kernel.language import name_in

FRESH_SECONDS = 30.0
# What staff can write in or translate from, beside the language of the message itself.
_CODES = "en es fr pt ar fa ht tl bn ne am ti so ur ru uk id sw"
LANGUAGES = tuple(_CODES.split())

T = TypeVar("T")
_kept: dict[tuple[str, str], tuple[float, object]] = {}


def fresh(name: str, key: str, read: Callable[[], T], seconds: float = FRESH_SECONDS) -> T:
    at, value = _kept.get((name, key), (0.0, None))
    if not at or time.monotonic() - at > seconds:
        value = read()
        _kept[name, key] = (time.monotonic(), value)
    return value  # type: ignore[return-value]


def remember(name: str, key: str, value: object = True) -> None:
    """That this is so is known for a while."""
    _kept[name, key] = (time.monotonic(), value)


def known(name: str, key: str, seconds: float = FRESH_SECONDS) -> bool:
    """Whether this was remembered within so many seconds."""
    at, _value = _kept.get((name, key), (0.0, None))
    return bool(at) and time.monotonic() - at <= seconds


def forget() -> None:
    """Everything is read again."""
    _kept.clear()


def look(language: str) -> None:
    """The crisis and the needs in the reader's language are known; one statement if they were not.

    The time that pages show is that of the crisis, whose record they read in English.
    """
    languages = (language, "en")
    cards = all(known("crisis", one) for one in languages)
    if cards and all(known("needs", one) for one in languages):
        return
    present, listed = crises.glance(*languages)
    for one in languages:
        remember("crisis", one, present[one])
        remember("needs", one, {need.key: need.label for need in listed[one]})


def crisis(language: str) -> crises.CrisisCard | None:
    """The present crisis, or None."""
    return fresh("crisis", language, lambda: crises.current(language))


def needs(language: str) -> dict[str, str]:
    """The words for each need, in the order of the list."""
    return fresh("needs", language, lambda: {one.key: one.label for one in crises.needs(language)})


def offered_needs(language: str) -> dict[str, str]:
    """The words for the needs that can still be chosen."""
    return fresh(
        "offered", language, lambda: {one.key: one.label for one in crises.offered(language)}
    )


def country(code: str, reader: str) -> str:
    """A country's name in the reader's language; nothing for codes that are nobody's (XA to XZ)."""
    return "" if code.startswith("X") else str(Locale.parse(reader).territories.get(code, ""))


def places(wanted: str) -> tuple[crises.PlaceCard, ...]:
    """Places of the crisis's country whose names hold these words; the largest first."""
    present, text = crisis("en"), wanted.strip()
    return crises.find_places(present.country, text) if present and len(text) > 1 else ()


def languages(reader: str, *first: str) -> list[tuple[str, str]]:
    """Codes and names to choose a language from; those asked for stand first."""
    codes = dict.fromkeys((*(code for code in first if code and code != "und"), *LANGUAGES))
    return [(code, name_in(code, reader)) for code in codes]
