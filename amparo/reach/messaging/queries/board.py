"""The line seen from above: how many wrote from where, and when. Counts and cells, no person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import h3
from django.db.models import Count, Q
from django.db.models.functions import TruncHour

from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.places import RESOLUTION

COARSEST = 3
# A place read wrongly can lie on another continent: the map is drawn for nearly everyone.
NEARLY_ALL = 0.98
# More areas than this, or smaller ones beside how far they lie apart, and no eye finds the one
# that matters: the next coarser size is drawn.
MOST_AREAS, MOST_ACROSS = 60, 24


@dataclass(frozen=True, slots=True)
class Area:
    """One H3 cell: who wrote from there, and how many of them still wait for us."""

    cell: str
    centre: tuple[float, float]  # latitude, longitude in degrees
    outline: tuple[tuple[float, float], ...]
    count: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Board:
    """What the map, the bars over time and the lists beside them show.

    `hours` begins with the window's first full hour, one count for each hour.
    """

    since: datetime
    count: int
    waiting: int
    nowhere: int  # nobody knows yet from where
    areas: tuple[Area, ...]
    hours: tuple[tuple[datetime, int], ...]
    needs: tuple[tuple[str, int, int], ...]  # key, all, waiting
    languages: tuple[tuple[str, int, int], ...]


def board(viewer: Actor, *, hours: int, need: str = "") -> Board:
    """The conversations of the viewer's lines that began in the last `hours` hours."""
    viewer = viewer.within(Power.READ_QUEUE)
    now = clock.now()
    since = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours - 1)
    sums = {"all": Count("id"), "waits": Count("id", filter=Q(waiting_since__isnull=False))}
    with room("reach", viewer):
        rows = Conversation.objects.filter(opened_at__gte=since).order_by()
        if need:
            rows = rows.filter(needs__contains=[need])
        cells = list(rows.values_list("cell").annotate(**sums))
        hour = rows.annotate(hour=TruncHour("opened_at")).values_list("hour")
        by_hour = dict(hour.annotate(all=Count("id")))
        kinds = list(rows.values_list("needs").annotate(**sums))
        spoken = list(rows.values_list("language").annotate(**sums))
    known = {cell: (count, wait) for cell, count, wait in cells if cell is not None}
    return Board(
        since=since,
        count=sum(count for _, count, _ in cells),
        waiting=sum(wait for _, _, wait in cells),
        nowhere=sum(count for cell, count, _ in cells if cell is None),
        areas=areas(known),
        hours=tuple(
            (at, by_hour.get(at, 0))
            for at in (since + timedelta(hours=number) for number in range(hours))
        ),
        needs=_most((one, count, wait) for several, count, wait in kinds for one in several),
        languages=_most(spoken),
    )


def areas(cells: dict[int, tuple[int, int]]) -> tuple[Area, ...]:
    """The counts on cells of one size, the fullest first; coarser where they'd be hard to see."""
    for resolution in range(RESOLUTION, COARSEST - 1, -1):
        together: dict[str, list[int]] = {}
        for cell, (count, wait) in cells.items():
            name = _at(h3.int_to_str(cell), resolution)
            sums = together.setdefault(name, [0, 0])
            sums[0], sums[1] = sums[0] + count, sums[1] + wait
        if len(together) <= MOST_AREAS and _across(together, resolution) <= MOST_ACROSS:
            break
    found = (
        Area(
            cell=name,
            centre=h3.cell_to_latlng(name),
            outline=tuple(h3.cell_to_boundary(name)),
            count=count,
            waiting=wait,
        )
        for name, (count, wait) in together.items()
    )
    return tuple(sorted(found, key=lambda one: (-one.count, one.cell)))


def _across(together: dict[str, list[int]], resolution: int) -> float:
    """How many cells lie side by side from the fullest to the one where nearly all are reached."""
    if not together:
        return 0.0
    everyone, held = sum(count for count, _ in together.values()), 0
    middle = h3.cell_to_latlng(max(together, key=lambda name: together[name][0]))
    away = {name: h3.great_circle_distance(middle, h3.cell_to_latlng(name)) for name in together}
    for name in sorted(away, key=lambda one: away[one]):
        held += together[name][0]
        if held >= everyone * NEARLY_ALL:
            break
    return float(away[name] / h3.average_hexagon_edge_length(resolution))


def _at(cell: str, resolution: int) -> str:
    """The cell, or the coarser one around it; a cell that is coarse already stays."""
    coarse = h3.get_resolution(cell) <= resolution
    return cell if coarse else str(h3.cell_to_parent(cell, resolution))


def _most(rows: Iterable[tuple[str, int, int]]) -> tuple[tuple[str, int, int], ...]:
    everyone: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for key, count, wait in rows:
        everyone[key] += count
        waiting[key] += wait
    return tuple((key, count, waiting[key]) for key, count in everyone.most_common())
