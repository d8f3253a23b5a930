"""HSDS schedules (recurrence rules) as weekly hours, and back."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from amparo.commons.directory.hours import Slot, minutes

BYDAY: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TIME: Final = re.compile(r"^(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
# Zones without a change of the clocks for offsets that are no whole hours.
_HALVES: Final = {
    -9.5: "Pacific/Marquesas",
    4.5: "Asia/Kabul",
    5.5: "Asia/Kolkata",
    5.75: "Asia/Kathmandu",
    6.5: "Asia/Yangon",
    9.5: "Australia/Darwin",
}


def slots_of(schedules: Iterable[dict[str, Any]], today: date) -> tuple[tuple[Slot, ...], int]:
    """The weekly openings that hold today, and how many schedules could not be read as such."""
    slots: set[Slot] = set()
    left = 0
    for schedule in schedules:
        if not _holds(schedule, today):
            continue
        found = _slots(schedule)
        left += not found
        slots |= set(found)
    return tuple(sorted(slots)), left


def _holds(schedule: dict[str, Any], today: date) -> bool:
    """Whether a schedule is in force; one with broken dates is taken to be."""
    start, end = (
        str(schedule.get("valid_from") or "")[:10],
        str(schedule.get("valid_to") or "")[:10],
    )
    return not (start and start > today.isoformat()) and not (end and end < today.isoformat())


def _slots(schedule: dict[str, Any]) -> list[Slot]:
    """The openings of a schedule; none when it is monthly, every second week, or words only."""
    days = [day.strip().upper() for day in (schedule.get("byday") or "").split(",")]
    opens = _TIME.match(schedule.get("opens_at") or "")
    closes = _TIME.match(schedule.get("closes_at") or "")
    weekly = schedule.get("freq") == "WEEKLY" and (schedule.get("interval") or 1) == 1
    if not (weekly and opens and closes and set(days) <= set(BYDAY)):
        return []
    end = f"{closes[1]}:{closes[2]}"
    end = "24:00" if end in ("00:00", "23:59") else end
    return [Slot(BYDAY.index(day), f"{opens[1]}:{opens[2]}", end) for day in days]


def round_the_clock(slots: Iterable[Slot]) -> bool:
    """Whether these openings leave no minute of the week out."""
    whole = {slot.day for slot in slots if minutes(slot.opens) == 0 and slot.closes == "24:00"}
    return len(whole) == 7


def timezone_of(schedules: Iterable[dict[str, Any]]) -> str:
    """The zone that the schedules name by offset or by the ending of their times; else nothing."""
    for schedule in schedules:
        if schedule.get("timezone") is not None:
            return zone_of(float(schedule["timezone"]))
        opens = _TIME.match(schedule.get("opens_at") or "")
        if opens and opens[3]:
            return zone_of(_offset(opens[3]))
    return ""


def _offset(ending: str) -> float:
    if ending == "Z":
        return 0.0
    hours, rest = int(ending[1:3]), int(ending[-2:])
    return (-1 if ending[0] == "-" else 1) * (hours + rest / 60)


def zone_of(offset: float) -> str:
    """A zone that is always this many hours ahead of UTC; nothing when there is none."""
    if offset == 0:
        return "UTC"
    if offset.is_integer() and -12 <= offset <= 14:
        # The names of these zones count the other way round (POSIX).
        return f"Etc/GMT{-int(offset):+d}"
    return _HALVES.get(offset, "")


def schedules_from(slots: Iterable[Slot], timezone: str, at: datetime) -> list[dict[str, Any]]:
    """Weekly schedules; days with the same times share one. The offset is that of the moment."""
    days: dict[tuple[str, str], list[str]] = {}
    for slot in sorted(slots):
        days.setdefault((slot.opens, slot.closes), []).append(BYDAY[slot.day])
    offset = at.astimezone(ZoneInfo(timezone)).utcoffset()
    hours = offset.total_seconds() / 3600 if offset else 0.0
    return [
        {
            "freq": "WEEKLY",
            "byday": ",".join(byday),
            "opens_at": opens,
            "closes_at": "23:59" if closes == "24:00" else closes,
            "timezone": int(hours) if hours.is_integer() else hours,
        }
        for (opens, closes), byday in days.items()
    ]
