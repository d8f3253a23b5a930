"""Where most people write about, so that a place far from there is seen to be far.

A point far away is often where the caller is, or another town of the same name.
"""

import time
from dataclasses import dataclass
from statistics import median
from uuid import UUID

import h3

from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room
from amparo.kernel.together import Question, ask
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.places import centre_of

FRESH_SECONDS = 60.0
ENOUGH, MOST = 20, 500  # with fewer places nobody can say what is far
LEAST_KM, FAR_TIMES, SHARE = 50.0, 3.0, 0.8


@dataclass(frozen=True, slots=True)
class Zone:
    """The middle of what people wrote about lately, and beyond how many km a place is far."""

    lat: float
    lon: float
    far_km: float

    def beyond(self, lat: float, lon: float) -> int:
        """How many km away this is when that is far; otherwise 0."""
        away = h3.great_circle_distance((self.lat, self.lon), (lat, lon), unit="km")
        return round(away) if away > self.far_km else 0

    def cell_beyond(self, cell: int | None) -> int:
        """The same for a cell."""
        return self.beyond(*centre_of(cell)) if cell is not None else 0


_known: dict[UUID, tuple[float, Zone | None]] = {}


def zone(viewer: Actor) -> Zone | None:
    """The zone of the viewer's lines, at most a minute old; None while few places are known."""
    viewer = viewer.within(Power.READ_QUEUE)
    kept = _known.get(viewer.id)
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    with room("reach", viewer):
        found: Zone | None = ask({"zone": question(viewer)})["zone"]
    keep(viewer, found)
    return found


def known(viewer: Actor) -> bool:
    """Whether the zone is still fresh."""
    kept = _known.get(viewer.id)
    return kept is not None and kept[0] > time.monotonic()


def keep(viewer: Actor, found: Zone | None) -> None:
    """Remembered for a minute."""
    _known[viewer.id] = (time.monotonic() + FRESH_SECONDS, found)


def question(viewer: Actor) -> Question[Zone | None]:
    """The same as a question that can be asked together with others."""
    placed = Conversation.objects.filter(scope_id__in=viewer.scopes, cell__isnull=False)
    rows = placed.order_by("-opened_at")[:MOST]
    return Question(rows, "cell", lambda found: around([centre_of(one["cell"]) for one in found]))


def around(points: list[tuple[float, float]]) -> Zone | None:
    """The zone around these points: single ones far away do not move it."""
    if len(points) < ENOUGH:
        return None
    lat, lon = median(one[0] for one in points), median(one[1] for one in points)
    away = sorted(h3.great_circle_distance((lat, lon), one, unit="km") for one in points)
    usual = away[int(SHARE * (len(away) - 1))]
    return Zone(lat, lon, max(LEAST_KM, FAR_TIMES * usual))
