"""What pages asked the worker to do: link a code, send a new one, put the right number in.

An envelope by itself orders nothing: the door could make one. Each names a row that only a page
of ours can write, and what is done is written there, so that twice is once.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amparo.guard.accounts import queries as accounts
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Clear
from amparo.kernel import audit, clock, events, receipts, refs
from amparo.kernel.authority import machine
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room
from amparo.reach.messaging import envelopes, notes
from amparo.reach.messaging.actions.batch import SMS
from amparo.reach.messaging.actions.landing import out
from amparo.reach.messaging.actions.reading import Arrived
from amparo.reach.messaging.channels.inbound import Inbound
from amparo.reach.messaging.events import CodeReplaced, CodeRevoked
from amparo.reach.messaging.models import Contact, Conversation, Message, Order
from amparo.reach.messaging.setting import Setting
from amparo.reach.messaging.states import Delivery, OrderKind
from amparo.reach.messaging.understanding.numbers import Number, to_e164
from amparo.reach.messaging.words import say

CHANNEL = "order"


def is_order(inbound: Inbound) -> bool:
    """Whether this asks for something to be done, and is no message of anyone."""
    return inbound.channel == CHANNEL


def carry_out(*, asked: Sequence[Arrived], setting: Setting) -> None:
    """Each order whose row waits is done; of others nothing happens."""
    for one in asked:
        order = _waiting(one.inbound.extra.get("order", ""), setting)
        secret = one.inbound.extra.get("secret", "")
        if order is None or not secret:
            continue
        if order.kind == OrderKind.KIN:
            _link_kin(order, secret, setting)
        elif order.kind == OrderKind.FACE:
            _replace_code(order, secret, setting)
        elif order.kind == OrderKind.NUMBER:
            _put_number(order, secret, setting)


def _waiting(ref: str, setting: Setting) -> Order | None:
    try:
        order = UUID(ref)
    except ValueError:
        return None
    with room("reach", setting.actor):
        return Order.objects.filter(id=order, linked_at=None, revoked_at=None).first()


def _done(order: Order, setting: Setting, verb: str) -> bool:
    """Written down; False when it was revoked meanwhile."""
    by = setting.actor
    with room("reach", by):
        row = Order.objects.select_for_update().get(id=order.id)
        Order.objects.filter(id=row.id).update(linked_at=clock.now())
        audit.write(by=by, verb=verb, about=row.conversation_id)
        return row.revoked_at is None


def _link_kin(order: Order, code: str, setting: Setting) -> None:
    vault.link_receipt(code=code, conversation=order.id)
    if not _done(order, setting, "link_kin_code"):
        vault.unlink_receipts(ref=order.id)


def _replace_code(order: Order, code: str, setting: Setting) -> None:
    """Whoever found or took the old code is outside from this moment."""
    vault.unlink_receipts(ref=order.conversation_id)
    vault.link_receipt(code=code, conversation=order.conversation_id)
    with room("reach", setting.actor):
        events.publish(CodeReplaced(order.conversation_id, order.scope_id, clock.now()))
    _done(order, setting, "replace_code")


def number_put_in(conversation: UUID) -> bool:
    """Whether a colleague put another number in, or is about to: nobody knows whose it is.

    Inside a room. A voice on the phone could have named it, and would then get her code.
    """
    return Order.objects.filter(conversation_id=conversation, kind=OrderKind.NUMBER).exists()


def send_new_code(*, order: UUID, scope: UUID) -> None:
    """A new code waits to go to her number, and the old one opens nothing. Only the sender can
    read it: it is sealed like the number."""
    by = machine([scope])
    with room("reach", by):
        row = (
            Order.objects.select_related("conversation__contact")
            .filter(id=order, kind=OrderKind.SMS, linked_at=None)
            .first()
        )
        put_in = row is not None and number_put_in(row.conversation_id)
    contact = row.conversation.contact if row and not put_in else None
    if row is None or contact is None or contact.doubtful or contact.stopped_at:
        return
    one, code = row.conversation, receipts.new_code()
    vault.unlink_receipts(ref=one.id)
    vault.link_receipt(code=code, conversation=one.id)
    key = "new_code_cover" if one.cover else "new_code"
    said, language = say(key, one.answer_language or one.language, receipts.pretty(code))
    message = out(one, key, clock.now(), language)
    message.id = row.id
    clear = Clear(contact.id, f"message:{message.id}", said, "contact")
    message.sealed_text = firewall.seal(what=[clear], actor=by)[0]
    with room("reach", by):
        if Message.objects.filter(id=message.id).exists():
            return
        message.save(force_insert=True)
        Order.objects.filter(id=row.id).update(linked_at=clock.now())
        events.publish(CodeReplaced(one.id, scope, clock.now()))
        audit.write(by=by, verb="send_new_code", about=one.id)
        envelopes.wake(envelopes.WAKE_SENDERS)


def forget_code(*, order: UUID) -> None:
    """A code that was revoked is as wrong as any other."""
    vault.unlink_receipts(ref=order)


def end_kin_codes(*, conversation: UUID, scope: UUID, at: datetime) -> None:
    """No relative's code made before that moment shows anything; made later, it goes on."""
    by = machine([scope])
    with room("reach", by):
        kin = Order.objects.select_for_update().filter(
            conversation_id=conversation, kind=OrderKind.KIN, revoked_at=None, made_at__lte=at
        )
        ids = list(kin.values_list("id", flat=True))
        Order.objects.filter(id__in=ids).update(revoked_at=clock.now())
        for one in ids:
            events.publish(CodeRevoked(one))
        if ids:
            detail = {"count": len(ids)}
            audit.write(by=by, verb="end_kin_codes", about=conversation, detail=detail)


