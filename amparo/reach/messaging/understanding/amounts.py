"""How many people and how many days a text counts: a number, then a word that is counted."""

import re
from collections.abc import Collection, Iterator

from amparo.reach.messaging.understanding.lexicon import lexicon
from amparo.reach.messaging.understanding.text import Words

# "5 small hungry children": words that may stand between a number and what it counts.
_BETWEEN = 2
# A larger number is a telephone number or a slip.
_PEOPLE_AT_MOST = 100_000
_DAYS_AT_MOST = 365
_GLUED = re.compile(r"(\d{1,6})(\D+)")
# Bengali and Nepali count with a small word that is written to the number.
_COUNTED_WITH = frozenset({"ti", "ta", "jon", "jana", "wota", "ota", "টি", "টা", "জন", "জনের"})


def people_in(words: Words, language: str, not_numbers: Collection[int] = ()) -> int | None:
    """The largest count of people, a family as five; None when none is counted.

    `not_numbers`: where words stand that mean "without": "san timoun" is no hundred children.
    """
    counts = [
        number
        for number, first, _ in _counted(words, language, "people")
        if 1 < number <= _PEOPLE_AT_MOST and first not in not_numbers
    ]
    return max(counts, default=None)


def days_in(words: Words, language: str, since: Collection[int]) -> Iterator[tuple[int, str]]:
    """Spans of days that have passed already, as "for three days", with their words.

    `since`: where the words stand that say "for", "since", "already".
    """
    for days, first, last in _counted(words, language, "days"):
        near = {first - 2, first - 1, last + 1}
        if days <= _DAYS_AT_MOST and near.intersection(since):
            yield days, words.written(first, last)


def _counted(words: Words, language: str, kind: str) -> Iterator[tuple[int, int, int]]:
    """Number times size, and from which word to which word."""
    units, numbers = _known(language, kind), _known(language, "numbers")
    told = _known(language, f"{kind}_told")
    for at, word in enumerate(words.folded):
        if word in told:
            yield told[word], at, at
        elif word in units:
            found = _number_before(words, at, numbers, units)
            if found:
                yield found[0] * units[word], found[1], at
        elif glued := _GLUED.fullmatch(word):
            size = units.get(glued.group(2))
            if size:
                yield int(glued.group(1)) * size, at, at


def _number_before(
    words: Words, at: int, numbers: dict[str, int], units: dict[str, int]
) -> tuple[int, int] | None:
    for before in range(at - 1, max(at - 2 - _BETWEEN, -1), -1):
        if words.clause_ends_after(before) or words.folded[before] in units:
            return None
        value = _value(words.folded[before], numbers)
        if value is not None:
            return value, before
    return None


def _value(word: str, numbers: dict[str, int]) -> int | None:
    if word.isdecimal() and len(word) <= 6:
        return int(word)
    glued = _GLUED.fullmatch(word)
    if glued and glued.group(2) in _COUNTED_WITH:
        return int(glued.group(1))
    return numbers.get(word)


def _known(language: str, kind: str) -> dict[str, int]:
    """The words of this language, else of all: number words of another one mislead ("de" is 2)."""
    files = lexicon().units
    if language in files:
        return {**files.get("en", {}).get(kind, {}), **files[language][kind]}
    return {word: size for file in files.values() for word, size in file[kind].items()}
