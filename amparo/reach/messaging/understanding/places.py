"""Where help is needed, by the names in a text: not where the phone or its owner is.

"My sister in Jacmel has no water, I am in Miami" is about Jacmel. Names that are also common words
count only after a word such as "in" or "near".
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import log10

from amparo.reach.messaging.understanding.lexicon import Hit, Reading, read
from amparo.reach.messaging.understanding.place_names import Entry, Named, PlaceNames
from amparo.reach.messaging.understanding.place_signs import PlaceSigns
from amparo.reach.messaging.understanding.text import Words

__all__ = ["Entry", "Gazetteer", "PlaceFound"]

_AT_MOST = 5
# A text of capital letters or place names without end shall not hold up its batch.
_GUESSED_AT_MOST = 24
_NAMED_AT_MOST = 60
_SURE_ENOUGH = 0.3
_WINDOW = 3  # words in the longest name that is looked for in spite of slips
# How many words may stand between "my sister" or "I am in" and the place they speak of.
_REACHES = {"writer": 2, "others": 8, "elsewhere": 1}
# What a place's role adds to its claim to be the one where help is needed.
_CLAIMS = {"others": 0.2, "writer": -0.05, "elsewhere": -0.25}
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
        signs = PlaceSigns(read(text), language)
        names = self._names.listed(signs.words)[:_NAMED_AT_MOST]
        listed = [mention for one in names if (mention := _listed(one, signs))]
        taken = {i for one in listed for i in range(one.named.first, one.last + 1)}
        mentions = listed + self._guessed(signs, taken)
        placed = [_with_role(one, signs) for one in mentions]
        return _best_first(placed, signs.words)

    def _guessed(self, signs: PlaceSigns, taken: set[int]) -> list[_Mention]:
        """Misspelt names, looked for only after a word like "near" or in capitalised words."""
        guessed: list[_Mention] = []
        starts = [i for i in range(len(signs.words.folded)) if signs.may_start_name(i)]
        for first in starts[:_GUESSED_AT_MOST]:
            mention = self._guess_at(first, signs, taken)
            if mention:
                guessed.append(mention)
                taken.update(range(mention.named.first, mention.last + 1))
        return guessed

    def _guess_at(self, first: int, signs: PlaceSigns, taken: set[int]) -> _Mention | None:
        best: Named | None = None
        for last in range(first, min(first + _WINDOW, len(signs.words.folded))):
            if last in taken or (last > first and signs.words.clause_ends_after(last - 1)):
                break
            slips = signs.slips(first, last)
            named = None if slips is None else self._names.nearly(signs.words, first, last, slips)
            if named and (best is None or named.misspelt <= best.misspelt):
                best = named
        return _misspelt(best, signs) if best else None


def _listed(named: Named, signs: PlaceSigns) -> _Mention | None:
    """The name as a mention, or None where it is probably a common word."""
    if signs.never(named):
        return None
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


def _misspelt(named: Named, signs: PlaceSigns) -> _Mention:
    last = signs.number_after(named.last)
    sure = 0.6 - 0.1 * named.misspelt + 0.15 * bool(signs.cue(named.first))
    sure += 0.1 * (last > named.last)
    written = signs.words.written(named.first, named.last)
    return _Mention(named, last, sure, reasons=(f"{written} ≈ {named.name}",))


def _shared(named: Named) -> bool:
    """Whether places far apart bear this name; half a degree is about 50 km."""
    first = named.entries[0]
    return any(abs(o.lat - first.lat) + abs(o.lon - first.lon) > 0.5 for o in named.entries)


def _with_role(mention: _Mention, signs: PlaceSigns) -> _Mention:
    """The mention with what its surroundings say: others in need there, the writer, elsewhere."""
    here, said = 0.0, []
    role = _role(mention.named.first, signs)
    if role:
        here = _CLAIMS[role.sign.key]
        said.append(signs.words.written(role.first, role.last))
    cue = signs.cue(mention.named.first)
    first = cue.first if cue else mention.named.first
    named = signs.words.written(first, mention.last)
    return replace(mention, here=here, reasons=(named, *said, *mention.reasons))


def _role(index: int, signs: PlaceSigns) -> Hit | None:
    """The nearest sign before the name that says whose place it is."""
    near = [
        hit
        for hit in signs.roles
        if hit.last < index and index - hit.last - 1 <= _REACHES[hit.sign.key]
        if not any(signs.words.clause_ends_after(i) for i in range(hit.last, index))
    ]
    cue = signs.cue(index)
    if cue:
        near = [hit for hit in near if not (hit.sign.key == "elsewhere" and hit.inside(cue))]
    return max(near, key=lambda hit: (hit.last, -hit.first), default=None)


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
    ranked = [place for _, place in sorted(found.values(), key=lambda pair: -pair[0])]
    return tuple(place for place in ranked if not _told_better(place, ranked))[:_AT_MOST]


def _told_better(place: PlaceFound, others: list[PlaceFound]) -> bool:
    """Whether the same place stands there with its number too: "Delmas" beside "Delmas 42"."""
    start = place.label.casefold() + " "
    return any(o.ref == place.ref and o.label.casefold().startswith(start) for o in others)


def _fineness(mention: _Mention) -> float:
    """A street or neighbourhood helps more than the city around it, a city more than a region."""
    entry = mention.named.entries[0]
    if mention.last > mention.named.last or entry.kind in _SMALL:
        return 0.18
    return -0.15 if entry.kind in _LARGE else -log10(entry.population + 1) / 100


def _place(mention: _Mention, words: Words, confidence: float) -> PlaceFound:
    entry, named = mention.named.entries[0], mention.named
    label = words.written(named.first, mention.last).strip()
    reasons = tuple(dict.fromkeys(mention.reasons))
    return PlaceFound(entry.ref, " ".join(label.split()), entry.lat, entry.lon, confidence, reasons)
