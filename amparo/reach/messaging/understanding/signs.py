"""Which signs of a text count: not denied, not refused, not part of a longer sign or a shield."""

from collections.abc import Iterable
from functools import cached_property

from amparo.reach.messaging.understanding.lexicon import Hit, Reading, read

_FILLERS_AT_MOST = 4
# Languages that put the "no" behind what it denies: "water no, sick are".
_SAY_NO_AFTER = frozenset({"am", "bn", "hi", "ne", "ti", "ur"})
# "we do not need food or clothes": how far a refusal reaches beyond its words.
_REFUSAL_REACHES = 3
# No phrase of a word file has more words: how far back a longer sign may begin.
_PHRASE_AT_MOST = 8


class Signs:
    """The signs of one text in one language; made once, asked by needs and by urgency."""

    def __init__(self, text: str | Reading, language: str) -> None:
        self.reading = read(text)
        self.language = language

    def of(self, *tables: str) -> list[Hit]:
        """The signs of these tables."""
        return self.reading.of(self.language, *tables)

    def written(self, hit: Hit) -> str:
        """The message's own words for the sign."""
        return self.reading.words.written(hit.first, hit.last)

    def denied(self, hit: Hit) -> bool:
        """Whether a "no" stands near, with only small words between: "no one is hurt"."""
        if self.language in _SAY_NO_AFTER:
            return self._no_among(range(hit.last + 1, hit.last + 2 + _FILLERS_AT_MOST), -1)
        return self._no_among(range(hit.first - 1, hit.first - 2 - _FILLERS_AT_MOST, -1), 0)

    def _no_among(self, places: range, clause_end: int) -> bool:
        """Whether a word of denial stands there before a clause ends or another word stands."""
        words = self.reading.words
        for place in places:
            if not 0 <= place < len(words.folded) or words.clause_ends_after(place + clause_end):
                return False
            if place in self.no_words:
                return True
            if place not in self._fillers:
                return False
        return False

    @cached_property
    def no_words(self) -> frozenset[int]:
        """Where the words of denial stand."""
        return _places(hit for hit in self.of("no") if hit.sign.key == "words")

    @cached_property
    def _fillers(self) -> frozenset[int]:
        return _places(hit for hit in self.of("no") if hit.sign.key == "fillers")

    @cached_property
    def refused(self) -> frozenset[int]:
        """The words that a refusal reaches: "we do not need food", but not "not enough food"."""
        reached: set[int] = set()
        for hit in self.of("no"):
            if hit.sign.key == "declined" and not self._is_lack(hit):
                reached.update(range(hit.last + 1, self._refused_until(hit) + 1))
                if self.language in _SAY_NO_AFTER and hit.first:
                    reached.add(hit.first - 1)
        return frozenset(reached)

    def _refused_until(self, refusal: Hit) -> int:
        end = refusal.last
        while end < refusal.last + _REFUSAL_REACHES:
            if self.reading.words.clause_ends_after(end):
                return end
            end += 1
        return min(end, len(self.reading.words.folded) - 1)

    def _is_lack(self, refusal: Hit) -> bool:
        """Whether "enough" itself is denied: "we do not have enough water" is a need."""
        return any(refusal.first - step in self.no_words for step in (1, 2, 3))

    @cached_property
    def thanked(self) -> frozenset[int]:
        """The words right beside a thanks: "thanks for the water", but not "… the visit, water"."""
        thanks = [hit for hit in self.of("no") if hit.sign.key == "thanks"]
        before = self.language in _SAY_NO_AFTER
        return frozenset(one.first - 1 if before else one.last + 1 for one in thanks)

    @cached_property
    def did_not_happen(self) -> frozenset[int]:
        """Words of what is denied: "nobody is trapped". ("No rescue came" is a need.)"""
        return _places(hit for hit in self.of("now") if self.denied(hit))


class Cover:
    """Stretches of words that signs cover, to ask whether another sign lies inside one."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._last: dict[int, int] = {}
        for hit in hits:
            self._last[hit.first] = max(hit.last, self._last.get(hit.first, -1))

    def holds(self, hit: Hit, *, wider: bool) -> bool:
        """Whether one stretch covers the sign; `wider`: and more than the sign."""
        return any(
            self._last.get(first, -1) >= hit.last
            and (not wider or self._last[first] - first > hit.last - hit.first)
            for first in range(max(hit.first - _PHRASE_AT_MOST, 0), hit.first + 1)
        )


def _places(hits: Iterable[Hit]) -> frozenset[int]:
    return frozenset(index for hit in hits for index in range(hit.first, hit.last + 1))
