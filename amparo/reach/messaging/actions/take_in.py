"""From envelopes to conversations that wait in the queue, in batches of up to 200.

1. claim envelopes (one transaction), 2. open them (one keyholder call), 3. recognise senders,
4. let each text land and say what it means, 5. seal, 6. write everything in one transaction.
A batch that is done twice writes nothing twice: a message keeps its envelope's id.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import InterfaceError, OperationalError

from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Clear
from amparo.kernel import audit, clock
from amparo.kernel.errors import SealedAwayError
from amparo.kernel.rooms import room
from amparo.reach.messaging import envelopes, notes
from amparo.reach.messaging.actions import gateways, orders, reading, reports
from amparo.reach.messaging.actions.batch import Batch, recognise, state_of
from amparo.reach.messaging.actions.landing import land_all
from amparo.reach.messaging.actions.reading import Arrived, TakenOverError
from amparo.reach.messaging.models import Contact, Conversation, Envelope, Message
from amparo.reach.messaging.setting import Setting
from amparo.reach.messaging.states import Delivery, EnvelopeState

log = logging.getLogger(__name__)

BATCH = 200
# How often a batch begins again because somebody decided something in the meantime.
ATTEMPTS = 5
UPDATED = [
    "state",
    "language",
    "language_sure",
    "needs",
    "urgency",
    "people",
    "cell",
    "sealed_notes",
    "question",
    "question_at",
    "helped",
    "last_in_at",
    "waiting_since",
    "messages_in",
]


class MovedOnError(Exception):
    """Somebody changed one of these conversations while the batch was read: it begins again."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one batch."""

    messages: int = 0
    conversations: int = 0
    reports: int = 0
    unreadable: int = 0
    to_send: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        """Both together."""
        return Taken(
            self.messages + other.messages,
            self.conversations + other.conversations,
            self.reports + other.reports,
            self.unreadable + other.unreadable,
            self.to_send + other.to_send,
        )

    @property
    def any(self) -> bool:
        """Whether there was anything at all."""
        return bool(self.messages or self.reports or self.unreadable)


def take_in(*, setting: Setting, limit: int = BATCH) -> Taken:
    """What was taken in; nothing when no envelope waits. SealedAwayError leaves all as it was."""
    if setting.line is None:
        return Taken()
    rows = reading.claim(limit=limit, by=setting.actor)
    if not rows:
        return Taken()
    try:
        return _take_in(rows, setting)
    except (SealedAwayError, OperationalError, InterfaceError):
        reading.give_back(rows=rows, by=setting.actor)
        raise
    except TakenOverError:
        log.warning("a batch of %d was taken over by another worker", len(rows))
        return Taken()
    except Exception as error:
        # One message that breaks our code must not hold up the others, nor be lost. The error's
        # own words may quote it, so only its type is written.
        log.error("a batch of %d is taken in one by one: %s", len(rows), type(error).__name__)
        return _one_by_one(rows, setting)


def _one_by_one(rows: Sequence[Envelope], setting: Setting) -> Taken:
    taken = Taken()
    for row in rows:
        try:
            taken += _take_in([row], setting)
        except (SealedAwayError, OperationalError, InterfaceError):
            reading.give_back(rows=rows, by=setting.actor)
            raise
        except TakenOverError:
            log.warning("envelope %s was taken over by another worker", row.id)
        except MovedOnError:
            reading.give_back(rows=[row], by=setting.actor)
        except Exception as error:
            log.error("envelope %s is kept sealed, not read: %s", row.id, type(error).__name__)
            reading.set_aside(row=row, by=setting.actor)
            taken += Taken(unreadable=1)
    return taken


def _take_in(rows: Sequence[Envelope], setting: Setting) -> Taken:
    for _ in range(ATTEMPTS - 1):
        try:
            return _attempt(rows, setting)
        except MovedOnError:
            continue
    return _attempt(rows, setting)


