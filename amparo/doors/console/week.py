"""A week of shifts as a picture: a bar for each day, with the hours in which nobody is there.

Geometry and clocks only: no words, no request.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from amparo.guard.roster import actions
from amparo.guard.roster.queries import ShiftRow

WIDE, HIGH, LANE = 960.0, 18.0, 14.0


@dataclass(frozen=True, slots=True)
class Day:
    """One day at the place: its shifts, its gaps, and the picture of both."""

    day: date
    starts_at: datetime
    ends_at: datetime
    shifts: tuple[ShiftRow, ...]
    gaps: tuple[tuple[datetime, datetime], ...]
    covered: tuple[str, ...]
    bare: tuple[str, ...]
    over: tuple[str, ...]  # nobody was there, and that is past
    lanes: tuple[tuple[ShiftRow, str], ...]
    height: str  # as SVG writes numbers, in any language
    now: str
    changes: int  # hours more or less than 24, on the days when the clocks change


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def midnight(day: date, timezone: str) -> datetime:
    """When this day begins there."""
    return actions.moment(datetime.combine(day, time.min), timezone).at


def days(shifts: Sequence[ShiftRow], first: date, timezone: str, now: datetime) -> list[Day]:
    """Seven days from this one on."""
    return [_day(shifts, first + timedelta(days=n), timezone, now) for n in range(7)]


def _day(shifts: Sequence[ShiftRow], day: date, timezone: str, now: datetime) -> Day:
    start, end = midnight(day, timezone), midnight(day + timedelta(days=1), timezone)
    here = tuple(one for one in shifts if one.starts_at < end and one.ends_at > start)
    there = [(one.starts_at, one.ends_at) for one in here if one.part == "officer"]
    gaps = tuple(actions.gaps(there, start, end))
    covered = actions.gaps(gaps, start, end)
    lanes, count = _lanes(here, start, end)
    return Day(
        day,
        start,
        end,
        here,
        gaps,
        tuple(_bar(a, b, start, end, 0.0, HIGH) for a, b in covered),
        tuple(_bar(max(a, now), b, start, end, 0.0, HIGH) for a, b in gaps if b > now),
        tuple(_bar(a, min(b, now), start, end, 0.0, HIGH) for a, b in gaps if a < now),
        tuple(lanes),
        f"{HIGH + 4 + count * LANE:.0f}",
        _mark(now, start, end) if start <= now < end else "",
        round((end - start) / timedelta(hours=1)) - 24,
    )


def _lanes(
    shifts: Sequence[ShiftRow], start: datetime, end: datetime
) -> tuple[list[tuple[ShiftRow, str]], int]:
    """Each shift as a bar below the others that it overlaps, and how many rows that takes."""
    free: list[datetime] = []
    found = []
    for one in shifts:
        lane = next((n for n, until in enumerate(free) if until <= one.starts_at), len(free))
        free[lane : lane + 1] = [one.ends_at]
        top = HIGH + 4 + lane * LANE
        found.append((one, _bar(one.starts_at, one.ends_at, start, end, top, LANE - 3)))
    return found, len(free)


def _bar(a: datetime, b: datetime, start: datetime, end: datetime, top: float, high: float) -> str:
    left, right = _x(max(a, start), start, end), _x(min(b, end), start, end)
    return f"M{left:.1f} {top:.1f}h{right - left:.1f}v{high:.1f}h{left - right:.1f}z"


def _mark(now: datetime, start: datetime, end: datetime) -> str:
    return f"M{_x(now, start, end):.1f} 0v200"


def _x(at: datetime, start: datetime, end: datetime) -> float:
    return WIDE * ((at - start) / (end - start))
