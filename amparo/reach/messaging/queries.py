"""What staff may see of conversations: always for a viewer, already narrowed."""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from amparo.guard.accounts import queries as accounts
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Held
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError, SealedAwayError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room
from amparo.reach.messaging import notes as notebook
from amparo.reach.messaging import rules, silence
from amparo.reach.messaging.actions.batch import SMS
from amparo.reach.messaging.channels.inbound import tidy_reference
from amparo.reach.messaging.cursor import after, cursor_of
from amparo.reach.messaging.models import Conversation, Message, Translation
from amparo.reach.messaging.notes import Notes
from amparo.reach.messaging.places import area_of
from amparo.reach.messaging.queue_rows import (
    Counts,
    Line,
    Queue,
    QueueFilter,
    Reasons,
    Row,
    Thread,
    Translated,
)
from amparo.reach.messaging.sharing import CaseFacts, PersonFacts
from amparo.reach.messaging.states import Delivery, Direction

__all__ = [
    "CaseFacts",
    "Queue",
    "QueueFilter",
    "Row",
    "Thread",
    "case_facts",
    "conversation",
    "queue",
]

READER = "en"  # the officers' language, until each has their own

MANY, COUNTED_SECONDS = 5_000, 5.0
_counted: dict[UUID, tuple[float, Counts, datetime | None]] = {}


def queue(viewer: Actor, wanted: QueueFilter, *, limit: int = 50) -> Queue:
    """One page of who waits, most urgent first, then who has waited longest."""
    viewer = viewer.within(Power.READ_QUEUE)
    with room("reach", viewer):
        rows = list(_wanted(wanted, viewer)[: limit + 1])
        counts, newest = _counts(viewer)
        shown = rows[:limit]
        newest_texts = _newest_texts([one.id for one in shown])
        translations = _translations([one.id for one in newest_texts.values()])
        trouble = _in_trouble([one.id for one in shown])
    texts, sealed = _open(shown, newest_texts, translations, viewer)
    names = accounts.colleague_names()
    told = silence.told()
    return Queue(
        rows=tuple(
            _row(one, newest_texts.get(one.id), translations, texts, names, trouble)
            for one in shown
        ),
        counts=counts,
        next=cursor_of(rows[limit - 1]) if len(rows) > limit else "",
        sealed=sealed,
        silent=told.silent,
        unreadable=told.unreadable,
        newest_at=newest,
    )


def _wanted(wanted: QueueFilter, viewer: Actor) -> QuerySet[Conversation]:
    """The waiting conversations of the filter, in order; a reference finds any conversation."""
    rows = Conversation.objects.all()
    if wanted.find:
        return rows.filter(reference=tidy_reference(wanted.find)).order_by("-last_in_at")
    rows = rows.filter(waiting_since__isnull=False)
    if wanted.urgency is not None:
        rows = rows.filter(urgency=wanted.urgency)
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    if wanted.need:
        rows = rows.filter(needs__contains=[wanted.need])
    if wanted.free_only:
        rows = rows.filter(taken_by_id=None)
    if wanted.mine:
        rows = rows.filter(taken_by_id=viewer.id)
    if wanted.after:
        rows = rows.filter(after(wanted.after))
    return rows.order_by("-rank", "waiting_since", "id")


def _counts(viewer: Actor) -> tuple[Counts, datetime | None]:
    """Counts of all that waits, in one query, and when the last one began to wait.

    Where more than `MANY` wait they are counted every few seconds only: nobody can tell.
    """
    known = _counted.get(viewer.id)
    if known is not None and known[0] > time.monotonic():
        return known[1], known[2]
    counts, newest = _count(viewer)
    if counts.waiting > MANY:
        _counted[viewer.id] = (time.monotonic() + COUNTED_SECONDS, counts, newest)
    return counts, newest


def _count(viewer: Actor) -> tuple[Counts, datetime | None]:
    now = clock.now()
    late = Q()
    for urgency, minutes in rules.ANSWER_WITHIN.items():
        late |= Q(urgency=urgency, waiting_since__lt=now - timedelta(minutes=minutes))
    waiting = Conversation.objects.filter(waiting_since__isnull=False).order_by()
    rows = waiting.values_list("urgency", "language").annotate(
        all=Count("id"),
        late=Count("id", filter=late),
        hers=Count("id", filter=Q(taken_by_id=viewer.id)),
        newest=Max("waiting_since"),
    )
    by_urgency: Counter[int] = Counter()
    languages: Counter[str] = Counter()
    over = mine = 0
    newest: datetime | None = None
    for urgency, language, count, late_here, mine_here, newest_here in rows:
        by_urgency[urgency] += count
        languages[language] += count
        over, mine = over + late_here, mine + mine_here
        newest = newest_here if newest is None else max(newest, newest_here)
    ordered = tuple(languages.most_common())
    return Counts(by_urgency.total(), dict(by_urgency), over, mine, ordered), newest


def _newest_texts(ids: Sequence[UUID]) -> dict[UUID, Message]:
    """The newest message from the person in each conversation."""
    found = (
        Message.objects.filter(
            conversation_id__in=ids, direction=Direction.IN, taken_back_at__isnull=True
        )
        .order_by("conversation_id", "-at")
        .distinct("conversation_id")
    )
    return {one.conversation_id: one for one in found}


def _translations(messages: Sequence[UUID]) -> dict[UUID, Translation]:
    found = Translation.objects.filter(message_id__in=messages, language=READER)
    return {one.message_id: one for one in found}


