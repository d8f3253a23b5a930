"""The names of a country's places, made searchable: as listed, and nearly as listed."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import ahocorasick
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from amparo.reach.messaging.understanding.lexicon import patterns
from amparo.reach.messaging.understanding.text import Words, words_of

# Endings that Nepali, Hindi and Bengali write onto the name: "in", "of", "from".
_ENDINGS = {
    0x0900: ("मा", "को", "बाट", "देखि", "मै", "का", "की", "में"),
    0x0980: ("তে", "য়", "ে", "র", "ের", "য়ে", "থেকে"),
}
_SAINTS = {"saint": "st", "sainte": "ste", "santa": "sta", "sen": "st"}
# Letters that people swap when they write by ear, in Creole, French, Spanish and English alike.
_BY_EAR = str.maketrans("cyzx", "kiss")
# Accented Latin loses letters at gateways; Arabic and Ethiopic write "in" onto the name.
_VARIED = re.compile("[\u00c0-\u024f\u0600-\u06ff\u1200-\u137f]")
_CHAT_DIGITS = str.maketrans({"7": "h", "5": "kh", "3": "a", "2": "", "9": "q", "6": "t"})
_SOUNDS = (
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "si"),
    ("ph", "f"),
    ("qu", "k"),
    ("ck", "k"),
    ("ou", "u"),
    ("oi", "wa"),
    ("tch", "ch"),
)
# A text may hold hundreds of words nobody knows; the same ones come again and again.
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer; the first name is the one to show. Degrees; 0 people: unknown."""

    ref: str
    names: tuple[str, ...]
    lat: float
    lon: float
    kind: str
    population: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a text, from its first to its last word, with the places called so."""

    first: int
    last: int
    name: str
    entries: tuple[Entry, ...]
    misspelt: int = 0


class PlaceNames:
    """All names of all entries; built once for a country, then only read."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        # The largest place comes first wherever several share a name.
        self._entries = sorted(entries, key=lambda one: -one.population)
        called: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            for pattern in dict.fromkeys(p for name in entry.names for p in _patterns(name)):
                called[pattern].append(entry)
        self._automaton = _automaton(called)
        self._by_ear = _by_ear(called)
        self._lengths = _lengths(self._by_ear)
        self._met: dict[tuple[str, int], tuple[str, int] | None] = {}

    def listed(self, words: Words) -> list[Named]:
        """The names that stand in the text as listed, longest only, in reading order."""
        if not words.folded or not self._entries:
            return []
        found = []
        for end, (pattern, entries) in self._automaton.iter(words.line):
            first = bisect_right(words.starts, end - len(pattern) + 2) - 1
            last = bisect_right(words.starts, end - 1) - 1
            found.append(Named(first, last, entries[0].names[0], entries))
        longest: list[Named] = []
        for one in sorted(found, key=lambda one: (one.first, -one.last)):
            if not longest or one.last > longest[-1].last:
                longest.append(one)
        return longest

    def nearly(self, words: Words, first: int, last: int, slips: int) -> Named | None:
        """The place whose name these words nearly spell, by at most so many wrong letters."""
        heard = by_ear("".join(map(_spoken, words.folded[first : last + 1])))
        near = self._nearest(heard, min(slips, _slips(heard)))
        if near is None:
            return None
        entries = self._by_ear[near[0]]
        return Named(first, last, entries[0].names[0], entries, 1 + near[1])

    def _nearest(self, heard: str, slips: int) -> tuple[str, int] | None:
        if heard in self._by_ear:
            return heard, 0
        if slips < 1:
            return None
        key = (heard, slips)
        if key not in self._met:
            if len(self._met) >= _REMEMBERED:
                self._met.clear()
            self._met[key] = self._compare(heard, slips)
        return self._met[key]

    def _compare(self, heard: str, slips: int) -> tuple[str, int] | None:
        best: tuple[str, int] | None = None
        for length in range(len(heard) - slips, len(heard) + slips + 1):
            choices = self._lengths.get((heard[0], length), ())
            match = extractOne(heard, choices, scorer=OSA.distance, score_cutoff=slips)
            if match and len(heard) < 7 and _bones(match[0]) != _bones(heard):
                continue
            if match and (best is None or match[1] < best[1]):
                best = (match[0], int(match[1]))
        return best


def by_ear(joined: str) -> str:
    """The letters as they sound, so that "Matissant" and "Martisan" lie near each other."""
    for written, heard in _SOUNDS:
        joined = joined.replace(written, heard)
    plain = joined.translate(_BY_EAR)
    return "".join(c for i, c in enumerate(plain) if i == 0 or c != plain[i - 1])


def _spoken(word: str) -> str:
    """The word with letters for the digits that Arabic chat writes: "7alab" is "halab"."""
    return word if word.isalpha() or word.isdecimal() else word.translate(_CHAT_DIGITS)


def _bones(heard: str) -> str:
    """The consonants. In a short name only a vowel may be wrong: "kanal" is not "Kanaan"."""
    return "".join(sorted(c for c in heard if c not in "aeiou"))


def _slips(heard: str) -> int:
    """How many wrong letters a name of this length may have; short ones would meet anything."""
    if len(heard) < 5:
        return 0
    return 1 if len(heard) < 9 else 2


def _patterns(name: str) -> Iterator[str]:
    folded = words_of(name).folded
    if len(folded) < 3 and max(map(len, folded), default=0) < 3:
        return
    yield f" {' '.join(folded)} "
    if _VARIED.search(name):
        yield from patterns([name.replace("*", " ")])
    if len(folded) > 1:
        yield from _spelt_otherwise(folded)
    for ending in _ENDINGS.get(ord(name[0]) // 128 * 128, ()):
        yield from patterns([name + ending])


def _spelt_otherwise(folded: tuple[str, ...]) -> Iterator[str]:
    joined = "".join(folded)
    if len(joined) >= 7:
        yield f" {joined} "
    short = [_SAINTS.get(word, word) for word in folded]
    if short != list(folded):
        yield f" {' '.join(short)} "


def _automaton(called: dict[str, list[Entry]]) -> Any:
    automaton = ahocorasick.Automaton()
    for pattern, entries in called.items():
        automaton.add_word(pattern, (pattern, tuple(entries)))
    automaton.make_automaton()
    return automaton


def _by_ear(called: dict[str, list[Entry]]) -> dict[str, tuple[Entry, ...]]:
    heard: dict[str, tuple[Entry, ...]] = {}
    for pattern, entries in called.items():
        key = by_ear(pattern.replace(" ", ""))
        # Gateways that lose accented letters leave one-letter words, which say nothing.
        if len(key) >= 5 and len(pattern.split()[-1]) > 1:
            heard.setdefault(key, tuple(entries))
    return heard


def _lengths(by_ear: dict[str, tuple[Entry, ...]]) -> dict[tuple[str, int], tuple[str, ...]]:
    """The names by first letter and length. A first letter is seldom wrong once sounds are one."""
    lengths: dict[tuple[str, int], list[str]] = defaultdict(list)
    for key in sorted(by_ear, key=lambda one: -by_ear[one][0].population):
        lengths[key[0], len(key)].append(key)
    return {where: tuple(names) for where, names in lengths.items()}
