"""When it rings, how loudly, and when a sign becomes a warning: pure, on plain values."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from amparo.guard.roster.actions import Steps
from amparo.kernel.errors import InvalidError

# One SMS for each colleague and level in this time, however many wait.
SLOT: Final = timedelta(minutes=5)
# What is taken but was left behind by someone whose shift ended counts as not taken.
LEFT_BEHIND: Final = timedelta(minutes=15)
# An SMS that has not gone by then could not go.
LATE: Final = timedelta(minutes=2)
# How much more than usual is loud; the setting says how many there must be at least.
TIMES_USUAL: Final = 3
USUAL_OVER: Final = timedelta(days=7)

NOW, UNSORTED = 4, 0
LONGEST_NOTE: Final = 4_000


def level_waiting(urgency: int, waited: timedelta, steps: Steps) -> int:
    """0 while nobody must be rung yet, then 1, 2, 3.

    What nobody has sorted begins later and climbs in the same steps.
    """
    minutes = waited.total_seconds() / 60
    if urgency == UNSORTED:
        minutes -= steps.unsorted - steps.first
    elif urgency != NOW:
        return 0
    return sum(minutes >= step for step in (steps.first, steps.second, steps.third))


def level_since(raised: timedelta, steps: Steps) -> int:
    """The level of what concerns the line itself: 1 at once, 2 after as long as a person waits."""
    return 2 if raised.total_seconds() / 60 >= steps.second else 1


def is_loud(count: int, usual: float, steps: Steps) -> bool:
    """Whether so many new conversations from one area are an early sign."""
    return count > steps.volume_more_than and count > TIMES_USUAL * usual


def slot(at: datetime) -> int:
    """The number of the five-minute step that this moment lies in."""
    return int(at.timestamp() // SLOT.total_seconds())


def check_note(note: str, held: int) -> str:
    """The note without space around it, or InvalidError."""
    note = note.strip()
    if held and not note:
        raise InvalidError(
            "note", "You hold conversations: write what the next one must know. Nothing was given."
        )
    if len(note) > LONGEST_NOTE:
        raise InvalidError(
            "note", "At most %(most)s characters. Nothing was lost.", most=LONGEST_NOTE
        )
    return note


def level_of(reports: Sequence[tuple[str, int]]) -> str:
    """The level of a situation, from who told it (their organisation) and how sure (1 to 3).

    Two independent organisations, one of which has seen it or knows who did, make a warning;
    so do three that have heard of it. One that has seen it, or two that heard, make a watch.
    """
    best: dict[str, int] = {}
    for organisation, sure in reports:
        best[organisation] = max(sure, best.get(organisation, 0))
    sources, surest = len(best), max(best.values(), default=0)
    if (sources >= 2 and surest >= 2) or sources >= 3:
        return "warning"
    if surest >= 3 or sources >= 2:
        return "watch"
    return "heard"
