"""Codes after the first: a relative's, which shows the status only, and a new one for who lost
hers. An officer never sees a code that goes by SMS, and never gives one to a voice on the phone.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Clear
from amparo.kernel import audit, clock, events, receipts, refs
from amparo.kernel.authority import Actor, Power, machine, person
from amparo.kernel.errors import InvalidError, WrongStateError
from amparo.kernel.rooms import room
from amparo.reach.messaging import envelopes, web
from amparo.reach.messaging.actions.orders import CHANNEL, number_put_in
from amparo.reach.messaging.actions.queue import get
from amparo.reach.messaging.channels.inbound import Inbound
from amparo.reach.messaging.events import CodeRevoked, NewCodeAsked
from amparo.reach.messaging.models import Conversation, Order
from amparo.reach.messaging.states import ConversationState, OrderKind

MOST_KIN = 3
KIN_DAYS = 90
# What an officer may compare with the thread before she gives a new code face to face.
FACTS = ("first_words", "when_wrote", "place", "our_answer", "people", "needs")
FACTS_NEEDED = 2
LONGEST_HOW = 500
# New codes by SMS for one conversation.
CODES_APART = timedelta(minutes=10)
MOST_CODES_A_DAY = 3
_BY_HER = {"asked": "with her code"}

Step = Literal["received", "read", "worked_on", "answered", "passed_on", "closed"]


@dataclass(frozen=True, slots=True)
class Glance:
    """All that a relative's code shows: how far it is. No word, no place, no need, no name."""

    steps: tuple[Step, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class KinCode:
    """A relative's code that still works, as she sees it. The digits are kept nowhere."""

    id: UUID
    made_at: datetime
    ends_at: datetime


def open_code(code: str, *, caller: str) -> web.Thread | Glance | None:
    """What the code opens: her conversation, or the status; None for wrong, revoked and ended."""
    subject = web.subject_of(code, caller)
    if subject is None:
        return None
    return web.thread_of(subject) or _glance(subject)


def _glance(subject: UUID) -> Glance | None:
    with room("reach", person(subject)):
        order = Order.objects.filter(id=subject, kind=OrderKind.KIN).first()
    if order is None or order.revoked_at or not order.ends_at or order.ends_at <= clock.now():
        return None
    with room("reach", machine([order.scope_id])):
        row = Conversation.objects.only("state", "first_answer_at").get(id=order.conversation_id)
    return Glance(steps_of(row.state, answered=row.first_answer_at is not None), _over(row.state))


def _over(state: str) -> bool:
    return state == ConversationState.CLOSED


def steps_of(state: str, *, answered: bool) -> tuple[Step, ...]:
    """How far it is, in the order in which things happen; each stands for those before it."""
    order: tuple[Step, ...] = ("received", "read", "worked_on", "passed_on")
    reached: Step = "received"
    for one in order:
        if one == state:
            reached = one
    if answered and reached in ("received", "read"):
        reached = "worked_on"
    steps = order[: order.index(reached) + 1] if not _over(state) else order[:2]
    more: tuple[Step, ...] = ("answered",) if answered else ()
    return (*steps, *more, *(("closed",) if _over(state) else ()))


def _hers(code: str, caller: str) -> tuple[UUID, UUID]:
    """Her conversation and its scope; NotFoundError for any other code, a relative's too."""
    her, subject = web.holder(code, caller)
    with room("reach", her):
        return subject, Conversation.objects.values_list("scope_id", flat=True).get(id=subject)


def make_kin_code(*, code: str, caller: str) -> str:
    """A new code for a relative, to be shown once; it works as soon as the worker has linked it."""
    subject, scope = _hers(code, caller)
    now, new = clock.now(), receipts.new_code()
    by = machine([scope])  # on her behalf: the row is not hers, so that a relative's is not either
    with room("reach", by):
        Conversation.objects.select_for_update().get(id=subject)
        if _alive(subject, now).count() >= MOST_KIN:
            raise WrongStateError(
                "There are %(most)s such codes already. Revoke one first.", most=MOST_KIN
            )
        order = _order(subject, scope, OrderKind.KIN, now + timedelta(days=KIN_DAYS))
        audit.write(by=by, verb="make_kin_code", about=subject, detail=_BY_HER)
    _send(order, new)
    return new


def kin_codes(*, code: str, caller: str) -> tuple[KinCode, ...]:
    """Her relatives' codes that work."""
    subject, scope = _hers(code, caller)
    with room("reach", machine([scope])):
        rows = list(_alive(subject, clock.now()))
    return tuple(KinCode(row.id, row.made_at, row.ends_at) for row in rows if row.ends_at)


def revoke_kin_code(*, code: str, ref: UUID, caller: str) -> None:
    """From now on it shows nothing, and soon the keyholder does not know it any more."""
    subject, scope = _hers(code, caller)
    by = machine([scope])
    with room("reach", by):
        alive = _alive(subject, clock.now()).filter(id=ref)
        if alive.update(revoked_at=clock.now()):
            events.publish(CodeRevoked(ref))
            audit.write(by=by, verb="revoke_kin_code", about=subject, detail=_BY_HER)


def _alive(subject: UUID, now: datetime) -> QuerySet[Order]:
    return Order.objects.filter(
        conversation_id=subject, kind=OrderKind.KIN, revoked_at=None, ends_at__gt=now
    ).order_by("made_at")


def _order(
    conversation: UUID,
    scope: UUID,
    kind: OrderKind,
    ends_at: datetime | None = None,
    by: Actor | None = None,
    how: bytes = b"",
) -> UUID:
    order = Order(
        id=refs.new_ref(),
        scope_id=scope,
        conversation_id=conversation,
        kind=kind,
        made_at=clock.now(),
        asked_by_id=by.id if by else None,
        sealed_how=how,
        ends_at=ends_at,
    )
    order.save(force_insert=True)
    return order.id


def _send(order: UUID, secret: str) -> None:
    """The secret is on its way to the worker, sealed."""
    envelope = UUID(bytes=secrets.token_bytes(16))
    extra = {"order": str(order), "secret": secret}
    inbound = Inbound(CHANNEL, envelope.hex, "", "", extra=extra)
    envelopes.store(envelope=envelope, inbound=inbound)


def send_new_code(*, conversation: UUID, by: Actor) -> None:
    """A new code goes by SMS to the number that the conversation came from, and to no other.

    At most one in ten minutes and three a day.
    """
    by = by.within(Power.WORK_QUEUE)
    with room("reach", by):
        row = get(conversation)
        contact = row.contact
        if contact is None or contact.doubtful:
            raise WrongStateError("There is no number that an SMS could go to. Nothing was sent.")
        if contact.stopped_at is not None:
            raise WrongStateError("They asked us not to write. Nothing was sent.")
        if number_put_in(row.id):
            raise WrongStateError(
                "A colleague put this number in, so a code can't go to it. Nothing was sent."
            )
        _check_spaced(row.id)
        order = _order(row.id, row.scope_id, OrderKind.SMS, by=by)
        events.publish(NewCodeAsked(order, row.scope_id))
        audit.write(by=by, verb="ask_new_code", about=row.id)


def _check_spaced(conversation: UUID) -> None:
    """Nothing, or WrongStateError: codes by SMS are spaced, since each ends the one before it and
    says on the phone's screen that somebody asked. Words and calls for help are never spaced."""
    asked = Order.objects.filter(conversation_id=conversation, kind=OrderKind.SMS)
    now = clock.now()
    if asked.filter(made_at__gt=now - CODES_APART).exists():
        raise WrongStateError(
            "A new code was asked for within %(minutes)s minutes; it is on its way. Nothing was "
            "sent.",
            minutes=int(CODES_APART / timedelta(minutes=1)),
        )
    if asked.filter(made_at__gt=now - timedelta(days=1)).count() >= MOST_CODES_A_DAY:
        raise WrongStateError(
            "%(most)s new codes went by SMS within a day. Give one face to face, or ask again "
            "tomorrow. Nothing was sent.",
            most=MOST_CODES_A_DAY,
        )


def give_new_code(
    *, conversation: UUID, reference: str, facts: Sequence[str], how: str, by: Actor
) -> str:
    """A new code for the person who stands before the officer; the old one opens nothing.

    InvalidError unless she named her reference and two things that only she would know, and the
    officer wrote down how: that stays, sealed, with her name. One officer is enough: she reads
    the thread anyway, the old code dies visibly, and at night nobody else is there to ask.
    """
    by = by.within(Power.WORK_QUEUE)
    known = [one for one in dict.fromkeys(facts) if one in FACTS]
    with room("reach", by):
        row = get(conversation)
    if "".join(reference.split()).upper() != row.reference:
        raise InvalidError("reference", "This is not the reference of this conversation.")
    if len(known) < FACTS_NEEDED:
        raise InvalidError("facts", "Two things that only this person would know are needed.")
    if not how.strip():
        raise InvalidError("how", "Write down how you knew. Nothing was given out.")
    clear = Clear(row.id, f"how:{row.id}", f"{' '.join(known)}\n{how.strip()[:LONGEST_HOW]}")
    blob = firewall.seal(what=[clear], actor=by)[0]
    code = receipts.new_code()
    with room("reach", by):
        order = _order(row.id, row.scope_id, OrderKind.FACE, by=by, how=blob)
        audit.write(by=by, verb="give_new_code", about=row.id, detail={"facts": known})
    _send(order, code)
    return code


def correct_number(*, conversation: UUID, number: str, by: Actor) -> None:
    """The right number is on its way to the worker, sealed; answers then go there."""
    by = by.within(Power.WORK_QUEUE)
    if sum(one.isdecimal() for one in number) < 5:
        raise InvalidError("number", "This is no telephone number. Nothing was changed.")
    with room("reach", by):
        row = get(conversation)
        if row.state == ConversationState.CLOSED:
            raise WrongStateError("This conversation is closed: open it again first.")
        order = _order(row.id, row.scope_id, OrderKind.NUMBER, by=by)
        audit.write(by=by, verb="correct_number", about=row.id)
    _send(order, number.strip()[:64])
