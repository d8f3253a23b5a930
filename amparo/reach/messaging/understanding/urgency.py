"""How soon a text should be answered, with the rules that said so. Never by who someone is.

4 now: a life is in danger in this hour. 3 today. 2 this week. 1 no rush. 0 nothing understood.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from amparo.reach.messaging.understanding.amounts import days_in, people_in
from amparo.reach.messaging.understanding.lexicon import Hit, Reading, read
from amparo.reach.messaging.understanding.needs import Found, denied_before, no_words, shielded

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
_THIRST_DAYS = 3  # without water a person lives about three days
_LONG_DAYS = 2
_CROWD = 50
_WEAK = ("children", "elders", "pregnant", "disabled")
_REASONS_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Urgency:
    """Level 4 to 0, the rules that led there, and how many people the text counts."""

    level: int
    reasons: tuple[str, ...]
    people: int | None


def judge(text: str | Reading, language: str, needs: Sequence[Found]) -> Urgency:
    """The highest level that a rule gives. What a text cannot say, a person will see."""
    reading = read(text)
    people = people_in(reading.words, language, no_words(reading, language)["words"])
    if not needs and not _signs(reading, language, "now", "today"):
        return Urgency(UNKNOWN, (), people)
    rules = list(_rules(reading, language, [one.need for one in needs], people))
    level = max(level for level, _ in rules)
    reasons = dict.fromkeys(reason for given, reason in rules if given == level)
    return Urgency(level, tuple(reasons)[:_REASONS_AT_MOST], people)


def _rules(
    reading: Reading, language: str, needs: Sequence[str], people: int | None
) -> Iterator[tuple[int, str]]:
    """Every level that a rule of this file gives, with its reason."""
    yield from ((_BY_NEED.get(need, WEEK), f"asks for: {need.replace('_', ' ')}") for need in needs)
    for level, table in ((NOW, "now"), (TODAY, "today")):
        yield from ((level, _because(reading, hit)) for hit in _signs(reading, language, table))
    if _VITAL & set(needs):
        yield from _weighing(reading, language, needs, people)


def _weighing(
    reading: Reading, language: str, needs: Sequence[str], people: int | None
) -> Iterator[tuple[int, str]]:
    """What makes a vital need more urgent: who is there, how many, how long already."""
    for hit in reading.of(language, "weigh"):
        if hit.sign.key in _WEAK and not denied_before(reading, hit.first, language):
            yield TODAY, _because(reading, hit)
    if people and people >= _CROWD:
        yield TODAY, f"many people: {people}"
    since = {hit.last for hit in reading.of(language, "weigh") if hit.sign.key == "since"}
    for days, written in days_in(reading.words, language, since):
        if days >= _THIRST_DAYS and "water" in needs and _signs(reading, language, "starving"):
            yield NOW, f"without water for long: «{written}»"
        elif days >= _LONG_DAYS:
            yield TODAY, f"for days already: «{written}»"


def _signs(reading: Reading, language: str, *names: str) -> list[Hit]:
    """The signs of these tables, or of one key of `today`, that nothing denies or shields."""
    tables = [name for name in names if name in ("now", "today")]
    hits = reading.of(language, *(tables or ("today",)))
    shields = [hit for hit in reading.of(language, "shield") if hit.sign.key == "status"]
    return [
        hit
        for hit in hits
        if (tables or hit.sign.key in names)
        and not any(hit.inside(other) for other in hits if other.sign.key == hit.sign.key)
        and not shielded(hit, shields)
        and not denied_before(reading, hit.first, language)
    ]


def _because(reading: Reading, hit: Hit) -> str:
    return f"{hit.sign.key.replace('_', ' ')}: «{reading.words.written(hit.first, hit.last)}»"
