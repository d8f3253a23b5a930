"""The small figures beside the queue, as questions to be asked together, and kept a while."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from amparo.kernel.authority import Actor
from amparo.kernel.together import Question
from amparo.reach.messaging import silence
from amparo.reach.messaging.queries import pace, waiting
from amparo.reach.messaging.queries.templates import made as ready_made
from amparo.reach.messaging.queries.templates import question as ready_question
from amparo.reach.messaging.queries.waiting import Counted
from amparo.reach.messaging.queries.zone import keep as keep_zone
from amparo.reach.messaging.queries.zone import known as zone_known
from amparo.reach.messaging.queries.zone import question as zone_question


def questions(viewer: Actor, midnight: datetime) -> dict[str, Question[Any]]:
    """Those of the figures that are not fresh. The viewer is narrowed to the lines they read."""
    wanted: dict[str, Question[Any]] = {}
    if waiting.known_counts(viewer) is None:
        wanted["counts"] = waiting.counts_question(viewer)
    if pace.known(viewer, midnight) is None:
        wanted["paces"] = pace.question(viewer, midnight)
    if not zone_known(viewer):
        wanted["zone"] = zone_question(viewer)
    if silence.known() is None:
        wanted |= silence.questions()
    return wanted


def keep(viewer: Actor, midnight: datetime, found: Mapping[str, Any]) -> Counted | None:
    """The counts, if they were asked for; the others are fresh from now on."""
    if "paces" in found:
        pace.keep(viewer, midnight, found["paces"])
    if "zone" in found:
        keep_zone(viewer, found["zone"])
    if "gateways" in found:
        silence.keep(silence.told_of(found))
    counts: Counted | None = found.get("counts")
    if counts is not None:
        waiting.keep_counts(viewer, counts)
    return counts


__all__ = ["Counted", "keep", "questions", "ready_made", "ready_question"]
