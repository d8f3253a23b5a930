"""What an officer must know of the line itself: a silent gateway, an unreadable envelope."""

import time
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from django.conf import settings

from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Envelope, Gateway
from amparo.reach.messaging.states import EnvelopeState

# The worker asks each gateway every half minute whether it lives.
SILENT_AFTER = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Told:
    """Gateways that fell silent, and how many envelopes could not be read."""

    silent: tuple[str, ...]
    unreadable: int


def told() -> Told:
    """How the line is, at most ten seconds old: every page of the queue asks."""
    return _told(int(time.monotonic() / 10))


@lru_cache(maxsize=1)
def _told(tick: int) -> Told:
    del tick
    return look()


def look() -> Told:
    """How the line is now."""
    now = clock.now()
    with room("reach", machine()):
        gateways = list(Gateway.objects.filter(name="kannel"))
        unreadable = Envelope.objects.filter(state=EnvelopeState.UNREADABLE).count()
    if settings.DEMO:
        gateways = []  # a demo has none, and nobody to ring
    silent = [one.name for one in gateways if not one.heard_at or now - one.heard_at > SILENT_AFTER]
    return Told(tuple(silent), unreadable)
