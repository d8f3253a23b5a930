"""Clocks on walls, gaps in a week, and how long someone may wait: pure, on plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from amparo.kernel.errors import InvalidError

LONGEST_HOURS: Final = 24
STAY: Final = timedelta(hours=1)
# Who may still stay: whoever ended at most so long ago.
JUST_ENDED: Final = timedelta(hours=2)
# How long a shift that ended is still spoken of as "your shift ended".
REMEMBERED: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Moment:
    """A clock on a wall, as a moment; `said` tells what the night of a clock change did to it."""

    at: datetime
    said: str = ""  # "", "twice" or "missing"


@dataclass(frozen=True, slots=True)
class Steps:
    """Minutes before each step, and when many at once are too many. These are the defaults."""

    first: int = 5
    second: int = 15
    third: int = 30
    unsorted: int = 15
    volume_more_than: int = 20
    volume_minutes: int = 60


def zone(name: str) -> ZoneInfo:
    """The zone, or InvalidError."""
    if name not in available_timezones():
        raise InvalidError(
            "timezone", "«%(name)s» is not a time zone. Choose one like Asia/Beirut.", name=name
        )
    return ZoneInfo(name)


def moment(wall: datetime, timezone: str) -> Moment:
    """The moment at which a clock on the wall there shows this.

    An hour that comes twice means the first time. An hour that is left out means the moment the
    clocks jump: nobody starts later than the plan says.
    """
    place = zone(timezone)
    first, second = (wall.replace(tzinfo=place, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return Moment(first.astimezone(UTC))
    back = first.astimezone(UTC).astimezone(place).replace(tzinfo=None)
    if back == wall:
        return Moment(first.astimezone(UTC), "twice")
    return Moment(_jump(first.astimezone(UTC), second.astimezone(UTC), place), "missing")


def _jump(one: datetime, other: datetime, place: ZoneInfo) -> datetime:
    """The moment between the two at which the clocks there are moved, to the minute."""
    low, high = min(one, other), max(one, other)
    before = low.astimezone(place).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) // 2
        if middle.astimezone(place).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment to another, and what must be said about the clocks."""

    starts_at: datetime
    ends_at: datetime
    said: tuple[str, ...] = ()


def span(day: date, starts: time, ends: time, timezone: str) -> Span:
    """The shift on this day by the clock of that place; an end not after the start is next day's.

    When the clocks change in between, it is an hour longer or shorter, and that is said.
    """
    start = moment(datetime.combine(day, starts), timezone)
    last = day if ends > starts else day + timedelta(days=1)
    end = moment(datetime.combine(last, ends), timezone)
    # Both ends in an hour that comes twice: the end is the one after the start.
    if end.at <= start.at:
        later = datetime.combine(last, ends).replace(tzinfo=zone(timezone), fold=1)
        end = Moment(later.astimezone(UTC), "twice")
    said = [one.said for one in (start, end) if one.said]
    planned = datetime.combine(last, ends) - datetime.combine(day, starts)
    real = end.at - start.at
    if real != planned:
        said.append("longer" if real > planned else "shorter")
    check_span(start.at, end.at)
    return Span(start.at, end.at, tuple(dict.fromkeys(said)))


def check_span(starts_at: datetime, ends_at: datetime) -> None:
    """Nothing, or InvalidError."""
    if ends_at <= starts_at:
        raise InvalidError("ends", "A shift ends after it starts.")
    if ends_at - starts_at > timedelta(hours=LONGEST_HOURS + 1):
        raise InvalidError("ends", "A shift lasts 24 hours at most. Make two of it.")


def same_wall(at: datetime, timezone: str, days: int) -> Moment:
    """The same clock on the wall so many days later: copying a week keeps the wall, not UTC."""
    wall = at.astimezone(zone(timezone)).replace(tzinfo=None)
    return moment(wall + timedelta(days=days), timezone)


def gaps(
    taken: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    """The stretches in which nobody is there, in order."""
    found, reached = [], start
    for starts_at, ends_at in sorted(taken):
        if starts_at > reached:
            found.append((reached, min(starts_at, end)))
        reached = max(reached, ends_at)
        if reached >= end:
            break
    if reached < end:
        found.append((reached, end))
    return [(a, b) for a, b in found if b > a]


def merged_end(spans: Sequence[tuple[datetime, datetime]], now: datetime) -> datetime | None:
    """When a stretch of shifts that is running now ends; None when none is running."""
    reached: datetime | None = None
    for starts_at, ends_at in sorted(spans):
        if starts_at <= (reached or now) and ends_at > now:
            reached = max(reached or ends_at, ends_at)
    return reached


def check_steps(steps: Steps) -> None:
    """Nothing, or InvalidError."""
    if not 1 <= steps.first <= steps.second <= steps.third <= 24 * 60:
        raise InvalidError("first", "Each step comes at the same time as the one before, or later.")
    if not 1 <= steps.unsorted <= 24 * 60:
        raise InvalidError("unsorted", "Between 1 minute and 24 hours.")
    if not 2 <= steps.volume_more_than <= 10_000 or not 5 <= steps.volume_minutes <= 24 * 60:
        raise InvalidError("volume_more_than", "At least 2 within at least 5 minutes.")
