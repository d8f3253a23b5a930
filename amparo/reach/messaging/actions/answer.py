"""Answers and translations, written by people."""

from uuid import UUID

from django.db.models import Q

from amparo.commons.directory import queries as directory
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Clear, Held
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room
from amparo.reach.messaging import envelopes, rules
from amparo.reach.messaging.actions.batch import SMS
from amparo.reach.messaging.actions.landing import out
from amparo.reach.messaging.actions.queue import get
from amparo.reach.messaging.models import (
    Contact,
    Conversation,
    Message,
    Translation,
    TranslationAsk,
)
from amparo.reach.messaging.states import ConversationState, Delivery, Direction

LONGEST = 1_500
HELD = (
    "A colleague holds this and may be writing to them now. Your text is kept, nothing was sent. "
    "If it cannot wait, tick that and send it again."
)
_APART = "The merge was undone meanwhile. Your text is kept: open the conversation anew."


def answer(
    *,
    conversation: UUID,
    text: str,
    language: str,
    by: Actor,
    to: UUID | None = None,
    although: bool = False,
) -> UUID:
    """The new message's id. By SMS it waits to be sent; on the web it waits for her code.

    `to` names one that was merged into the conversation: it goes to that phone or code instead.
    `although`: a colleague holds it, and this cannot wait; else that is a WrongStateError.
    InvalidError when it would tell whoever holds a borrowed phone what was asked.
    """
    by = by.within(Power.WORK_QUEUE)
    row, contact, theirs = _read_theirs(conversation, to or conversation, by, although)
    by_sms = contact is not None and contact.channel == SMS and not contact.doubtful
    if len(text) > LONGEST:
        raise InvalidError(
            "text", "Longer than %(most)s characters. Your text is kept.", most=LONGEST
        )
    careful = by_sms and not row.own_phone and not row.cover
    rules.check_answer(text, theirs if careful else [], _service_names(text) if careful else [])
    message = out(row, "text", clock.now(), language, by.id)
    message.delivery = Delivery.QUEUED if by_sms else Delivery.NONE
    message.channel = SMS if by_sms else row.channel
    clear = Clear(row.id, f"message:{message.id}", text.strip())
    message.sealed_text = firewall.seal(what=[clear], actor=by)[0]
    _write(message, conversation, by)
    return message.id


def _service_names(text: str) -> list[str]:
    """Names of services and organisations that could stand in the text."""
    return directory.names_in(text)


def _read_theirs(
    conversation: UUID, to: UUID, by: Actor, although: bool
) -> tuple[Conversation, Contact | None, list[str]]:
    """Who is answered, how to reach her, and all that she wrote, merged ones included."""
    with room("reach", by):
        head = get(conversation)
        row = head if to == conversation else get(to, merged_too=True)
        contact = row.contact
        family = Message.objects.filter(
            Q(conversation=head) | Q(conversation__merged_into=head), direction=Direction.IN
        )
        inbound = list(family.filter(taken_back_at=None))
    if row is not head and row.merged_into_id != head.id:
        raise WrongStateError(_APART)
    if head.taken_by_id not in (None, by.id) and not although:
        raise WrongStateError(HELD)
    _check_open(head, contact)
    held = [
        Held(one.conversation_id, f"message:{one.id}", bytes(one.sealed_text)) for one in inbound
    ]
    opened = firewall.reveal(what=held, purpose=Purpose.ASSIST, reason="answer", actor=by)
    return row, contact, [text for text in opened if text]


def _check_open(head: Conversation, contact: Contact | None) -> None:
    if head.state == ConversationState.CLOSED:
        raise WrongStateError(
            "This conversation is closed. Your text is kept: open it again first."
        )
    if contact is not None and contact.stopped_at is not None:
        raise WrongStateError("She asked us not to write. Your text is kept, nothing was sent.")