def _attempt(rows: Sequence[Envelope], setting: Setting) -> Taken:
    opened = reading.open_all(rows, setting.actor)
    told = [one for one in opened.messages if reports.is_report(one.inbound)]
    asked = [one for one in opened.messages if orders.is_order(one.inbound)]
    aside = {one.id for one in (*told, *asked)}
    texts = [one for one in opened.messages if one.id not in aside]
    orders.carry_out(asked=asked, setting=setting)
    batch = Batch(setting, sorted(texts, key=_order))
    if texts:
        recognise(batch)
        land_all(batch)
    _seal(batch)
    _write(batch, rows, opened.unreadable, told)
    return Taken(
        messages=len(texts),
        conversations=len(batch.new),
        reports=len(told) + len(asked),
        unreadable=len(opened.unreadable),
        to_send=sum(one.delivery == Delivery.QUEUED for one in batch.messages),
    )


def _order(one: Arrived) -> tuple[object, ...]:
    """Parts of one message in their own order, whatever order they came in; else as they came."""
    part = one.inbound.part
    return (one.at, part.number if part else 0, str(one.id))


def _seal(batch: Batch) -> None:
    """Keys first, then every text under the key of its conversation, every number under its own."""
    if not batch.arrived:
        return
    vault.make_keys(refs_=[one.id for one in batch.new_contacts], kind="contact")
    vault.make_keys(refs_=sorted(batch.new), kind="conversation")
    changed = sorted(batch.touched | batch.new)
    addresses = {contact.id: key[1] for key, contact in batch.contacts.items()}
    clear = [
        *batch.texts,
        *(notes.clear(one, batch.notes[one]) for one in changed),
        *(
            Clear(one.id, f"contact:{one.id}", addresses[one.id], "contact")
            for one in batch.new_contacts
        ),
    ]
    blobs = iter(firewall.seal(what=clear, actor=batch.setting.actor))
    for message in batch.messages:
        message.sealed_text = next(blobs)
    for one in changed:
        batch.conversations[one].sealed_notes = next(blobs)
    for contact in batch.new_contacts:
        contact.sealed_address = next(blobs)
    for code, conversation in batch.receipts:
        vault.link_receipt(code=code, conversation=conversation)


def _write(
    batch: Batch, taken: Sequence[Envelope], unreadable: list[UUID], told: Sequence[Arrived]
) -> None:
    actor, now = batch.setting.actor, clock.now()
    read = [one.id for one in taken if one.id not in unreadable]
    with room("reach", actor):
        reading.hold(taken)
        Contact.objects.bulk_create(batch.new_contacts)
        for contact in batch.stopped:
            Contact.objects.filter(id=contact.id).update(stopped_at=contact.stopped_at)
        rows = batch.conversations
        Conversation.objects.bulk_create([rows[one] for one in sorted(batch.new)])
        old = [rows[one] for one in sorted(batch.touched - batch.new)]
        _check_unmoved(batch, old)
        if old:
            Conversation.objects.bulk_update(old, UPDATED, batch_size=100)
        Message.objects.bulk_create(batch.messages, ignore_conflicts=True)
        reports.settle(told)
        gateways.heard({one.inbound.channel for one in (*batch.arrived, *told)})
        # Emptied: from here on only the conversation's key opens what was written.
        Envelope.objects.filter(id__in=read).update(
            state=EnvelopeState.HANDLED, handled_at=now, head=b"", body=b""
        )
        Envelope.objects.filter(id__in=unreadable).update(state=EnvelopeState.UNREADABLE)
        audit.write(
            by=actor,
            verb="take_in",
            detail={"messages": len(batch.arrived), "unreadable": len(unreadable)},
        )
        if any(one.delivery == Delivery.QUEUED for one in batch.messages):
            envelopes.wake(envelopes.WAKE_SENDERS)


def _check_unmoved(batch: Batch, old: Sequence[Conversation]) -> None:
    """Nothing, or MovedOnError: what an officer decided or she took back is not written over."""
    ids = [one.id for one in old]
    for now in Conversation.objects.select_for_update().filter(id__in=ids).order_by("id"):
        if state_of(now) != batch.as_read.get(now.id):
            raise MovedOnError(MovedOnError.__doc__)
