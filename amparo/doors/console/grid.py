"""The week's opening hours as a grid: what was typed stays typed, also when it is no time."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amparo.commons.directory.queries import Slot

DAYS, SPANS = 7, 3
_MONDAY = date(2024, 1, 1)
_TIME = re.compile(r"^(\d{1,2})(?:[:.h ]?(\d{2}))?$")


@dataclass
class Span:
    """Two fields of a day, as typed."""

    opens: str = ""
    closes: str = ""
    error: str = ""

    @property
    def wide(self) -> bool:
        """Whether it ends on the next day."""
        return bool(self.opens and self.closes and not self.error and self.closes <= self.opens)


@dataclass
class Row:
    """One day."""

    day: int
    name: str
    spans: list[Span] = field(default_factory=list)


@dataclass
class Grid:
    """Seven days with their spans."""

    rows: list[Row]

    @property
    def errors(self) -> list[str]:
        """What is no time, with its day."""
        return [f"{row.name}: {one.error}" for row in self.rows for one in row.spans if one.error]

    def slots(self) -> tuple[Slot, ...]:
        """The openings; only when there are no errors."""
        found = [
            Slot(row.day, one.opens, one.closes)
            for row in self.rows
            for one in row.spans
            if one.opens
        ]
        return tuple(sorted(dict.fromkeys(found)))


def of(slots: Iterable[Slot]) -> Grid:
    """A grid that shows these openings, with room for one more each day."""
    rows = [Row(day, day_name(day)) for day in range(DAYS)]
    for slot in sorted(slots):
        rows[slot.day].spans.append(Span(slot.opens, slot.closes))
    most = max((len(row.spans) for row in rows), default=0)
    for row in rows:
        row.spans += [Span() for _n in range(max(2, min(SPANS, most + 1), most) - len(row.spans))]
    return Grid(rows)


def typed(said: Mapping[str, str]) -> Grid:
    """What was typed, each time as `HH:MM` where it is one."""
    rows = []
    for day in range(DAYS):
        spans, nth = [], 0
        while f"opens-{day}-{nth}" in said and nth < 10:
            spans.append(_span(said[f"opens-{day}-{nth}"], said.get(f"closes-{day}-{nth}", "")))
            nth += 1
        rows.append(Row(day, day_name(day), spans or [Span(), Span()]))
    return Grid(rows)


def _span(opens: str, closes: str) -> Span:
    opens, closes = opens.strip()[:12], closes.strip()[:12]
    if not opens and not closes:
        return Span()
    start, end = _time(opens), _time(closes)
    if not start or not end or start == "24:00":
        return Span(opens, closes, _("write both times, such as 08:00 and 17:30"))
    if start == end:
        return Span(opens, closes, _("the whole day is 00:00 to 24:00"))
    return Span(start, end)


def _time(text: str) -> str:
    found = _TIME.match(text)
    if not found:
        return ""
    hour, minute = int(found[1]), int(found[2] or 0)
    return f"{hour:02}:{minute:02}" if minute < 60 and hour * 60 + minute <= 1440 else ""


def day_name(day: int) -> str:
    """The day in the reader's language; 0 is Monday."""
    return date_format(_MONDAY + timedelta(days=day), "l")
