"""What an officer must know of the line itself: a silent gateway, an unreadable envelope."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings

from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.kernel.together import Question, Rows, ask, counted
from amparo.reach.messaging.models import Envelope, Gateway
from amparo.reach.messaging.states import EnvelopeState

# The worker asks each gateway every half minute whether it lives.
SILENT_AFTER = timedelta(minutes=3)
FRESH_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Told:
    """Gateways that fell silent, and how many envelopes could not be read."""

    silent: tuple[str, ...]
    unreadable: int


_told: Final[list[tuple[float, Told]]] = []


def told() -> Told:
    """How the line is, at most ten seconds old: every page of the queue asks."""
    return known() or keep(look())


def known() -> Told | None:
    """What is still fresh, or None."""
    return next((one for until, one in _told if until > time.monotonic()), None)


def keep(found: Told) -> Told:
    """The same, remembered for ten seconds."""
    _told[:] = [(time.monotonic() + FRESH_SECONDS, found)]
    return found


def look() -> Told:
    """How the line is now."""
    with room("reach", machine()):
        found = ask(questions())
    return told_of(found)


def questions() -> dict[str, Question[Any]]:
    """The same as questions that our own machinery may ask together with others."""
    gateways = Gateway.objects.filter(name="kannel")
    shut = Envelope.objects.filter(state=EnvelopeState.UNREADABLE)
    return {
        "gateways": Question(gateways, "name heard_at", _silent),
        "unreadable": counted(shut),
    }


def told_of(found: Mapping[str, Any]) -> Told:
    """What the questions came to."""
    return Told(found["gateways"], found["unreadable"])


def _silent(gateways: Rows) -> tuple[str, ...]:
    if settings.DEMO:
        return ()  # a demo has none, and nobody to ring
    late = clock.now() - SILENT_AFTER
    return tuple(one["name"] for one in gateways if not one["heard_at"] or one["heard_at"] < late)