def end_old_codes() -> int:
    """How many codes whose time is over were revoked. Run by the clock."""
    by = machine(accounts.line_names())
    now = clock.now()
    with room("reach", by):
        over = Order.objects.select_for_update(skip_locked=True).filter(
            ends_at__lte=now, revoked_at=None
        )
        ids = list(over.values_list("id", flat=True)[:200])
        Order.objects.filter(id__in=ids).update(revoked_at=now)
        for one in ids:
            events.publish(CodeRevoked(one))
        if ids:
            audit.write(by=by, verb="end_old_codes", detail={"count": len(ids)})
    return len(ids)


def _put_number(order: Order, given: str, setting: Setting) -> None:
    """Answers go to the right number from now on."""
    number = to_e164(given, setting.country)
    address = number.e164 or given
    index = vault.index_of(channel=SMS, addresses=[address])[0]
    with room("reach", setting.actor):
        found = Contact.objects.filter(scope_id=order.scope_id, channel=SMS, index=index).first()
        one = Conversation.objects.get(id=order.conversation_id)
    contact = found or _new_contact(order, address, index, number, setting)
    held = notes.held(one.id, one.sealed_notes)
    opened = firewall.reveal(
        what=[held], purpose=Purpose.UNDERSTAND, reason="number", actor=setting.actor
    )
    kept = notes.read(opened[0] or "")
    kept.number = number.reason
    blob = firewall.seal(what=[notes.clear(one.id, kept)], actor=setting.actor)[0]
    with room("reach", setting.actor):
        if found is None:
            contact.save(force_insert=True)
        mine = Conversation.objects.filter(id=one.id)
        mine.update(contact_id=contact.id)
        # Unless she took everything back meanwhile: then nothing of it comes again.
        mine.filter(sealed_notes=bytes(one.sealed_notes)).update(sealed_notes=blob)
        Message.objects.filter(conversation_id=one.id, delivery=Delivery.QUEUED).update(channel=SMS)
    _done(order, setting, "put_number")


def _new_contact(
    order: Order, address: str, index: bytes, number: Number, setting: Setting
) -> Contact:
    ref = refs.new_ref()
    vault.make_keys(refs_=[ref], kind="contact")
    clear = Clear(ref, f"contact:{ref}", address, "contact")
    return Contact(
        id=ref,
        scope_id=order.scope_id,
        channel=SMS,
        index=index,
        sealed_address=firewall.seal(what=[clear], actor=setting.actor)[0],
        doubtful=number.doubtful,
        made_at=clock.now(),
    )
