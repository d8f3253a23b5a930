"""How long people wait from our receipt until another person answers them."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q

from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Conversation

FRESH_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How many were answered for the first time, and after how long: half, and 95 of 100."""

    count: int = 0
    median: timedelta | None = None
    p95: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Paces:
    """The day so far, and the last twenty-four hours."""

    today: Pace
    day: Pace


class _Share(Aggregate):
    """The value below which this share of all lies, between two where none lies exactly there."""

    template = "percentile_cont(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


_known: dict[UUID, tuple[float, datetime, Paces]] = {}


def paces(viewer: Actor, *, midnight: datetime) -> Paces:
    """First answers by people, in the viewer's lines; at most half a minute old.

    `midnight` is when the day began where the crisis is.
    """
    viewer = viewer.within(Power.READ_QUEUE)
    kept = _known.get(viewer.id)
    if kept is not None and kept[0] > time.monotonic() and kept[1] == midnight:
        return kept[2]
    found = _read(viewer, midnight)
    _known[viewer.id] = (time.monotonic() + FRESH_SECONDS, midnight, found)
    return found


def _read(viewer: Actor, midnight: datetime) -> Paces:
    since = clock.now() - timedelta(hours=24)
    # Daylight saving makes days of 25 hours.
    rows = Conversation.objects.filter(first_answer_at__gte=min(since, midnight))
    took = ExpressionWrapper(F("first_answer_at") - F("opened_at"), DurationField())
    parts = {"today": Q(first_answer_at__gte=midnight), "day": Q(first_answer_at__gte=since)}
    wanted: dict[str, Aggregate] = {}
    for name, part in parts.items():
        wanted[f"{name}_count"] = Count("id", filter=part)
        wanted[f"{name}_median"] = _Share(took, share="0.5", filter=part)
        wanted[f"{name}_p95"] = _Share(took, share="0.95", filter=part)
    with room("reach", viewer):
        got = rows.aggregate(**wanted)
    return Paces(
        *(
            Pace(got[f"{name}_count"], got[f"{name}_median"], got[f"{name}_p95"])
            for name in ("today", "day")
        )
    )
