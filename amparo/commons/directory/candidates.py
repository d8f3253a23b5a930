"""The few services worth judging, from all: narrowed in SQL by need, place and language.

Judging one costs about ten microseconds, so at most MOST are fetched. The cell ring comes first
because it has an index that works under row-level security (bigint equality is leakproof, array
overlap is not); the need is then tested on the rows of the ring.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import h3.api.basic_int as h3
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Expression,
    F,
    FloatField,
    Func,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Power

from amparo.commons.directory import hours
from amparo.commons.directory.cards import Wanted, days, slots
from amparo.commons.directory.models import Service
from amparo.commons.directory.rules import Candidate
from amparo.kernel.language import name_in

CELL_RESOLUTION: Final = 5
# Rings of cells around the person: about 40 km, then about 150 km, then everywhere.
RINGS: Final = (2, 8)
ENOUGH: Final = 60
MOST: Final = 160
AREA_FRESH: Final = 30.0
AREAS_KNOWN: Final = 4096
EARTH_KM: Final = 6371.0
HIDDEN_STEP_KM: Final = 10


class Row(NamedTuple):
    """The columns that judging needs, in the order they are fetched."""

    id: UUID
    needs: list[str]
    languages: list[str]
    lat: float | None
    lon: float | None
    cell: int | None
    address_hidden: bool
    timezone: str
    hours: str
    exceptions: str
    always_open: bool
    documents: str
    documents_asked: str
    free: int | None
    free_at: datetime | None
    confirmed_on: date | None
    kind: str
    firewall: str


_COLUMNS: Final = tuple(
    {
        "hours": "hours_text",
        "exceptions": "days_text",
        "kind": "organisation__kind",
        "firewall": "organisation__firewall",
    }.get(name, name)
    for name in Row._fields
)


@dataclass(frozen=True, slots=True)
class Found:
    """A row, worked out for the one who asks."""

    id: UUID
    candidate: Candidate
    distance_km: float | None
    door: hours.Door


# Until when, and how many rings, around a cell and for these needs.
_too_few: dict[tuple[int, frozenset[str]], tuple[float, int]] = {}


def cell_of(lat: float, lon: float) -> int:
    """The H3 cell of resolution 5, about 250 square kilometres."""
    return int(h3.latlng_to_cell(lat, lon, CELL_RESOLUTION))


def fetch(wanted: Wanted) -> list[Row]:
    """At most MOST rows: the nearest ring that holds enough, else from everywhere.

    Rings that held too few a moment ago, for the same needs around here, are not asked again.
    """
    if wanted.lat is None or wanted.lon is None:
        return rows_of(query(wanted))
    around = (cell_of(wanted.lat, wanted.lon), frozenset(wanted.needs))
    at, skip = _too_few.get(around, (0.0, 0))
    skip = skip if at > time.monotonic() else 0
    for number, ring in enumerate(RINGS[skip:], start=skip + 1):
        rows = rows_of(query(wanted, ring))
        if len(rows) >= max(ENOUGH, wanted.limit):
            return rows
        if len(_too_few) >= AREAS_KNOWN:
            _too_few.clear()
        _too_few[around] = (time.monotonic() + AREA_FRESH, number)
    return rows_of(query(wanted))


def rows_of(found: QuerySet[Service]) -> list[Row]:
    """The columns of these, of at most MOST."""
    # Hours as text: the same few patterns stand in thousands of rows, and are worked out once.
    told = found.annotate(
        hours_text=Cast("hours", TextField()), days_text=Cast("exceptions", TextField())
    )
    return [Row._make(one) for one in told.values_list(*_COLUMNS)[:MOST]]


@lru_cache(maxsize=4096)
def _spans(text: str) -> hours.Spans:
    return hours.spans_of(slots(json.loads(text)))


def query(wanted: Wanted, ring: int | None = None) -> QuerySet[Service]:
    """Services that meet a need, within the ring. When there are more than MOST it matters who
    comes first: who meets most, then who understands her, then who is near.
    """
    found = _matching(wanted)
    order: list[Expression | F | str] = [_points(wanted).desc()]
    if wanted.lat is not None and wanted.lon is not None:
        order.append(_nearness(wanted.lat, wanted.lon).asc(nulls_first=True))
        if ring is not None:
            cells = h3.grid_disk(cell_of(wanted.lat, wanted.lon), ring)
            # Hotlines have no place and are near everyone.
            found = found.filter(Q(_among("cell", cells)) | Q(cell__isnull=True))
    return found.order_by(*order, "id")


def _among(column: str, values: list[int]) -> Func:
    """`column = ANY(array)`: one parameter, where `IN` has Django write two hundred."""
    array = Value(values, output_field=ArrayField(BigIntegerField()))
    return Func(
        F(column),
        array,
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def _matching(wanted: Wanted) -> QuerySet[Service]:
    found = Service.objects.filter(active=True)
    return found.filter(needs__overlap=list(wanted.needs)) if wanted.needs else found


def _points(wanted: Wanted) -> Expression:
    """A rough sum of what the table in `rules` counts and SQL can see."""
    # A single need is met by every row that is here: asking again doubles the time.
    several = wanted.needs if len(wanted.needs) > 1 else ()
    wishes: list[tuple[Q, int]] = [(Q(needs__contains=[need]), 300) for need in several]
    wishes += [(Q(languages__overlap=list(wanted.languages)), 30)] if wanted.languages else []
    wishes += [(Q(documents="none"), 10), (Q(free__gt=0), 15), (Q(free=0), -300)]
    total: Expression = Value(0.0, output_field=FloatField())
    for wish, points in wishes:
        total = total + Case(When(wish, then=Value(float(points))), default=Value(0.0))
    return total


def _nearness(lat: float, lon: float) -> Expression:
    """Squared degrees, east-west shrunk for the latitude: right enough to sort by."""
    north = Power(F("lat") - Value(lat), Value(2.0))
    east = Power((F("lon") - Value(lon)) * Value(cos(radians(lat))), Value(2.0))
    total: Expression = north + east
    return total


def work_out(rows: list[Row], wanted: Wanted, labels: dict[str, str]) -> Iterator[Found]:
    """Each row as ranking looks at it: distance, door, ages, in the words of the one who asks."""
    speaks = " · ".join(map(name_in, wanted.languages)) or None
    doors: dict[tuple[str, str, bool, str], hours.Door] = {}
    today = wanted.at.date()
    names = {language: name_in(language) for language in wanted.languages}
    for row in rows:
        key = (row.hours, row.exceptions, row.always_open, row.timezone)
        door = doors.get(key) or doors.setdefault(key, _door(row, wanted.at))
        away = distance(row, wanted)
        spoken = [one for one in wanted.languages if one in row.languages]
        candidate = Candidate(
            met=tuple(labels.get(need, need) for need in wanted.needs if need in row.needs),
            speaks=names[spoken[0]] if spoken else speaks,
            languages_known=bool(row.languages),
            speaks_it=bool(spoken),
            distance_asked=wanted.lat is not None,
            distance_km=away,
            hidden=row.address_hidden,
            open=door.open,
            until=door.until,
            opens=door.opens,
            documents=row.documents,
            documents_asked=row.documents_asked,
            firewall=row.firewall,
            kind=row.kind,
            free=row.free,
            free_age_hours=_hours_since(row.free_at, wanted.at),
            confirmed_days=(today - row.confirmed_on).days if row.confirmed_on else None,
            no_papers=wanted.no_papers,
        )
        yield Found(row.id, candidate, away, door)


def _door(row: Row, at: datetime) -> hours.Door:
    local = at.astimezone(ZoneInfo(row.timezone))
    if row.exceptions != "[]":
        week, told = slots(json.loads(row.hours)), days(json.loads(row.exceptions))
        return hours.door_on(week, told, always=row.always_open, local=local)
    return hours.door_at(_spans(row.hours), always=row.always_open, local=local)


def _hours_since(then: datetime | None, now: datetime) -> float | None:
    return (now - then).total_seconds() / 3600 if then else None


def distance(row: Row, wanted: Wanted) -> float | None:
    """Kilometres as the crow flies; of a hidden place only about, from the middle of its cell.

    Else three questions from three places would find a shelter that is not to be found.
    """
    if wanted.lat is None or wanted.lon is None or row.lat is None or row.lon is None:
        return None
    if not row.address_hidden:
        return kilometres(wanted.lat, wanted.lon, row.lat, row.lon)
    lat, lon = h3.cell_to_latlng(cell_of(row.lat, row.lon))
    away = kilometres(wanted.lat, wanted.lon, lat, lon)
    return max(1.0, round(away / HIDDEN_STEP_KM)) * HIDDEN_STEP_KM


def kilometres(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """The great-circle distance between two points (haversine)."""
    north, east = radians(to_lat - lat), radians(to_lon - lon)
    half = sin(north / 2) ** 2 + cos(radians(lat)) * cos(radians(to_lat)) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))
