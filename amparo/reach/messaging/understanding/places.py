"""Where help is needed, by the names in a text: not where the phone or its owner is.

"My sister in Jacmel has no water, I am in Miami" is about Jacmel. Names that are also common words
count only after a word such as "in" or "near".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import log10

from amparo.reach.messaging.understanding.lexicon import Hit, Reading, lexicon, read
from amparo.reach.messaging.understanding.place_names import Entry, Named, PlaceNames
from amparo.reach.messaging.understanding.text import Words

__all__ = ["Entry", "Gazetteer", "PlaceFound"]

_AT_MOST = 5
_GUESSED_AT_MOST = 24  # a text of capital letters without end shall not hold up its batch
_SURE_ENOUGH = 0.3
# A common word shorter than this that is also a place ("okay", "trou") needs a word like "in".
_UNMISTAKABLE = 6
# How many words may stand between "my sister" or "I am in" and the place they speak of.
_OTHERS_REACH, _WRITER_REACH, _CUE_REACHES, _WINDOW = 8, 2, 1, 3
_ARTICLES = frozenset(
    (
        "la",
        "le",
        "les",
        "l",
        "the",
        "el",
        "los",
        "las",
        "al",
        "ang",
        "a",
        "da",
        "do",
        "du",
        "de",
        "st",
    )
)
_LONG_WITHOUT_CUE = 8  # a capital letter alone makes no "Fevrier" the town of Ferrier
_HOUSE = re.compile(r"(\d{1,3})(?:[a-d]|bis|ter)?")
_HIGHEST_NUMBER = 199  # "Delmas 105" is a street; "Carrefour 500" counts people
_SMALL = frozenset({"neighbourhood", "camp", "section", "street", "hospital", "airport"})
_LARGE = frozenset({"department", "region", "country"})


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place named in a text: as written, with its number ("Delmas 19"), and what speaks for it.

    Degrees; confidence 0 to 1; the reasons are the message's own words.
    """

    ref: str
    label: str
    lat: float
    lon: float
    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name in the text: how sure we are that it is a place, and that help is needed there."""

    named: Named
    last: int
    sure: float
    here: float = 0.0
    reasons: tuple[str, ...] = ()


class Gazetteer:
    """The places of a crisis, ready to be found in texts. Which country is the caller's choice."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._names = PlaceNames(entries)

    def find(self, text: str | Reading, language: str) -> tuple[PlaceFound, ...]:
        """The places named in the text, the likeliest place of the need first."""
        signs = _Signs(read(text), language)
        listed = [m for one in self._names.listed(signs.words) if (m := _listed(one, signs))]
        taken = {i for one in listed for i in range(one.named.first, one.last + 1)}
        mentions = listed + self._guessed(signs, taken)
        placed = [_with_role(one, signs) for one in mentions]
        return _best_first(placed, signs.words)

    def _guessed(self, signs: "_Signs", taken: set[int]) -> list[_Mention]:
        """Misspelt names, looked for only after a word like "near" or in capitalised words."""
        guessed: list[_Mention] = []
        starts = [i for i in range(len(signs.words.folded)) if signs.may_start_name(i)]
        for first in starts[:_GUESSED_AT_MOST]:
            mention = self._guess_at(first, signs, taken)
            if mention:
                guessed.append(mention)
                taken.update(range(mention.named.first, mention.last + 1))
        return guessed

    def _guess_at(self, first: int, signs: "_Signs", taken: set[int]) -> _Mention | None:
        best: Named | None = None
        for last in range(first, min(first + _WINDOW, len(signs.words.folded))):
            if last in taken or (last > first and signs.words.clause_ends_after(last - 1)):
                break
            slips = signs.slips(first, last)
            named = None if slips is None else self._names.nearly(signs.words, first, last, slips)
            if named and (best is None or named.misspelt <= best.misspelt):
                best = named
        return _misspelt(best, signs) if best else None


class _Signs:
    """What the words around a name say, in the language of the text."""

    def __init__(self, reading: Reading, language: str) -> None:
        self.words: Words = reading.words
        self._spoken = lexicon().spoken_with(language)
        hits = reading.of(language, "place")
        self.cues = {
            hit.last: hit for hit in sorted(hits, key=_width) if hit.sign.key != "ordinary"
        }
        self.roles = [hit for hit in hits if hit.sign.key in {"writer", "others", "elsewhere"}]
        self._ordinary = [hit for hit in hits if hit.sign.key == "ordinary"]
        said = reading.of(language, "needs", "states", "now", "today", "weigh", "no", "people")
        self._said = {i for h in (*said, *self._ordinary) for i in range(h.first, h.last + 1)}
        self._units = [
            unit for name in self._spoken for unit in lexicon().units.get(name, {}).values()
        ]
        letters = [c for c in self.words.text if c.isalpha()]
        self._shouted = sum(c.isupper() for c in letters) > len(letters) * 0.6

    def is_word(self, index: int) -> bool:
        """Whether this is a word of the language rather than a name."""
        word = self.words.folded[index]
        if index in self._said or len(word) < 3:
            return True
        return any(language in self._spoken for language, _ in lexicon().seen.get(word, ()))

    def mistakable(self, named: Named) -> bool:
        """Whether the name may be nothing but common words here."""
        inside = range(named.first, named.last + 1)
        if any(o.first <= named.first and named.last <= o.last for o in self._ordinary):
            return True
        long = any(len(self.words.folded[i]) >= _UNMISTAKABLE for i in inside)
        short = named.first == named.last and len(self.words.folded[named.first]) < 4
        return short or (not long and all(self.is_word(i) for i in inside))

    def cue(self, index: int) -> Hit | None:
        """The word like "in" right before this one, or None."""
        for before in range(index - 1, index - 2 - _CUE_REACHES, -1):
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
        folded, last = self.words.folded, index + 1
        if not self._is_number(last) or self.words.clause_ends_after(index):
            return index
        after = folded[last + 1] if last + 1 < len(folded) else ""
        if not self.words.clause_ends_after(last) and self._counts_on(last + 1):
            return index
        return last + 1 if after in {"a", "b", "c", "d"} and self.words.capital(last + 1) else last

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


