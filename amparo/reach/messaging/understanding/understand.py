"""What one text says: language, needs, urgency, places. Pure; never fails on any text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from babel.languages import get_official_languages

from amparo.reach.messaging.understanding.language import Guess, detect
from amparo.reach.messaging.understanding.lexicon import read
from amparo.reach.messaging.understanding.needs import Found, find_needs
from amparo.reach.messaging.understanding.places import Gazetteer, PlaceFound
from amparo.reach.messaging.understanding.signs import Signs
from amparo.reach.messaging.understanding.urgency import Urgency, judge


@dataclass(frozen=True, slots=True)
class Understanding:
    """Suggestions with their reasons. A person decides; what they decided is never overwritten."""

    language: Guess
    needs: tuple[Found, ...]
    urgency: Urgency
    places: tuple[PlaceFound, ...]


def understand(
    text: str,
    *,
    gazetteer: Gazetteer,
    hint: str | None = None,
    expected: Sequence[str] = (),
    country: str = "",
    ticked: Sequence[str] = (),
) -> Understanding:
    """What the text says. `hint`: the sender's last language; `expected`: those of the crisis;
    `ticked`: needs that she chose in pictures, which count for urgency even without a word."""
    reading = read(text)
    language = detect(reading.words, hint, expected or _official(country))
    signs = Signs(reading, language.language)
    needs = find_needs(signs, language.language)
    chosen = tuple(Found(one, ()) for one in ticked if one not in {found.need for found in needs})
    return Understanding(
        language=language,
        needs=needs,
        urgency=judge(signs, language.language, (*needs, *chosen)),
        places=tuple(gazetteer.find(reading, language.language)),
    )


@cache
def _official(country: str) -> tuple[str, ...]:
    """The country's own languages, when the crisis names none."""
    return tuple(get_official_languages(country.upper(), de_facto=True)) if country else ()
