"""The few services worth judging, from all: narrowed in SQL by need, place and language.

Judging one costs about ten microseconds, so at most MOST are fetched. The cell ring comes first
because it has an index that works under row-level security (bigint equality is leakproof, array
overlap is not); the need is then tested on the rows of the ring.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from math import asin, cos, radians, sin, sqrt
from typing import Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import h3.api.basic_int as h3
from django.db.models import Case, Expression, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Power

from amparo.commons.directory import hours
from amparo.commons.directory.cards import Wanted, slots
from amparo.commons.directory.models import Service
from amparo.commons.directory.rules import Candidate
from amparo.kernel.language import name_in

CELL_RESOLUTION: Final = 5
# Rings of cells around the person: about 40 km, then about 150 km, then everywhere.
RINGS: Final = (2, 8)
ENOUGH: Final = 60
MOST: Final = 400
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
    hours: list[dict[str, object]]
    always_open: bool
    documents: str
    documents_asked: str
    free: int | None
    free_at: datetime | None
    confirmed_on: date | None
    kind: str
    firewall: str


_COLUMNS: Final = (
    *Row._fields[:-2],
    "organisation__kind",
    "organisation__firewall",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A row, worked out for the one who asks."""

    id: UUID
    candidate: Candidate
    distance_km: float | None
    door: hours.Door


def cell_of(lat: float, lon: float) -> int:
    """The H3 cell of resolution 5, about 250 square kilometres."""
    return int(h3.latlng_to_cell(lat, lon, CELL_RESOLUTION))


def fetch(wanted: Wanted) -> list[Row]:
    """At most MOST rows: the nearest ring that holds enough, else from everywhere."""
    found = _matching(wanted)
    if wanted.lat is not None and wanted.lon is not None:
        centre = cell_of(wanted.lat, wanted.lon)
        for ring in RINGS:
            # Hotlines have no place and are near everyone.
            near = Q(cell__in=h3.grid_disk(centre, ring)) | Q(cell__isnull=True)
            rows = _rows(found.filter(near), wanted)
            if len(rows) >= max(ENOUGH, wanted.limit):
                return rows
    return _rows(found, wanted)


def _matching(wanted: Wanted) -> QuerySet[Service]:
    found = Service.objects.filter(active=True)
    return found.filter(needs__overlap=list(wanted.needs)) if wanted.needs else found


def _rows(found: QuerySet[Service], wanted: Wanted) -> list[Row]:
    """When there are more than MOST, those that meet most, then who understands her, then near."""
    order: list[Expression | F | str] = [_points(wanted).desc()]
    if wanted.lat is not None and wanted.lon is not None:
        order.append(_nearness(wanted.lat, wanted.lon).asc(nulls_first=True))
    tuples = found.order_by(*order, "id").values_list(*_COLUMNS)[:MOST]
    return [Row._make(one) for one in tuples]


def _points(wanted: Wanted) -> Expression:
    """A rough sum of what the table in `rules` counts and SQL can see."""
    wishes: list[tuple[Q, int]] = [(Q(needs__contains=[need]), 300) for need in wanted.needs]
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
    speaks = " · ".join(name_in(one) for one in wanted.languages) if wanted.languages else None
    local: dict[str, datetime] = {}
    for row in rows:
        if row.timezone not in local:
            local[row.timezone] = wanted.at.astimezone(ZoneInfo(row.timezone))
        at = local[row.timezone]
        door = hours.door(slots(row.hours), always=row.always_open, local=at)
        away = distance(row, wanted)
        spoken = [one for one in wanted.languages if one in row.languages]
        candidate = Candidate(
            met=tuple(labels.get(need, need) for need in wanted.needs if need in row.needs),
            speaks=name_in(spoken[0]) if spoken else speaks,
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
            confirmed_days=(at.date() - row.confirmed_on).days if row.confirmed_on else None,
            no_papers=wanted.no_papers,
        )
        yield Found(row.id, candidate, away, door)


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
