"""Looking for many values in many bytes at once, over streams of any length.

Letters by Aho-Corasick; short numbers as words that stand alone; digests, which would make an
automaton as wide as chance, by their first bytes in a bitmap.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import ahocorasick
import numpy as np

from tests.protect.found import Found, Hit, Value
from tests.protect.spellings import digests, spellings, words

CHUNK = 4 << 20  # bytes
_DIGEST = 16  # the shortest one's bytes; longer ones are told by their first sixteen
# With the dash: the first part of a random UUID is eight hexadecimal digits as well.
_WORD = re.compile(rb"(?<![0-9A-Za-z-])(?:[0-9]{7,10}|[0-9a-f]{8})(?![0-9A-Za-z-])")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){16,}")

Names = tuple[Value, str]


class Needles(Protocol):
    """Values in many spellings, ready to be looked for."""

    count: int  # of spellings
    longest: int  # of them, in bytes

    def all_in(self, data: bytes) -> Iterator[Names]:
        """Those that stand in these bytes; the first and the last byte are context only."""


def look(needles: Needles, pieces: Iterable[bytes], source: str, found: Found) -> None:
    """What stands in this stream is added to what was found."""
    tail = b" "
    for piece in pieces:
        found.bytes[source] += len(piece)
        data = tail + piece
        found.hits.update(Hit(value, name, source) for value, name in needles.all_in(data))
        # Looked at again together with what follows.
        tail = data[-needles.longest - 2 :]
    last = needles.all_in(tail + b" ")
    found.hits.update(Hit(value, name, source) for value, name in last)


class Letters:
    """Every way of writing the values out. Half a million take ten seconds and 400 MB."""

    def __init__(self, values: Iterable[Value]) -> None:
        """Build the automaton."""
        self._automaton, self.longest = ahocorasick.Automaton(), 0
        for value in values:
            for written, name in spellings(value.kind, value.text).items():
                self._add(written.decode("latin-1"), (value, name))
        self.count = len(self._automaton)
        self._automaton.make_automaton()

    def _add(self, key: str, named: Names) -> None:
        held: tuple[Names, ...] = self._automaton.get(key, ())
        self._automaton.add_word(key, (*held, named))
        self.longest = max(self.longest, len(key))

    def all_in(self, data: bytes) -> Iterator[Names]:
        """Those that stand in these bytes."""
        for _, held in self._automaton.iter(data.decode("latin-1")):
            yield from held


class Marks:
    """Short numbers that stand alone, and hashes without a key, as bytes or in hexadecimal."""

    longest = 2 * 64

    def __init__(self, values: Iterable[Value]) -> None:
        """Build the tables."""
        self._words: dict[bytes, list[Names]] = {}
        self._digests: dict[bytes, list[Names]] = {}
        for value in values:
            for name, written in words(value.kind, value.text):
                self._words.setdefault(written, []).append((value, name))
            for name, digest in digests(value.kind, value.text):
                self._digests.setdefault(digest[:_DIGEST], []).append((value, name))
        self.count = len(self._words) + len(self._digests)
        self._first, self._second = _bitmap(self._digests, 0), _bitmap(self._digests, 3)

    def all_in(self, data: bytes) -> Iterator[Names]:
        """Those that stand in these bytes."""
        for match in _WORD.finditer(data, 1):
            if match.end() < len(data):  # else it may go on
                yield from self._words.get(match[0], ())
        yield from self._in_bytes(data)
        for match in _HEX.finditer(data):
            run = match[0]
            for start in (0, 1):
                even = run[start : len(run) - (len(run) - start) % 2]
                yield from self._in_bytes(bytes.fromhex(even.decode()))

    def _in_bytes(self, data: bytes) -> Iterator[Names]:
        """The digests in these bytes."""
        few = len(data) <= 4 * _DIGEST
        places = range(len(data) - _DIGEST + 1) if few else self._candidates(data)
        for at in places:
            yield from self._digests.get(data[at : at + _DIGEST], ())

    def _candidates(self, data: bytes) -> Sequence[int]:
        """Where the first six bytes are those of a digest, or nearly so."""
        row = np.frombuffer(data, np.uint8).astype(np.uint32)
        three = (row[:-2] << 16) | (row[1:-1] << 8) | row[2:]
        (at,) = np.nonzero(self._first[three[:-3]] & self._second[three[3:]])
        places: list[int] = at.tolist()
        return places


def _bitmap(keys: Iterable[bytes], start: int) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Which three bytes stand there in any of the keys."""
    bits = np.zeros(1 << 24, np.bool_)
    for key in keys:
        bits[int.from_bytes(key[start : start + 3], "big")] = True
    return bits


def in_pieces(whole: bytes) -> Iterator[bytes]:
    """Bytes as a stream."""
    for start in range(0, len(whole), CHUNK):
        yield whole[start : start + CHUNK]
