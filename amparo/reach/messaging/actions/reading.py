"""From sealed envelopes to messages in memory: claimed, opened, parsed. Nothing is dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from amparo.guard.firewall import actions as firewall
from amparo.kernel import clock
from amparo.kernel.authority import Actor
from amparo.kernel.rooms import room
from amparo.kernel.sealed import NotOpened, open_body
from amparo.reach.messaging.channels.inbound import Inbound
from amparo.reach.messaging.models import Envelope
from amparo.reach.messaging.states import EnvelopeState

# A worker that died leaves its envelopes taken; another takes them up after this long.
ABANDONED = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message, out of its envelope."""

    id: UUID
    at: datetime
    inbound: Inbound


@dataclass(frozen=True, slots=True)
class Opened:
    """A batch: what could be read, and which envelopes could not."""

    messages: list[Arrived]
    unreadable: list[UUID]


class TakenOverError(Exception):
    """This worker was given up for dead, and another has its envelopes: it writes nothing."""


def claim(*, limit: int, by: Actor) -> list[Envelope]:
    """Up to `limit` envelopes, oldest first, that no other worker has."""
    now = clock.now()
    with room("reach", by):
        free = Envelope.objects.select_for_update(skip_locked=True).filter(state=EnvelopeState.NEW)
        rows = list(free.order_by("received_at")[:limit])
        if len(rows) < limit:
            left = Envelope.objects.select_for_update(skip_locked=True).filter(
                state=EnvelopeState.TAKEN, taken_at__lt=now - ABANDONED
            )
            rows += list(left.order_by("received_at")[: limit - len(rows)])
        ids = [row.id for row in rows]
        Envelope.objects.filter(id__in=ids).update(state=EnvelopeState.TAKEN, taken_at=now)
    for row in rows:
        row.taken_at = now
    return rows


def _still_ours(rows: Sequence[Envelope]) -> QuerySet[Envelope]:
    """Those that nobody else has taken since; all of `rows` were taken in one moment."""
    moments = {row.taken_at for row in rows}
    return Envelope.objects.filter(
        id__in=[row.id for row in rows], state=EnvelopeState.TAKEN, taken_at__in=moments
    )


def hold(rows: Sequence[Envelope]) -> None:
    """Inside a room: they stay ours until it commits. TakenOverError if they no longer are."""
    held = _still_ours(rows).select_for_update().order_by("id")
    if len(held.values_list("id")) < len(rows):
        raise TakenOverError(TakenOverError.__doc__)


def give_back(*, rows: Sequence[Envelope], by: Actor) -> None:
    """The envelopes wait again: the keys are sealed away, or something broke on our side."""
    with room("reach", by):
        _still_ours(rows).update(state=EnvelopeState.NEW, taken_at=None)


def set_aside(*, row: Envelope, by: Actor) -> None:
    """The envelope stays as it came, and people are shown that there is one they can't read."""
    with room("reach", by):
        _still_ours([row]).update(state=EnvelopeState.UNREADABLE)


def open_all(rows: Sequence[Envelope], by: Actor) -> Opened:
    """The messages inside, one keyholder call for the whole batch."""
    heads = list(dict.fromkeys(bytes(row.head) for row in rows))
    epochs = dict(zip(heads, firewall.understand(heads=heads, actor=by), strict=True))
    opened = Opened([], [])
    for row in rows:
        message = _open_one(row, epochs[bytes(row.head)])
        if message is None:
            opened.unreadable.append(row.id)
        else:
            opened.messages.append(message)
    return opened


def _open_one(row: Envelope, epoch_key: bytes | None) -> Arrived | None:
    if epoch_key is None:
        return None
    try:
        inbound = Inbound.from_bytes(open_body(epoch_key, bytes(row.body), row.id.bytes))
    except (NotOpened, ValueError, KeyError, TypeError):
        # A message of a version we do not know, or damaged on disk: kept, and shown to people.
        return None
    return Arrived(row.id, row.received_at, inbound)
