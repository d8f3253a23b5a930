"""Sending: an outgoing message is marked *sending* and committed before the gateway is called.

After a crash an unfinished one is *unknown*: its delivery report settles it, or a person; the
machine never sends it again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from amparo.commons.crises import queries as crises
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Held
from amparo.kernel import audit, clock
from amparo.kernel.authority import Actor
from amparo.kernel.errors import SealedAwayError
from amparo.kernel.rooms import room
from amparo.reach.messaging import rules
from amparo.reach.messaging.actions import gateways
from amparo.reach.messaging.models import Message
from amparo.reach.messaging.states import Delivery
from amparo.reach.messaging.words import say

BATCH = 100
# A gateway answers within seconds. One that has not after this long never told us.
LOST = timedelta(minutes=2)
# Kannel takes nothing while it is full or starting: then the message waits again.
COVERED = frozenset({"text", "ack", "question", "accepted", "declined"})
# Texts with a new code in them; the second says it as if it were an order's number.
CODES = frozenset({"new_code", "new_code_cover"})

Outcome = Literal["accepted", "again", "refused", "unknown"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way to a gateway: in memory only."""

    id: UUID
    channel: str
    to: str
    text: str
    reply: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """What the gateway said."""

    outcome: Outcome
    reason: str = ""


Send = Callable[[Outgoing], Sent]


def send_waiting(*, send: Send, by: Actor, limit: int = BATCH) -> int:
    """How many messages were handed over. Unfinished ones of an earlier crash become unknown.

    The first time that the gateway takes nothing, the rest of the batch waits again.
    """
    _mark_lost(by)
    rows = _claim(limit, by)
    try:
        going = _open(rows, by)
    except SealedAwayError:
        # The gateway had none of them: left «sending» they would become unknown, never sent.
        _wait_again([one.id for one in rows], by)
        raise
    for number, one in enumerate(going):
        sent = send(one)
        _settle(one, sent, by)
        if sent.outcome == "again":
            _wait_again([later.id for later in going[number + 1 :]], by)
            return number
    return len(going)


def _wait_again(ids: Sequence[UUID], by: Actor) -> None:
    with room("reach", by):
        Message.objects.filter(id__in=ids, delivery=Delivery.SENDING).update(
            delivery=Delivery.QUEUED, delivery_at=clock.now()
        )


def _mark_lost(by: Actor) -> None:
    now = clock.now()
    with room("reach", by):
        Message.objects.filter(delivery=Delivery.SENDING, delivery_at__lt=now - LOST).update(
            delivery=Delivery.UNKNOWN,
            delivery_at=now,
            delivery_reason="we stopped before the gateway answered",
        )


def _claim(limit: int, by: Actor) -> list[Message]:
    now, part = clock.now(), _part_of_day()
    with room("reach", by):
        waiting = Message.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            delivery=Delivery.QUEUED
        )
        waiting = waiting.filter(
            Q(conversation__safe_hours=[]) | Q(conversation__safe_hours__contains=[part])
        )
        rows = list(waiting.select_related("conversation__contact").order_by("at")[:limit])
        # Whoever asked us to stop gets the one text that says so, and nothing more.
        stopped = [one.id for one in rows if _stopped(one)]
        Message.objects.filter(id__in=stopped).update(delivery=Delivery.STOPPED, delivery_at=now)
        going = [one for one in rows if one.id not in stopped]
        Message.objects.filter(id__in=[one.id for one in going]).update(
            delivery=Delivery.SENDING, delivery_at=now
        )
    return going


def _part_of_day() -> str:
    """Where the crisis is, it is now: morning, afternoon, evening or night."""
    crisis = crises.current("en")
    return rules.part_of_day(clock.now().astimezone(ZoneInfo(crisis.timezone if crisis else "UTC")))


def _stopped(message: Message) -> bool:
    contact = message.conversation.contact
    if contact is None:
        return True
    return contact.stopped_at is not None and message.kind != "stopped"


def _open(rows: Sequence[Message], by: Actor) -> list[Outgoing]:
    """The texts and numbers, opened for the person they are for."""
    held: list[Held] = []
    for one in rows:
        contact = one.conversation.contact
        assert contact is not None
        held.append(_held_text(one, contact.id))
        address = bytes(contact.sealed_address)
        held.append(Held(contact.id, f"contact:{contact.id}", address, "contact"))
    opened = iter(firewall.deliver(what=held, actor=by))
    going = []
    for one in rows:
        text, address_ = next(opened), next(opened)
        if text is not None and address_ is not None:
            going.append(Outgoing(one.id, one.channel, address_, _cover(one, text), True))
    return going


def _held_text(one: Message, contact: UUID) -> Held:
    place, blob = f"message:{one.id}", bytes(one.sealed_text)
    # A code is sealed like the number that it goes to: no page can show it to anyone else.
    if one.kind in CODES:
        return Held(contact, place, blob, "contact")
    return Held(one.conversation_id, place, blob)


def _cover(message: Message, text: str) -> str:
    """The text, or the cover text where she asked that nobody who sees the phone should know."""
    if message.conversation.cover and message.kind in COVERED:
        return say("cover", message.language)[0]
    return text


def _settle(one: Outgoing, sent: Sent, by: Actor) -> None:
    state = {
        "accepted": Delivery.SENT,
        "again": Delivery.QUEUED,
        "refused": Delivery.FAILED,
        "unknown": Delivery.UNKNOWN,
    }[sent.outcome]
    with room("reach", by):
        # A report may have been quicker than the gateway's own answer: it wins.
        Message.objects.filter(id=one.id, delivery=Delivery.SENDING).update(
            delivery=state, delivery_at=clock.now(), delivery_reason=sent.reason[:120]
        )
        if sent.outcome == "accepted":
            gateways.heard([one.channel])
        else:
            gateways.failed(one.channel, sent.reason)
        audit.write(by=by, verb="send", about=one.id, outcome=sent.outcome)
