"""Rows that leave as a file: which columns there are, and one page of rows after the other.

Each area says what of its tables may leave, in the clear; `amparo/exportable.py` lists them all.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError

Value = str | int | bool | None | datetime | UUID | list[str] | dict[str, object]
LONGEST_FILTER = 64


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and what stands in it."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: those that fit the filters and were there at that moment."""

    filters: Mapping[str, str] = field(default_factory=dict)
    until: datetime = field(default_factory=clock.now)

    def get(self, name: str) -> str:
        """What this filter is set to, or nothing."""
        return self.filters.get(name, "")

    @property
    def since(self) -> datetime | None:
        """The first moment of the first day, UTC."""
        day = day_of("since", self.get("since"))
        return datetime.combine(day, time.min, UTC) if day else None

    @property
    def before(self) -> datetime:
        """The first moment that is no longer wanted."""
        day = day_of("to", self.get("to"))
        end = datetime.combine(day, time.min, UTC) + timedelta(days=1) if day else self.until
        return min(end, self.until)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows in a fixed order, and where the next ones begin; nothing there at the end."""

    rows: list[tuple[Value, ...]]
    next: str


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of rows that may leave. Both functions check who asks, and see only their rows."""

    key: str
    power: Power | None  # None: anyone who works here
    columns: tuple[Column, ...]
    filters: tuple[str, ...]
    count: Callable[[Actor, Wanted], int]
    page: Callable[[Actor, Wanted, str, int], Page]
    listed: Mapping[str, Collection[str]] = field(default_factory=dict)  # what a filter may be

    def open_to(self, actor: Actor) -> bool:
        """Whether this actor may have any of it."""
        return actor.kind == "staff" and (self.power is None or actor.can(self.power))


def columns(text: str) -> tuple[Column, ...]:
    """Columns from lines of `name: what stands in it`."""
    pairs = (line.partition(":") for line in text.strip().splitlines())
    return tuple(Column(name.strip(), says.strip()) for name, _, says in pairs)


def day_of(name: str, text: str) -> date | None:
    """The day of a filter, or None; InvalidError for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidError(name, "This is no day. Write it as 2026-01-31.") from None


def page_of(rows: list[tuple[UUID, tuple[Value, ...]]], limit: int) -> Page:
    """The page of these rows, each with the id in whose order they come."""
    following = str(rows[-1][0]) if len(rows) == limit else ""
    return Page([row for _, row in rows], following)


def after(cursor: str) -> dict[str, UUID]:
    """The condition for the rows that come after the cursor, as Django takes it."""
    return {"id__gt": UUID(cursor)} if cursor else {}
