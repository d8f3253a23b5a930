"""Who waits: the page, its order, its counts."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

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
    best_for,
    held_message,
    held_translation,
    open_texts,
    row_of,
)
from amparo.reach.messaging.queries.thread import together
from amparo.reach.messaging.queries.zone import zone
from amparo.reach.messaging.queue_rows import (
    Counts,
    Queue,
    QueueFilter,
)
from amparo.reach.messaging.states import Delivery, Direction

MANY, COUNTED_SECONDS = 5_000, 5.0
MOST_NAMED_ALIKE = 50  # references are short: a few people may have the same
_RANK = {4: 5, 0: 4, 3: 3, 2: 2, 1: 1}  # as `Conversation.rank` is generated
# A message that did not arrive, or may not have: one look into a small index for each row.
_TROUBLE = Exists(
    Message.objects.filter(
        conversation_id=OuterRef("id"), delivery__in=[Delivery.FAILED, Delivery.UNKNOWN]
    )
)


_counted: dict[UUID, tuple[float, Counts, datetime | None]] = {}


def queue(viewer: Actor, wanted: QueueFilter, *, limit: int = 50, reader: str = "en") -> Queue:
    """One page of who waits, most urgent first, then who has waited longest.

    Beside each text stands its translation for `reader`, a language.
    """
    viewer = viewer.within(Power.READ_QUEUE)
    with room("reach", viewer):
        rows = list(_page(wanted, viewer, limit + 1))
        counts, newest = _counts(viewer)
        shown = rows[:limit]
        merged = _merged([one.id for one in shown])
        newest_texts = _newest_texts([one.id for one in shown], merged)
        translations = _translations([one.id for one in newest_texts.values()], reader)
        trouble = {one.id for one in shown if _in_trouble(one, merged.get(one.id, ()))}
    texts, sealed = _open(shown, newest_texts, translations, viewer)
    names = accounts.colleague_names()
    told = silence.told()
    area = zone(viewer) if shown else None
    return Queue(
        rows=tuple(
            replace(
                together(
                    row_of(one, newest_texts.get(one.id), translations, texts, names, trouble),
                    merged.get(one.id, ()),
                ),
                far=area.cell_beyond(one.cell) if area else 0,
            )
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
        named = rows.filter(reference=tidy_reference(wanted.find))
        # One that was merged is found where it is read now. Asked for apart: as a sub-select
        # PostgreSQL reads the whole table for it.
        found = named.annotate(head=Coalesce("merged_into_id", "id"))
        heads = list(found.values_list("head", flat=True)[:MOST_NAMED_ALIKE])
        return rows.filter(id__in=heads).order_by("-last_in_at")
    rows = rows.filter(waiting_since__isnull=False)
    if wanted.urgency is not None:
        # By rank, with which the index begins; nothing more urgent is read only to be left out.
        rows = rows.filter(rank=_RANK[wanted.urgency])
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


def _page(wanted: QueueFilter, viewer: Actor, limit: int) -> QuerySet[Conversation]:
    """The rows of one page. Which ones is asked of the index alone: a need that few have is
    found without reading the rows of all who wait."""
    rows = _wanted(wanted, viewer)
    if not wanted.need:
        return rows.annotate(trouble=_TROUBLE)[:limit]
    chosen = Conversation.objects.filter(id__in=rows.values("id")[:limit])
    return chosen.annotate(trouble=_TROUBLE).order_by("-rank", "waiting_since", "id")


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


def _merged(ids: Sequence[UUID]) -> dict[UUID, list[Conversation]]:
    """What is read inside each of these."""
    inside: dict[UUID, list[Conversation]] = {}
    for one in Conversation.objects.filter(merged_into_id__in=ids).annotate(trouble=_TROUBLE):
        assert one.merged_into_id is not None
        inside.setdefault(one.merged_into_id, []).append(one)
    return inside


def _newest_texts(
    ids: Sequence[UUID], merged: dict[UUID, list[Conversation]]
) -> dict[UUID, Message]:
    """The newest message from the person in each conversation, and in what it holds."""
    head = _heads(ids, merged)
    found = (
        Message.objects.filter(
            conversation_id__in=head, direction=Direction.IN, taken_back_at__isnull=True
        )
        .order_by("conversation_id", "-at")
        .distinct("conversation_id")
    )
    newest: dict[UUID, Message] = {}
    for one in sorted(found, key=lambda message: message.at):
        newest[head[one.conversation_id]] = one
    return newest


def _translations(messages: Sequence[UUID], reader: str) -> dict[UUID, Translation]:
    """The one translation of each message that this reader reads most easily."""
    by_message: dict[UUID, list[Translation]] = {}
    for one in Translation.objects.filter(message_id__in=messages):
        by_message.setdefault(one.message_id, []).append(one)
    best = {message: best_for(reader, some) for message, some in by_message.items()}
    return {message: one for message, one in best.items() if one is not None}


def _in_trouble(one: Conversation, merged: Iterable[Conversation]) -> bool:
    """Whether a message in it, or in what it holds, did not arrive or may not have."""
    return any(vars(row)["trouble"] for row in (one, *merged))


def _heads(ids: Sequence[UUID], merged: dict[UUID, list[Conversation]]) -> dict[UUID, UUID]:
    """Where each conversation of the page, or inside one of the page, is read."""
    head = {one: one for one in ids}
    return head | {other.id: one for one, others in merged.items() for other in others}


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
