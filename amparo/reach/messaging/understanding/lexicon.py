"""The word files, compiled once: which words of a message say what, in which language.

A word file is `words/<language>.toml`. `"word"` and `"two words"` match whole words; `"stem*"`
matches any ending. docs/understanding.md tells how to edit one.
"""

import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ahocorasick

from amparo.reach.messaging.understanding.text import Words, fold, words_of

_WORD_FILES = Path(__file__).parent / "words"
# Tables whose entries are searched in the text. `seen` and `commands` are looked up word by word.
_SEARCHED = ("needs", "states", "shield", "no", "now", "today", "weigh", "place")
# Small words which Arabic and Amharic write together with the next one ("and", "with", "for", …).
_JOINED = {"؀": ("و", "ب", "ل", "ف"), "ሀ": ("የ", "ለ", "በ", "ከ")}


@dataclass(frozen=True, slots=True)
class Sign:
    """What a word or phrase of a word file stands for."""

    table: str
    key: str
    language: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A sign found in a message, from its first to its last word."""

    first: int
    last: int
    sign: Sign

    def inside(self, other: "Hit") -> bool:
        """Whether the other hit covers this one and more."""
        wider = other.last - other.first > self.last - self.first
        return wider and other.first <= self.first and self.last <= other.last


@dataclass(frozen=True, slots=True)
class Reading:
    """A message's words and every sign in them, of any language."""

    words: Words
    hits: tuple[Hit, ...]

    def of(self, language: str, *tables: str) -> list[Hit]:
        """The signs of these tables that count in a text of this language."""
        spoken = lexicon().spoken_with(language)
        return [h for h in self.hits if h.sign.table in tables and h.sign.language in spoken]


class Lexicon:
    """All word files in one automaton, so that a message is searched once whatever its language."""

    def __init__(self, files: Mapping[str, Mapping[str, Any]]) -> None:
        self.languages = frozenset(files)
        self.seen = _seen(files)
        self.commands = _commands(files)
        self.units = _units(files)
        self.common = frozenset(self.seen)
        self._companions = {name: frozenset(f.get("companions", ())) for name, f in files.items()}
        self._automaton = _automaton(files)

    def spoken_with(self, language: str) -> frozenset[str]:
        """The word files to believe: the language, those spoken with it, and English.

        Unknown language: all of them. People mix languages in one text, above all when in need.
        """
        if language == "und":
            return self.languages
        return self._companions.get(language, frozenset({"fr", "ar"})) | {language, "en"}

    def find(self, words: Words) -> Iterator[Hit]:
        """Every sign in the text, in one pass."""
        if not words.folded:
            return
        for end, (length, whole, signs) in self._automaton.iter(words.line):
            first = bisect_right(words.starts, end - length + 2) - 1
            last = bisect_right(words.starts, end - 1 if whole else end) - 1
            for sign in signs:
                yield Hit(first, last, sign)


@cache
def lexicon() -> Lexicon:
    """The compiled word files; the first call takes about a tenth of a second."""
    files = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in _word_files()}
    return Lexicon(files)


def read(text: str | Reading) -> Reading:
    """The text with its signs; a text already read is handed back."""
    if isinstance(text, Reading):
        return text
    words = words_of(text)
    return Reading(words, tuple(lexicon().find(words)))


def _word_files() -> list[Path]:
    return sorted(_WORD_FILES.glob("*.toml"))


def _automaton(files: Mapping[str, Mapping[str, Any]]) -> Any:
    signs: dict[str, set[Sign]] = defaultdict(set)
    for name, file in files.items():
        for table in _SEARCHED:
            for key, entries in file.get(table, {}).items():
                for pattern in patterns(entries):
                    signs[pattern].add(Sign(table, key, name))
    automaton = ahocorasick.Automaton()
    for pattern, meant in signs.items():
        automaton.add_word(pattern, (len(pattern), pattern.endswith(" "), tuple(meant)))
    automaton.make_automaton()
    return automaton


def patterns(entries: Iterable[str]) -> Iterator[str]:
    """How the entries of a word file are searched for: folded, between spaces, with variants."""
    for entry in entries:
        end = "" if entry.endswith("*") else " "
        for spelling in _spellings(entry.rstrip("*")):
            folded = words_of(spelling).folded
            if folded:
                yield f" {' '.join(folded)}{end}"


def _spellings(entry: str) -> Iterator[str]:
    yield entry
    yield from gsm_spelling(entry)
    if " " not in entry:
        for first_letter, prefixes in _JOINED.items():
            if entry and ord(first_letter) // 512 == ord(entry[0]) // 512:
                yield from (prefix + fold(entry) for prefix in prefixes)


def gsm_spelling(entry: str) -> Iterator[str]:
    """The entry as gateways deliver it that lose accented letters whole: "siklòn", "sikln"."""
    lost = "".join(c for c in entry if c.isascii() or not "\u00c0" <= c <= "\u024f")
    if lost != entry and sum(c.isalpha() for c in lost) >= 4:
        yield lost


def _seen(files: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[tuple[str, bool], ...]]:
    seen: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for name, file in files.items():
        for key, entries in file.get("seen", {}).items():
            for entry in (e for word in entries for e in (word, *gsm_spelling(word))):
                seen[fold(entry)].add((name, key == "romanised"))
    return {word: tuple(sorted(languages)) for word, languages in seen.items()}


def _commands(files: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {
        " ".join(words_of(entry).folded): wish
        for file in files.values()
        for wish, entries in file.get("commands", {}).items()
        for entry in entries
    }


def _units(files: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, dict[str, int]]]:
    """For each language: words counting days, words counting people, number words; and words that
    count by themselves, like the Arabic dual."""
    return {
        name: {
            kind: {fold(word): int(size) for word, size in file.get(kind, {}).items()}
            for kind in ("days", "people", "numbers", "days_told", "people_told")
        }
        for name, file in files.items()
    }