def _in_trouble(ids: Sequence[UUID]) -> set[UUID]:
    """Conversations with a message that did not arrive, or may not have."""
    found = Message.objects.filter(
        conversation_id__in=ids, delivery__in=[Delivery.FAILED, Delivery.UNKNOWN]
    )
    return set(found.values_list("conversation_id", flat=True))


def _failed(messages: Iterable[Message]) -> bool:
    return any(one.delivery in (Delivery.FAILED, Delivery.UNKNOWN) for one in messages)


def _open(
    rows: Iterable[Conversation],
    messages: dict[UUID, Message],
    translations: dict[UUID, Translation],
    viewer: Actor,
) -> tuple[dict[str, str | None], bool]:
    """Every text of a page by the place it was sealed for, in one keyholder call."""
    held = [notebook.held(one.id, one.sealed_notes) for one in rows]
    for message in messages.values():
        held.append(_held(message))
        translation = translations.get(message.id)
        if translation is not None:
            held.append(_held_translation(translation, message.conversation_id))
    return _reveal(held, "queue", viewer)


def _held(message: Message) -> Held:
    place = f"message:{message.id}"
    return Held(message.conversation_id, place, bytes(message.sealed_text))


def _held_translation(one: Translation, conversation: UUID) -> Held:
    place = f"translation:{one.message_id}:{one.language}"
    return Held(conversation, place, bytes(one.sealed_text))


def _reveal(held: Sequence[Held], reason: str, viewer: Actor) -> tuple[dict[str, str | None], bool]:
    try:
        texts = firewall.reveal(what=held, purpose=Purpose.ASSIST, reason=reason, actor=viewer)
    except SealedAwayError:
        return {}, True
    return {one.place: text for one, text in zip(held, texts, strict=True)}, False


def _row(
    one: Conversation,
    message: Message | None,
    translations: dict[UUID, Translation],
    texts: dict[str, str | None],
    names: dict[UUID, str],
    trouble: Collection[UUID],
) -> Row:
    notes = _notes(one, texts)
    translation = translations.get(message.id) if message else None
    said = _held_translation(translation, one.id).place if translation else ""
    since = one.waiting_since
    return Row(
        id=one.id,
        reference=one.reference,
        channel=one.channel,
        state=one.state,
        language=one.language,
        language_sure=one.language_sure,
        needs=tuple(one.needs),
        needs_decided=one.needs_decided,
        urgency=one.urgency,
        urgency_decided=one.urgency_decided,
        place=notes.place,
        place_decided=one.place_decided,
        people=one.people,
        waiting_since=since,
        due_at=rules.due_at(one.urgency, since) if since else None,
        last_in_at=one.last_in_at,
        taken_by=names.get(one.taken_by_id, "a colleague") if one.taken_by_id else "",
        taken_by_id=one.taken_by_id,
        taken_at=one.taken_at,
        messages_in=one.messages_in,
        case_id=one.case_id,
        text=texts.get(f"message:{message.id}") if message else "",
        text_language=message.language if message else one.language,
        translation=(texts.get(said) or "") if said else "",
        translator=names.get(translation.author_id, "") if translation else "",
        reasons=tuple(notes.urgency),
        delivery_trouble=one.id in trouble,
    )


def _notes(one: Conversation, texts: dict[str, str | None]) -> Notes:
    return notebook.read(texts.get(notebook.place_of(one.id)) or "")


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
    held += [_held(message) for message in messages if message.taken_back_at is None]
    held += [_held_translation(translation, one.id) for translation in translations]
    texts, sealed = _reveal(held, "conversation", viewer)
    names = accounts.colleague_names()
    newest = max(
        (m for m in messages if m.direction == Direction.IN and m.taken_back_at is None),
        key=lambda message: message.at,
        default=None,
    )
    reading = {t.message_id: t for t in translations if t.language == READER}
    contact = one.contact
    return Thread(
        row=_row(one, newest, reading, texts, names, {one.id} if _failed(messages) else ()),
        messages=tuple(_line(message, translations, texts, names) for message in messages),
        notes=_reasons(_notes(one, texts)),
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
                texts.get(_held_translation(translation, one.conversation_id).place),
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


def case_facts(viewer: Actor, ref: UUID) -> CaseFacts:
    """What a case starts from: what is in the clear of a conversation, and nothing sealed."""
    viewer = viewer.within(Power.READ_QUEUE)
    with room("reach", viewer):
        one = Conversation.objects.filter(id=ref).first()
        if one is None:
            raise NotFoundError(NotFoundError.__doc__)
    return CaseFacts(
        one.id,
        one.reference,
        one.scope_id,
        one.answer_language or one.language,
        tuple(one.needs),
        one.urgency,
        one.cell,
        one.people,
    )


def person_facts(viewer: Actor, ref: UUID) -> PersonFacts:
    """The place and, still sealed, the number of a conversation, for a referral's sheet."""
    with room("reach", viewer):
        one = Conversation.objects.filter(id=ref).first()
    if one is None:
        return PersonFacts("", "")
    texts, _ = _reveal([notebook.held(one.id, one.sealed_notes)], "referral", viewer)
    area = area_of(one.cell) if one.cell is not None else ""
    return PersonFacts(area, _notes(one, texts).place)


def arrived(viewer: Actor, since: datetime) -> int:
    """How many began to wait since then; the button that brings them in says so."""
    viewer = viewer.within(Power.READ_QUEUE)
    with room("reach", viewer):
        return Conversation.objects.filter(waiting_since__gt=since).count()
