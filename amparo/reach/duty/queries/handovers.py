"""Notes from shift to shift, and who has read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from amparo.guard.accounts import queries as accounts
from amparo.guard.firewall import actions as firewall
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import SealedAwayError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room
from amparo.kernel.together import Question, counted
from amparo.reach.duty import sealing
from amparo.reach.duty.models import HandOver, HandOverRead

# What is older is for the story, not for the next shift.
FRESH = timedelta(hours=24)
MOST = 10


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """What one shift left to the next."""

    id: UUID
    given_at: datetime
    given_by: str
    to: str
    to_me: bool
    note: str | None  # None: it cannot be opened now
    given: int
    waiting: int
    urgent: int
    read: tuple[tuple[str, datetime], ...]


def notes(viewer: Actor) -> tuple[HandOverRow, ...]:
    """What colleagues left within a day and this viewer has not read yet, the newest first."""
    viewer = viewer.within(Power.READ_QUEUE)
    with room("reach", viewer):
        found = list(_unread(viewer).order_by("-given_at")[:3])
    return _shown(viewer, found)


def question(viewer: Actor) -> Question[int]:
    """How many notes there are, to be asked together with others."""
    return counted(_unread(viewer).filter(scope_id__in=viewer.scopes))


def _unread(viewer: Actor) -> QuerySet[HandOver]:
    rows = HandOver.objects.filter(given_at__gt=clock.now() - FRESH)
    rows = rows.exclude(given_by_id=viewer.id).exclude(reads__read_by_id=viewer.id)
    return rows.exclude(sealed_note=b"", given=0)


def recent(viewer: Actor, scope: UUID) -> tuple[HandOverRow, ...]:
    """The last hand-overs of a line, with who read them."""
    viewer = viewer.within(Power.READ_QUEUE)
    with room("reach", viewer):
        found = list(HandOver.objects.filter(scope_id=scope).order_by("-given_at")[:MOST])
    return _shown(viewer, found)


def _shown(viewer: Actor, rows: Sequence[HandOver]) -> tuple[HandOverRow, ...]:
    if not rows:
        return ()
    with room("reach", viewer):
        reads = list(HandOverRead.objects.filter(hand_over__in=rows).order_by("read_at"))
    names = accounts.colleague_names()
    texts = _open(viewer, rows)
    return tuple(
        HandOverRow(
            one.id,
            one.given_at,
            names.get(one.given_by_id, "?"),
            names.get(one.to_id, "") if one.to_id else "",
            one.to_id == viewer.id,
            text,
            one.given,
            one.waiting,
            one.urgent,
            tuple(
                (names.get(read.read_by_id, "?"), read.read_at)
                for read in reads
                if read.hand_over_id == one.id
            ),
        )
        for one, text in zip(rows, texts, strict=True)
    )


def _open(viewer: Actor, rows: Sequence[HandOver]) -> list[str | None]:
    held = [sealing.note(one.id, one.sealed_note) for one in rows]
    try:
        return firewall.reveal(what=held, purpose=Purpose.ASSIST, reason="note", actor=viewer)
    except SealedAwayError:
        return [None] * len(held)
