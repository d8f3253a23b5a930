"""How long an entry is believed after someone has asked: the shorter, the more hangs on it.

A full shelter or a closed kitchen costs a person a night; an office moves once in years.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

USUAL_DAYS: Final = 180
DAYS: Final[Mapping[str, int]] = {
    "rescue": 30,
    "shelter": 30,
    "food": 30,
    "water": 30,
    "doctor": 60,
    "medicine": 60,
    "gbv": 60,
    "trafficking": 60,
    "child_alone": 60,
    "unsafe": 60,
    "phone": 60,
    "psychosocial": 90,
    "transit": 60,
}


def days_for(needs: Iterable[str]) -> int:
    """For how many days an entry with these needs is believed."""
    return min((DAYS.get(need, USUAL_DAYS) for need in needs), default=USUAL_DAYS)


def stale(needs: Iterable[str], confirmed_on: date | None, today: date) -> bool:
    """Whether it is time to ask again."""
    return confirmed_on is None or (today - confirmed_on).days > days_for(needs)


def classes(today: date) -> list[tuple[date, list[str]]]:
    """For SQL: confirmed before this day and with one of these needs is stale."""
    by_days: dict[int, list[str]] = {}
    for need, days in DAYS.items():
        by_days.setdefault(days, []).append(need)
    return [(today - timedelta(days=days), needs) for days, needs in sorted(by_days.items())]