def _write(message: Message, conversation: UUID, by: Actor) -> None:
    with room("reach", by):
        head = get(conversation)
        row = head
        if message.conversation_id != conversation:
            row = get(message.conversation_id, merged_too=True)
            if row.merged_into_id != head.id:
                raise WrongStateError(_APART)
        # She may have taken all of it back, or asked us to stop, while it was being sealed.
        _check_open(head, row.contact)
        message.save(force_insert=True)
        for one in {head.id: head, row.id: row}.values():
            _answered(one, message, here=one is row)
        audit.write(by=by, verb="answer", about=row.id)
        envelopes.wake(envelopes.WAKE_SENDERS)


def _answered(row: Conversation, message: Message, *, here: bool) -> None:
    """Nobody waits in it any more; who was answered has her first answer, if she had none."""
    worked = row.state in (ConversationState.RECEIVED, ConversationState.READ)
    Conversation.objects.filter(id=row.id).update(
        state=ConversationState.WORKED_ON if worked else row.state,
        waiting_since=None,
        first_answer_at=(row.first_answer_at or message.at) if here else row.first_answer_at,
    )


def _still_there(message: UUID) -> Message:
    """The message, locked; not one that she took back: her words would come again in ours."""
    row = Message.objects.select_for_update().filter(id=message).first()
    if row is None:
        raise NotFoundError(NotFoundError.__doc__)
    if row.taken_back_at is not None:
        raise WrongStateError("This was taken back by who wrote it. Nothing was kept.")
    return row


def translate(*, message: UUID, language: str, text: str, by: Actor) -> UUID:
    """The translation's id; a second one in the same language replaces the first."""
    by = by.within(Power.READ_QUEUE)
    if not text.strip():
        raise InvalidError("text", "The translation is empty. Nothing was kept.")
    with room("reach", by):
        row = _still_there(message)
    clear = Clear(row.conversation_id, f"translation:{message}:{language}", text.strip())
    blob = firewall.seal(what=[clear], actor=by)[0]
    with room("reach", by):
        _still_there(message)
        translation, _ = Translation.objects.update_or_create(
            message_id=message,
            language=language,
            defaults={
                "sealed_text": blob,
                "author_id": by.id,
                "at": clock.now(),
                # Whoever checked it checked other words.
                "checked_at": None,
                "checked_by_id": None,
            },
            create_defaults={
                "id": refs.new_ref(),
                "scope_id": row.scope_id,
                "sealed_text": blob,
                "author_id": by.id,
                "at": clock.now(),
            },
        )
        waiting = TranslationAsk.objects.filter(message_id=message, done_at__isnull=True)
        waiting.filter(language=language).update(done_at=clock.now(), done_by_id=by.id)
        audit.write(by=by, verb="translate", about=row.conversation_id)
    return translation.id


def settle(*, message: UUID, arrived: bool, by: Actor, conversation: UUID | None = None) -> None:
    """A person knows whether an *unknown* message arrived; if not, it is sent once more.

    `conversation` names where she read it: there, or in what is read inside it, it must be.
    """
    by = by.within(Power.WORK_QUEUE)
    with room("reach", by):
        row = Message.objects.select_for_update().filter(id=message).first()
        if row is None or not _read_in(row.conversation_id, conversation):
            raise NotFoundError(NotFoundError.__doc__)
        if row.delivery not in (Delivery.UNKNOWN, Delivery.FAILED):
            raise WrongStateError("This message is settled already. Nothing was changed.")
        Message.objects.filter(id=message).update(
            delivery=Delivery.DELIVERED if arrived else Delivery.QUEUED,
            delivery_at=clock.now(),
            delivery_reason="said by a colleague",
        )
        audit.write(by=by, verb="settle", about=row.conversation_id, detail={"arrived": arrived})
        if not arrived:
            envelopes.wake(envelopes.WAKE_SENDERS)


def _read_in(conversation: UUID, there: UUID | None) -> bool:
    """Whether a conversation is this one, or is read inside it. Called inside a room."""
    if there is None or conversation == there:
        return True
    return Conversation.objects.filter(id=conversation, merged_into_id=there).exists()
