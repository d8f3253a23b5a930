"""How long people wait from our receipt until another person answers them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Q,
    Value,
)
from django.db.models.functions import Extract

from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room
from amparo.kernel.together import Question, Rows, ask
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
    output_field = FloatField()


_known: dict[UUID, tuple[float, datetime, Paces]] = {}


def paces(viewer: Actor, *, midnight: datetime) -> Paces:
    """First answers by people, in the viewer's lines; at most half a minute old.

    `midnight` is when the day began where the crisis is.
    """
    viewer = viewer.within(Power.READ_QUEUE)
    kept = known(viewer, midnight)
    if kept is not None:
        return kept
    with room("reach", viewer):
        found: Paces = ask({"paces": question(viewer, midnight)})["paces"]
    keep(viewer, midnight, found)
    return found


def known(viewer: Actor, midnight: datetime) -> Paces | None:
    """What is still fresh, or None."""
    kept = _known.get(viewer.id)
    fresh = kept is not None and kept[0] > time.monotonic() and kept[1] == midnight
    return kept[2] if kept and fresh else None


def keep(viewer: Actor, midnight: datetime, found: Paces) -> None:
    """Remembered for half a minute."""
    _known[viewer.id] = (time.monotonic() + FRESH_SECONDS, midnight, found)


def question(viewer: Actor, midnight: datetime) -> Question[Paces]:
    """The same as a question that can be asked together with others."""
    since = clock.now() - timedelta(hours=24)
    # Daylight saving makes days of 25 hours.
    rows = Conversation.objects.filter(
        scope_id__in=viewer.scopes, first_answer_at__gte=min(since, midnight)
    )
    took = ExpressionWrapper(F("first_answer_at") - F("opened_at"), DurationField())
    seconds = Extract(took, "epoch")
    parts = {"today": Q(first_answer_at__gte=midnight), "day": Q(first_answer_at__gte=since)}
    wanted: dict[str, Aggregate] = {}
    for name, part in parts.items():
        wanted[f"{name}_count"] = Count("id", filter=part)
        wanted[f"{name}_median"] = _Share(seconds, share="0.5", filter=part)
        wanted[f"{name}_p95"] = _Share(seconds, share="0.95", filter=part)
    all_ = rows.annotate(all=Value(1)).values("all")
    return Question(all_, "", _paces, wanted)


def _paces(rows: Rows) -> Paces:
    return Paces(*(_pace(rows[0], name) for name in ("today", "day")))


def _pace(got: Mapping[str, Any], name: str) -> Pace:
    half, most = got[f"{name}_median"], got[f"{name}_p95"]
    return Pace(got[f"{name}_count"], _length(half), _length(most))


def _length(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
