"""One conversation from top to bottom, with what was merged into it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room
from amparo.kernel.together import plain
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
_SAID = ("id", "language", "sealed_text", "author_id", "at", "checked_at", "checked_by_id")
_ASKS = ArraySubquery(
    TranslationAsk.objects.filter(message_id=OuterRef("id"), done_at__isnull=True).values(
        _row=JSONObject(
            id="id",
            language="language",
            asked_at="asked_at",
            asked_by_id="asked_by_id",
            taken_by_id="taken_by_id",
        )
    )
)
_UNDONE = ArraySubquery(
    Merge.objects.filter(kept_id=OuterRef("id"), undone_at__isnull=False)
    .order_by("undone_at")
    .values(
        _row=JSONObject(
            merged_id="merged_id",
            reference="merged__reference",
            made_at="made_at",
            made_by_id="made_by_id",
            undone_at="undone_at",
            undone_by_id="undone_by_id",
            answers="answers",
        )
    )
)


def in_trouble(messages: Iterable[Message]) -> bool:
    """Whether one of them did not arrive, or may not have."""
    return any(one.delivery in (Delivery.FAILED, Delivery.UNKNOWN) for one in messages)


def conversation(
    viewer: Actor, ref: UUID, *, reader: str = "en", where_read: bool = False
) -> Thread:
    """The whole conversation; NotFoundError for not there and for not yours.

    What was merged into it is told in the same thread. Translations for `reader` come first.
    With `where_read` one that was merged comes as the one that it is read in now.
    """
    viewer = viewer.within(Power.READ_QUEUE)
    read = _read(viewer, ref, where_read=where_read)
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
        messages=tuple(line_of(message, read, texts, names, reader) for message in messages),
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
class Read:
    """What stands in the database of one conversation, still sealed."""

    one: Conversation
    others: Sequence[Conversation]
    messages: list[Message]
    translations: list[Translation]
    asks: list[TranslationAsk]
    merges: list[Merge]


def _read(viewer: Actor, ref: UUID, *, where_read: bool) -> Read:
    """Two statements, however much there is: a page of the queue may open one beside its rows."""
    with room("reach", viewer):
        named = Conversation.objects.filter(id=ref)
        head = Subquery(named.values(head=Coalesce("merged_into_id", "id"))) if where_read else ref
        both = Conversation.objects.filter(Q(id=head) | Q(merged_into_id=head))
        both = both.annotate(undone=_UNDONE)
        found = list(both.select_related("contact").order_by("opened_at"))
        there = {row.id: row for row in found}
        # Where it is read is the one that none of the others holds.
        held = (row for row in found if row.merged_into_id not in there)
        one = next(held, None) if where_read else there.get(ref)
        if one is None:
            raise NotFoundError(NotFoundError.__doc__)
        others = [row for row in found if row.id != one.id]
        messages, translations = _messages(list(there))
        asks = [_ask(row, one.id) for one in messages for row in vars(one)["open_asks"]]
        merges = [_undone(row, one) for row in vars(one)["undone"]]
    asks.sort(key=lambda ask: ask.asked_at)
    return Read(one, others, messages, translations, asks, merges)


def _messages(family: Sequence[UUID]) -> tuple[list[Message], list[Translation]]:
    """Every message in its order, and each translation of those that were not taken back."""
    rows = (
        Message.objects.filter(conversation_id__in=family)
        .annotate(open_asks=_ASKS)
        .annotate(**{f"said_{name}": F(f"translations__{name}") for name in _SAID})
        .order_by("at", "direction", "part_number", "id")
    )
    messages: dict[UUID, Message] = {}
    said: list[Translation] = []
    for row in rows:
        one = messages.setdefault(row.id, row)
        kept = {name: vars(row)[f"said_{name}"] for name in _SAID}
        if kept["id"] and one.taken_back_at is None:
            said.append(Translation(message_id=one.id, **kept))
    return list(messages.values()), sorted(said, key=lambda translation: translation.at)


def _ask(row: Mapping[str, Any], message: UUID) -> TranslationAsk:
    return TranslationAsk(message_id=message, **_as_model(TranslationAsk, row))


def _undone(row: Mapping[str, Any], kept: Conversation) -> Merge:
    merged = Conversation(id=UUID(row["merged_id"]), reference=row["reference"])
    rest = {key: value for key, value in row.items() if key not in ("merged_id", "reference")}
    return Merge(kept=kept, merged=merged, **_as_model(Merge, rest))


def _as_model(model: type[Model], row: Mapping[str, Any]) -> dict[str, Any]:
    """What came as JSON, as the model has it."""
    return {key: plain(model, key, value) for key, value in row.items()}


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


def line_of(
    one: Message, read: Read, texts: dict[str, str | None], names: Names, reader: str
) -> Line:
    """One message as a page shows it; translations for the reader first."""
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
