"""One conversation from top to bottom."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room
from amparo.reach.messaging import notes as notebook
from amparo.reach.messaging.actions.batch import SMS
from amparo.reach.messaging.models import Conversation, Message, Translation
from amparo.reach.messaging.notes import Notes
from amparo.reach.messaging.queries.opening import (
    READER,
    held_message,
    held_translation,
    notes_of,
    open_texts,
    row_of,
)
from amparo.reach.messaging.queue_rows import (
    Line,
    Reasons,
    Thread,
    Translated,
)
from amparo.reach.messaging.states import Delivery, Direction


def in_trouble(messages: Iterable[Message]) -> bool:
    return any(one.delivery in (Delivery.FAILED, Delivery.UNKNOWN) for one in messages)


def conversation(viewer: Actor, ref: UUID) -> Thread:
    """The whole conversation; NotFoundError for not there and for not yours."""
    viewer = viewer.within(Power.READ_QUEUE)
    with room("reach", viewer):
        one = Conversation.objects.select_related("contact").filter(id=ref).first()
        if one is None:
            raise NotFoundError(NotFoundError.__doc__)
        messages = list(one.messages.order_by("at", "direction", "part_number", "id"))
        kept = Translation.objects.filter(
            message__conversation=one, message__taken_back_at__isnull=True
        )
        translations = list(kept.order_by("at"))
    held = [notebook.held(one.id, one.sealed_notes)]
    held += [held_message(message) for message in messages if message.taken_back_at is None]
    held += [held_translation(translation, one.id) for translation in translations]
    texts, sealed = open_texts(held, "conversation", viewer)
    names = accounts.colleague_names()
    newest = max(
        (m for m in messages if m.direction == Direction.IN and m.taken_back_at is None),
        key=lambda message: message.at,
        default=None,
    )
    reading = {t.message_id: t for t in translations if t.language == READER}
    contact = one.contact
    return Thread(
        row=row_of(one, newest, reading, texts, names, {one.id} if in_trouble(messages) else ()),
        messages=tuple(_line(message, translations, texts, names) for message in messages),
        notes=_reasons(notes_of(one, texts)),
        sealed=sealed,
        can_sms=bool(contact and contact.channel == SMS and not contact.doubtful),
        cover=one.cover,
        own_phone=one.own_phone,
        safe_hours=tuple(one.safe_hours),
        stopped=bool(contact and contact.stopped_at),
        question=one.question,
        helped=one.helped,
        channel=one.channel,
    )


def _line(
    one: Message,
    translations: Sequence[Translation],
    texts: dict[str, str | None],
    names: dict[UUID, str],
) -> Line:
    numbered = one.part_number is not None and one.part_total is not None
    return Line(
        id=one.id,
        direction=one.direction,
        kind=one.kind,
        at=one.at,
        text=texts.get(f"message:{one.id}"),
        language=one.language,
        author=names.get(one.author_id, "") if one.author_id else "",
        delivery=one.delivery,
        delivery_at=one.delivery_at,
        delivery_reason=one.delivery_reason,
        part=(one.part_number or 0, one.part_total or 0) if numbered else None,
        taken_back=one.taken_back_at is not None,
        translations=tuple(
            Translated(
                translation.language,
                texts.get(held_translation(translation, one.conversation_id).place),
                names.get(translation.author_id, ""),
                translation.at,
            )
            for translation in translations
            if translation.message_id == one.id
        ),
    )


def _reasons(notes: Notes) -> Reasons:
    return Reasons(
        tuple(notes.language),
        {need: tuple(reasons) for need, reasons in notes.needs.items()},
        tuple(notes.urgency),
        tuple(notes.place_reasons),
        notes.number,
    )
