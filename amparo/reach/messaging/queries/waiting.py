"""Who waits: the page, its order, its counts."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from amparo.guard.accounts import queries as accounts
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room
from amparo.reach.messaging import notes as notebook
from amparo.reach.messaging import rules, silence
from amparo.reach.messaging.channels.inbound import tidy_reference
from amparo.reach.messaging.cursor import after, cursor_of
from amparo.reach.messaging.models import Conversation, Message, Translation
from amparo.reach.messaging.queries.opening import (
    READER,
    held_message,
    held_translation,
    open_texts,
    row_of,
)
from amparo.reach.messaging.queue_rows import (
    Counts,
    Queue,
    QueueFilter,
)
from amparo.reach.messaging.states import Delivery, Direction

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
            row_of(one, newest_texts.get(one.id), translations, texts, names, trouble)
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


def _open(
    rows: Iterable[Conversation],
    messages: dict[UUID, Message],
    translations: dict[UUID, Translation],
    viewer: Actor,
) -> tuple[dict[str, str | None], bool]:
    """Every text of a page by the place it was sealed for, in one keyholder call."""
    held = [notebook.held(one.id, one.sealed_notes) for one in rows]
    for message in messages.values():
        held.append(held_message(message))
        translation = translations.get(message.id)
        if translation is not None:
            held.append(held_translation(translation, message.conversation_id))
    return open_texts(held, "queue", viewer)


def arrived(viewer: Actor, since: datetime) -> int:
    """How many began to wait since then; the button that brings them in says so."""
    viewer = viewer.within(Power.READ_QUEUE)
    with room("reach", viewer):
        return Conversation.objects.filter(waiting_since__gt=since).count()
