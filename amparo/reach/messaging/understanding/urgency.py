"""How soon a text should be answered, with the rules that said so. Never by who someone is.

4 now: a life is in danger in this hour. 3 today. 2 this week. 1 no rush. 0 nothing understood.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from amparo.reach.messaging.understanding.amounts import days_in, people_in
from amparo.reach.messaging.understanding.lexicon import Hit, Reading
from amparo.reach.messaging.understanding.needs import Found
from amparo.reach.messaging.understanding.signs import Cover, Signs

NOW, TODAY, WEEK, NO_RUSH, UNKNOWN = 4, 3, 2, 1, 0

# What a need asks for by itself. Anything not listed: this week.
_BY_NEED = {
    "child_alone": TODAY,
    "rescue": TODAY,
    "unsafe": TODAY,
    "gbv": TODAY,
    "trafficking": TODAY,
    "information": NO_RUSH,
    "phone": NO_RUSH,
    "safe": NO_RUSH,
}
# What the weak cannot go without for long.
_VITAL = frozenset({"water", "food", "medicine", "doctor", "shelter"})
_NEVER_WITHOUT = ("water", "food", "medicine")
_THIRST_DAYS = 3  # without water a person lives about three days
_LONG_DAYS = 2
_CROWD = 50
_WEAK = ("children", "elders", "pregnant", "disabled")
# "No insulin" and "no water" are the need itself; "nobody is hurt" denies it.
_THINGS = frozenset({"chronic", "starving"})
_REASONS_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Urgency:
    """Level 4 to 0, the rules that led there, and how many people the text counts."""

    level: int
    reasons: tuple[str, ...]
    people: int | None


def judge(text: str | Reading | Signs, language: str, needs: Sequence[Found]) -> Urgency:
    """The highest level that a rule gives. What a text cannot say, a person will see."""
    signs = text if isinstance(text, Signs) else Signs(text, language)
    people = people_in(signs.reading.words, language, signs.no_words)
    rules = list(_rules(signs, [one.need for one in needs], people))
    level = max((level for level, _ in rules), default=UNKNOWN)
    reasons = dict.fromkeys(reason for given, reason in rules if given == level)
    return Urgency(level, tuple(reasons)[:_REASONS_AT_MOST], people)


def _rules(signs: Signs, needs: Sequence[str], people: int | None) -> Iterator[tuple[int, str]]:
    """Every level that a rule of this file gives, with its reason."""
    for need in needs:
        yield _BY_NEED.get(need, WEEK), f"asks for: {need.replace('_', ' ')}"
    for level, table in ((NOW, "now"), (TODAY, "today")):
        yield from ((level, _because(signs, hit)) for hit in _standing(signs, table))
    if _VITAL & set(needs):
        yield from _weighing(signs, needs, people)


def _weighing(signs: Signs, needs: Sequence[str], people: int | None) -> Iterator[tuple[int, str]]:
    """What makes a vital need more urgent: who is there, how many, how long already."""
    weights = signs.of("weigh")
    for hit in weights:
        if hit.sign.key in _WEAK and not signs.denied(hit):
            yield TODAY, _because(signs, hit)
    lacking = list(_lacking(signs))
    for hit in lacking:
        yield TODAY, f"has no {hit.sign.key}: «{signs.written(hit)}»"
    if people and people >= _CROWD:
        yield TODAY, f"many people: {people}"
    thirsty = "water" in needs and _starving(signs)
    since = {hit.last for hit in weights if hit.sign.key == "since"}
    for days, written in days_in(signs.reading.words, signs.language, since):
        if days >= _THIRST_DAYS and (thirsty or any(h.sign.key == "water" for h in lacking)):
            yield NOW, f"without water for long: «{written}»"
        elif days >= _LONG_DAYS:
            yield TODAY, f"for days already: «{written}»"


def _lacking(signs: Signs) -> Iterator[Hit]:
    """Signs of what nobody can be without, with a "no" before them."""
    for hit in signs.of("needs"):
        if hit.sign.key in _NEVER_WITHOUT and signs.denied(hit):
            yield hit


def _starving(signs: Signs) -> bool:
    return any(hit.sign.key == "starving" for hit in _standing(signs, "today"))


def _standing(signs: Signs, table: str) -> list[Hit]:
    """The signs of this table that nothing denies or shields, the longest where they overlap.

    A phrase shields no danger of this hour: "water is rising" is no need of water, but drowning.
    """
    hits = signs.of(table)
    shielding = {"status", "phrase"} if table == "today" else {"status"}
    shields = Cover(hit for hit in signs.of("shield") if hit.sign.key in shielding)
    longer = Cover(hits)
    return [
        hit
        for hit in hits
        if not longer.holds(hit, wider=True)
        and not shields.holds(hit, wider=False)
        and (hit.sign.key in _THINGS or not signs.denied(hit))
    ]


def _because(signs: Signs, hit: Hit) -> str:
    return f"{hit.sign.key.replace('_', ' ')}: «{signs.written(hit)}»"