def _width(hit: Hit) -> int:
    return hit.last - hit.first


def _listed(named: Named, signs: _Signs) -> _Mention | None:
    """The name as a mention, or None where it is probably a common word."""
    last = signs.number_after(named.last)
    cue, capital = signs.cue(named.first), signs.capital(named.first)
    numbered = last > named.last
    if signs.mistakable(named):
        if not (cue or numbered):
            return None
        sure = 0.5
    else:
        sure = 0.65 + 0.05 * min(named.last - named.first, 2)
    sure += 0.15 * bool(cue) + 0.1 * numbered + 0.05 * capital
    return _Mention(named, last, sure - 0.1 * _shared(named))


def _misspelt(named: Named, signs: _Signs) -> _Mention:
    last = signs.number_after(named.last)
    sure = 0.6 - 0.1 * named.misspelt + 0.15 * bool(signs.cue(named.first))
    sure += 0.1 * (last > named.last)
    written = signs.words.written(named.first, named.last)
    return _Mention(named, last, sure, reasons=(f"{written} ≈ {named.name}",))


def _shared(named: Named) -> bool:
    """Whether places far apart bear this name; half a degree is about 50 km."""
    first = named.entries[0]
    return any(abs(o.lat - first.lat) + abs(o.lon - first.lon) > 0.5 for o in named.entries)


def _with_role(mention: _Mention, signs: _Signs) -> _Mention:
    """The mention with what its surroundings say: others in need there, the writer, elsewhere."""
    here, said = 0.0, []
    role = _role(mention.named.first, signs)
    if role:
        here = {"others": 0.2, "writer": -0.05, "elsewhere": -0.25}[role.sign.key]
        said.append(signs.words.written(role.first, role.last))
    cue = signs.cue(mention.named.first)
    first = cue.first if cue else mention.named.first
    named = signs.words.written(first, mention.last)
    return replace(mention, here=here, reasons=(named, *said, *mention.reasons))


def _role(index: int, signs: _Signs) -> Hit | None:
    """The nearest sign before the name that says whose place it is."""
    reaches = {"writer": _WRITER_REACH, "others": _OTHERS_REACH, "elsewhere": _CUE_REACHES}
    near = [
        hit
        for hit in signs.roles
        if hit.last < index and index - hit.last - 1 <= reaches[hit.sign.key]
        if not any(signs.words.clause_ends_after(i) for i in range(hit.last, index))
    ]
    cue = signs.cue(index)
    if cue:
        near = [hit for hit in near if not (hit.sign.key == "elsewhere" and hit.inside(cue))]
    return max(near, key=lambda hit: (hit.last, _width(hit)), default=None)


def _best_first(mentions: list[_Mention], words: Words) -> tuple[PlaceFound, ...]:
    """One result for each place, the likeliest first; a writer's own place yields to others'."""
    spoken_for = any(one.here > 0 for one in mentions)
    found: dict[tuple[str, str], tuple[float, PlaceFound]] = {}
    for one in mentions:
        yielding = 0.2 if spoken_for and one.here < 0 else 0.0
        sure = min(0.99, max(0.0, one.sure + one.here - yielding))
        if sure < _SURE_ENOUGH:
            continue
        place = _place(one, words, round(sure, 2))
        rank = sure + _fineness(one)
        key = (place.ref, place.label.casefold())
        if key not in found or found[key][0] < rank:
            found[key] = (rank, place)
    ranked = sorted(found.values(), key=lambda pair: -pair[0])
    return tuple(place for _, place in ranked[:_AT_MOST])


def _fineness(mention: _Mention) -> float:
    """A street or neighbourhood helps more than the city around it, a city more than a region."""
    entry = mention.named.entries[0]
    if mention.last > mention.named.last or entry.kind in _SMALL:
        return 0.1
    return -0.15 if entry.kind in _LARGE else -log10(entry.population + 1) / 100


def _place(mention: _Mention, words: Words, confidence: float) -> PlaceFound:
    entry, named = mention.named.entries[0], mention.named
    label = words.written(named.first, mention.last).strip()
    reasons = tuple(dict.fromkeys(mention.reasons))
    return PlaceFound(entry.ref, " ".join(label.split()), entry.lat, entry.lon, confidence, reasons)
