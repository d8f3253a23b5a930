"""Envelopes that our own pages make: sealed like the door's, stored in the same table."""

from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connections

from amparo.kernel import clock, refs
from amparo.kernel.authority import machine
from amparo.kernel.rooms import current_room, room
from amparo.kernel.sealed import DayKey, EpochSealer, read_day_keys
from amparo.reach.messaging.channels.inbound import Inbound
from amparo.reach.messaging.models import Envelope

WAKE_READERS, WAKE_SENDERS = "amparo_envelopes", "amparo_outbox"


def _day_keys() -> list[DayKey]:
    return read_day_keys(Path(settings.CONFIG["intake_keys"]).read_text())


@cache
def _sealer() -> EpochSealer:
    return EpochSealer(_day_keys)


def store(*, envelope: UUID, inbound: Inbound) -> UUID:
    """The message is on disk, sealed to the keyholder: it works while the vault is sealed.

    The reference of the conversation that a form of ours will open comes back.
    """
    now = clock.now()
    sealed = _sealer().seal(inbound.to_bytes(), envelope.bytes)
    with room("reach", machine()):
        row = Envelope(
            id=envelope,
            received_at=now,
            channel=inbound.channel,
            head=sealed.head,
            body=sealed.body,
        )
        Envelope.objects.bulk_create([row], ignore_conflicts=True)
        wake(WAKE_READERS)
    return refs.same_ref(envelope, now)


def wake(channel: str) -> None:
    """Whoever listens is woken when this transaction commits."""
    with connections[current_room()].cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [channel])
