"""One conversation from top to bottom, with what was merged into it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q

from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room
from amparo.reach.messaging import notes as notebook
from amparo.reach.messaging.actions.batch import SMS
from amparo.reach.messaging.models import (
    Contact,
    Conversation,
    Merge,
    Message,
    Translation,
    TranslationAsk,
)
from amparo.reach.messaging.notes import Notes
from amparo.reach.messaging.queries.opening import (
    best_for,
    held_message,
    held_translation,
    notes_of,
    open_texts,
    row_of,
)
from amparo.reach.messaging.queries.zone import zone
from amparo.reach.messaging.queue_rows import (
    Apart,
    Asked,
    Line,
    Merged,
    Reasons,
    Row,
    Thread,
    Translated,
)
from amparo.reach.messaging.states import Delivery, Direction

Names = Mapping[UUID, str]


def in_trouble(messages: Iterable[Message]) -> bool:
    """Whether one of them did not arrive, or may not have."""
    return any(one.delivery in (Delivery.FAILED, Delivery.UNKNOWN) for one in messages)


def conversation(viewer: Actor, ref: UUID, *, reader: str = "en") -> Thread:
    """The whole conversation; NotFoundError for not there and for not yours.

    What was merged into it is told in the same thread. Translations for `reader` come first.
    """
    viewer = viewer.within(Power.READ_QUEUE)
    read = _read(viewer, ref)
    one, messages = read.one, read.messages
    whose = {message.id: message.conversation_id for message in messages}
    held = [notebook.held(one.id, one.sealed_notes)]
    held += [held_message(message) for message in messages if message.taken_back_at is None]
    held += [held_translation(said, whose[said.message_id]) for said in read.translations]
    texts, sealed = open_texts(held, "conversation", viewer)
    names = accounts.colleague_names()
    area = zone(viewer)
    newest = max(
        (m for m in messages if m.direction == Direction.IN and m.taken_back_at is None),
        key=lambda message: message.at,
        default=None,
    )
    said = best_for(reader, (t for t in read.translations if newest and t.message_id == newest.id))
    reading = {newest.id: said} if newest and said else {}
    row = row_of(one, newest, reading, texts, names, {one.id} if in_trouble(messages) else ())
    if area is not None:
        row = replace(row, far=area.cell_beyond(one.cell))
    contact = one.contact
    return Thread(
        row=together(row, read.others),
        messages=tuple(_line(message, read, texts, names, reader) for message in messages),
        notes=_reasons(notes_of(one, texts)),
        sealed=sealed,
        can_sms=_can_sms(contact),
        cover=one.cover,
        own_phone=one.own_phone,
        safe_hours=tuple(one.safe_hours),
        stopped=bool(contact and contact.stopped_at),
        question=one.question,
        helped=one.helped,
        channel=one.channel,
        merged_into=one.merged_into_id,
        others=tuple(_merged(other, names) for other in read.others),
        merges=tuple(_apart(merge, names) for merge in read.merges),
        answer_language=one.answer_language,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What stands in the database of one conversation, still sealed."""

    one: Conversation
    others: list[Conversation]
    messages: list[Message]
    translations: list[Translation]
    asks: list[TranslationAsk]
    merges: list[Merge]


def _read(viewer: Actor, ref: UUID) -> _Read:
    with room("reach", viewer):
        both = Conversation.objects.filter(Q(id=ref) | Q(merged_into_id=ref))
        found = list(both.select_related("contact").order_by("opened_at"))
        one = next((row for row in found if row.id == ref), None)
        if one is None:
            raise NotFoundError(NotFoundError.__doc__)
        others = [row for row in found if row.id != ref]
        family = [one.id, *(other.id for other in others)]
        every = Message.objects.filter(conversation_id__in=family)
        messages = list(every.order_by("at", "direction", "part_number", "id"))
        kept = Translation.objects.filter(
            message__conversation_id__in=family, message__taken_back_at__isnull=True
        )
        asks = TranslationAsk.objects.filter(
            message__conversation_id__in=family, done_at__isnull=True
        )
        undone = Merge.objects.filter(kept=one, undone_at__isnull=False).select_related("merged")
        return _Read(
            one,
            others,
            messages,
            list(kept.order_by("at")),
            list(asks.order_by("asked_at")),
            list(undone.order_by("undone_at")),
        )


def together(row: Row, others: Sequence[Conversation]) -> Row:
    """The row with what was merged into it: its messages counted, its case found."""
    if not others:
        return row
    cases = [row.case_id, *(other.case_id for other in others)]
    return replace(
        row,
        messages_in=row.messages_in + sum(other.messages_in for other in others),
        case_id=next((case for case in cases if case), None),
        merged=len(others),
    )


def _can_sms(contact: Contact | None) -> bool:
    return bool(contact and contact.channel == SMS and not contact.doubtful)


def _merged(other: Conversation, names: Names) -> Merged:
    assert other.merged_at is not None and other.merged_by_id is not None
    return Merged(
        id=other.id,
        reference=other.reference,
        channel=other.channel,
        language=other.answer_language or other.language,
        merged_at=other.merged_at,
        merged_by=names.get(other.merged_by_id, ""),
        can_sms=_can_sms(other.contact),
        own_phone=other.own_phone,
        cover=other.cover,
        safe_hours=tuple(other.safe_hours),
        stopped=bool(other.contact and other.contact.stopped_at),
        case_id=other.case_id,
    )


def _apart(one: Merge, names: Names) -> Apart:
    assert one.undone_at is not None and one.undone_by_id is not None
    return Apart(
        one.merged_id,
        one.merged.reference,
        one.made_at,
        names.get(one.made_by_id, ""),
        one.undone_at,
        names.get(one.undone_by_id, ""),
        one.answers,
    )


def _line(
    one: Message, read: _Read, texts: dict[str, str | None], names: Names, reader: str
) -> Line:
    numbered = one.part_number is not None and one.part_total is not None
    mine = [said for said in read.translations if said.message_id == one.id]
    best = best_for(reader, mine)
    others = {other.id: other.reference for other in read.others}
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
            _translated(said, one.conversation_id, texts, names)
            for said in sorted(mine, key=lambda said: said is not best)
        ),
        asked=tuple(_asked(ask, names) for ask in read.asks if ask.message_id == one.id),
        of=others.get(one.conversation_id, ""),
        channel=one.channel,
    )


def _translated(
    one: Translation, conversation: UUID, texts: dict[str, str | None], names: Names
) -> Translated:
    return Translated(
        one.language,
        texts.get(held_translation(one, conversation).place),
        names.get(one.author_id, ""),
        one.at,
        one.id,
        one.author_id,
        names.get(one.checked_by_id, "") if one.checked_by_id else "",
        one.checked_at,
    )


def _asked(one: TranslationAsk, names: Names) -> Asked:
    taken = names.get(one.taken_by_id, "") if one.taken_by_id else ""
    return Asked(one.language, names.get(one.asked_by_id, ""), one.asked_at, taken)


def _reasons(notes: Notes) -> Reasons:
    return Reasons(
        tuple(notes.language),
        {need: tuple(reasons) for need, reasons in notes.needs.items()},
        tuple(notes.urgency),
        tuple(notes.place_reasons),
        notes.number,
        dict(notes.told),
    )
