"""What the words around a name say about it, in the language of the text."""

import re

from amparo.reach.messaging.understanding.lexicon import Hit, Reading, lexicon
from amparo.reach.messaging.understanding.place_names import Named
from amparo.reach.messaging.understanding.text import Words

# A common word shorter than this that is also a place ("okay", "trou") needs a word like "in".
_UNMISTAKABLE = 6
# What may stand between "in" and a name: "nan la", "in the", "sa ang".
_ARTICLES = frozenset("a al ang da de do du el l la las le les los st the".split(" "))
_LONG_WITHOUT_CUE = 8  # a capital letter alone makes no "Fevrier" the town of Ferrier
_HOUSE = re.compile(r"(\d{1,3})(?:[a-d]|bis|ter)?")
_HIGHEST_NUMBER = 199  # "Delmas 105" is a street; "Carrefour 500" counts people
# Signs of the table `place` that speak against a place rather than for one.
_NO_PLACE = frozenset({"ordinary", "never"})
_SHOUTED = 0.6  # share of capital letters from which they say nothing


class PlaceSigns:
    """What the words around a name say, in the language of the text."""

    def __init__(self, reading: Reading, language: str) -> None:
        self.words: Words = reading.words
        self._spoken = lexicon().spoken_with(language)
        hits = reading.of(language, "place")
        self.cues = {
            hit.last: hit for hit in sorted(hits, key=_width) if hit.sign.key not in _NO_PLACE
        }
        self.roles = [hit for hit in hits if hit.sign.key in {"writer", "others", "elsewhere"}]
        self._ordinary = [hit for hit in hits if hit.sign.key in _NO_PLACE]
        said = reading.of(language, "needs", "states", "now", "today", "weigh", "no", "people")
        self._said = {i for h in (*said, *self._ordinary) for i in range(h.first, h.last + 1)}
        self._units = [
            unit for name in self._spoken for unit in lexicon().units.get(name, {}).values()
        ]
        letters = [c for c in self.words.text if c.isalpha()]
        self._shouted = sum(c.isupper() for c in letters) > len(letters) * _SHOUTED

    def is_word(self, index: int) -> bool:
        """Whether this is a word of the language rather than a name."""
        word = self.words.folded[index]
        if index in self._said or len(word) < 3:
            return True
        return any(language in self._spoken for language, _ in lexicon().seen.get(word, ()))

    def mistakable(self, named: Named) -> bool:
        """Whether the name may be nothing but common words here."""
        inside = range(named.first, named.last + 1)
        if any(_covers(hit, named) for hit in self._ordinary):
            return True
        if any(self.words.folded[i].isdecimal() for i in inside):
            return False
        long = any(len(self.words.folded[i]) >= _UNMISTAKABLE for i in inside)
        short = named.first == named.last and len(self.words.folded[named.first]) < 4
        return short or (not long and all(self.is_word(i) for i in inside))

    def never(self, named: Named) -> bool:
        """Whether these words name no place even after a word like "in": "rete lakay"."""
        return any(hit.sign.key == "never" and _covers(hit, named) for hit in self._ordinary)

    def cue(self, index: int) -> Hit | None:
        """The word like "in" right before this one, or None."""
        for before in range(index - 1, index - 3, -1):
            if before < 0 or self.words.clause_ends_after(before):
                return None
            if before in self.cues:
                return self.cues[before]
            if self.words.folded[before] not in _ARTICLES:
                return None
        return None

    def capital(self, index: int) -> bool:
        """Whether a capital letter says something: not in a shouted text, nor after a full stop."""
        starts = index == 0 or self.words.clause_ends_after(index - 1)
        return self.words.capital(index) and not self._shouted and not starts

    def may_start_name(self, index: int) -> bool:
        """Whether a misspelt name may begin here."""
        if self.words.folded[index].isdecimal():
            return False
        return self.capital(index) or (index > 0 and self.cue(index) is not None)

    def slips(self, first: int, last: int) -> int | None:
        """How many wrong letters a name made of these words may have; None: it is no name.

        Common words around a name are believed only when it then is spelt without a slip: "la
        gonav" is, "ki sot" is not the neighbourhood of Sicot.
        """
        if all(self.is_word(i) for i in range(first, last + 1)):
            return None
        if self.is_word(first) or self.is_word(last):
            return 0 if last > first else None
        if self.cue(first):
            return 2
        long = self.spans(first, last) >= _LONG_WITHOUT_CUE
        return 1 if long else 0

    def spans(self, first: int, last: int) -> int:
        """How many letters these words have."""
        return sum(len(word) for word in self.words.folded[first : last + 1])

    def number_after(self, index: int) -> int:
        """The word where a place's number ends: "Delmas 19", "Delmas 40 B"; else the name's."""
        folded = self.words.folded
        last = index if self._is_number(index) else index + 1
        if not self._is_number(last) or self.words.clause_ends_after(index):
            return index
        if self.words.clause_ends_after(last):
            return last
        if self._counts_on(last + 1):
            return index
        return last + 1 if folded[last + 1] in "abcd" and self.words.capital(last + 1) else last

    def _counts_on(self, index: int) -> bool:
        """Whether the number before this word counts people or begins a telephone number."""
        after, then = ([*self.words.folded[index : index + 2], "", ""])[:2]
        unit, then_unit = (any(one in unit for unit in self._units) for one in (after, then))
        return bool(after) and (unit or (after.isdecimal() and not then_unit))

    def _is_number(self, index: int) -> bool:
        if index >= len(self.words.folded):
            return False
        number = _HOUSE.fullmatch(self.words.folded[index])
        return number is not None and 0 < int(number[1]) <= _HIGHEST_NUMBER


def _covers(hit: Hit, named: Named) -> bool:
    return hit.first <= named.first and named.last <= hit.last


def _width(hit: Hit) -> int:
    return hit.last - hit.first
