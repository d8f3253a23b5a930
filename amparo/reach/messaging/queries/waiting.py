"""Who waits: the page, its order, its counts."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from amparo.guard.accounts import queries as accounts
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room
from amparo.kernel.together import Question, Rows, ask
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
from amparo.reach.messaging.queries.thread import together
from amparo.reach.messaging.queries.zone import zone
from amparo.reach.messaging.queue_rows import (
    Counts,
    Queue,
    QueueFilter,
    Thread,
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


Counted = tuple[Counts, datetime | None]
_counted: dict[UUID, tuple[float, Counted]] = {}
_SAID = ("id", "language", "sealed_text", "author_id", "at")


def queue(
    viewer: Actor,
    wanted: QueueFilter,
    *,
    limit: int = 50,
    reader: str = "en",
    counted: Counted | None = None,
    only: Thread | None = None,
) -> Queue:
    """One page of who waits, most urgent first, then who has waited longest.

    Beside each text stands its translation for `reader`, a language. `counted` is what
    `counts_question` came to, for who has just asked that. With `only` the page is this one row,
    which has been read already.
    """
    viewer = viewer.within(Power.READ_QUEUE)
    if only is not None:
        return _only(only, *(counted or known_counts(viewer) or ask_counts(viewer)))
    with room("reach", viewer):
        rows = list(_page(wanted, viewer, limit + 1))
        known, newest = counted or known_counts(viewer) or _count(viewer)
        shown = rows[:limit]
        merged = _merged([one.id for one in shown])
        newest_texts, translations = _newest_texts([one.id for one in shown], merged, reader)
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
        counts=known,
        next=cursor_of(rows[limit - 1]) if len(rows) > limit else "",
        sealed=sealed,
        silent=told.silent,
        unreadable=told.unreadable,
        newest_at=newest,
    )


def _only(thread: Thread, known: Counts, newest: datetime | None) -> Queue:
    told = silence.told()
    return Queue(
        rows=(thread.row,),
        counts=known,
        next="",
        sealed=thread.sealed,
        silent=told.silent,
        unreadable=told.unreadable,
        newest_at=newest,
    )


def _wanted(wanted: QueueFilter, viewer: Actor) -> QuerySet[Conversation]:
    """The waiting conversations of the filter, in order; a reference finds any conversation."""
    rows = Conversation.objects.all()
    if wanted.find:
        return rows.filter(id__in=_heads_named(wanted.find)).order_by("-last_in_at")
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


def _heads_named(reference: str) -> list[UUID]:
    """Where conversations of this name are read now: in themselves, or where they were merged to.

    Asked for apart: as a sub-select PostgreSQL reads the whole table for it.
    """
    named = Conversation.objects.filter(reference=tidy_reference(reference))
    found = named.annotate(head=Coalesce("merged_into_id", "id")).values_list("head", flat=True)
    return list(dict.fromkeys(found[:MOST_NAMED_ALIKE]))


def named(viewer: Actor, reference: str) -> tuple[UUID, ...]:
    """Where the conversations with this reference are read."""
    viewer = viewer.within(Power.READ_QUEUE)
    with room("reach", viewer):
        return tuple(_heads_named(reference))


def _page(wanted: QueueFilter, viewer: Actor, limit: int) -> QuerySet[Conversation]:
    """The rows of one page. Which ones is asked of the index alone: a need that few have is
    found without reading the rows of all who wait."""
    rows = _wanted(wanted, viewer)
    if not wanted.need:
        return rows.annotate(trouble=_TROUBLE)[:limit]
    chosen = Conversation.objects.filter(id__in=rows.values("id")[:limit])
    return chosen.annotate(trouble=_TROUBLE).order_by("-rank", "waiting_since", "id")


def known_counts(viewer: Actor) -> Counted | None:
    """The counts if they are still fresh, or None.

    Where more than `MANY` wait they are counted every few seconds only: nobody can tell.
    """
    known = _counted.get(viewer.id)
    return known[1] if known is not None and known[0] > time.monotonic() else None


def keep_counts(viewer: Actor, found: Counted) -> None:
    """Remembered for a few seconds where many wait."""
    if found[0].waiting > MANY:
        _counted[viewer.id] = (time.monotonic() + COUNTED_SECONDS, found)


def counts(viewer: Actor) -> Counts:
    """How many wait and how many are the viewer's, read anew: they have just changed that."""
    return ask_counts(viewer.within(Power.READ_QUEUE))[0]


def ask_counts(viewer: Actor) -> Counted:
    """The counts, asked alone."""
    with room("reach", viewer):
        return _count(viewer)


def _count(viewer: Actor) -> Counted:
    found: Counted = ask({"counts": counts_question(viewer)})["counts"]
    keep_counts(viewer, found)
    return found


def counts_question(viewer: Actor) -> Question[Counted]:
    """Counts of all that waits, and when the last one began to wait."""
    now = clock.now()
    late = Q()
    for urgency, minutes in rules.ANSWER_WITHIN.items():
        late |= Q(urgency=urgency, waiting_since__lt=now - timedelta(minutes=minutes))
    waiting = Conversation.objects.filter(
        scope_id__in=viewer.scopes, waiting_since__isnull=False
    ).order_by()
    worked = {
        "all": Count("id"),
        "late": Count("id", filter=late),
        "hers": Count("id", filter=Q(taken_by_id=viewer.id)),
        "newest": Max("waiting_since"),
    }
    return Question(waiting.values("urgency", "language"), "urgency language", _counts, worked)


def _counts(rows: Rows) -> Counted:
    by_urgency: Counter[int] = Counter()
    languages: Counter[str] = Counter()
    for one in rows:
        by_urgency[one["urgency"]] += one["all"]
        languages[one["language"]] += one["all"]
    over, mine = sum(one["late"] for one in rows), sum(one["hers"] for one in rows)
    newest = max((datetime.fromisoformat(one["newest"]) for one in rows), default=None)
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
    ids: Sequence[UUID], merged: dict[UUID, list[Conversation]], reader: str
) -> tuple[dict[UUID, Message], dict[UUID, Translation]]:
    """The newest message from the person in each conversation, and in what it holds; and the one
    translation of it that this reader reads most easily, as `best_for` says."""
    head = _heads(ids, merged)
    mine = Case(When(translations__language=reader, then=0), default=1)
    theirs = Case(When(translations__language=READER, then=0), default=1)
    found = (
        Message.objects.filter(
            conversation_id__in=head, direction=Direction.IN, taken_back_at__isnull=True
        )
        .annotate(**{f"said_{name}": F(f"translations__{name}") for name in _SAID})
        .order_by("conversation_id", "-at", "id", mine, theirs, F("said_at").desc(nulls_last=True))
        .distinct("conversation_id")
    )
    newest: dict[UUID, Message] = {}
    translations: dict[UUID, Translation] = {}
    for one in sorted(found, key=lambda message: message.at):
        newest[head[one.conversation_id]] = one
        said = {name: vars(one)[f"said_{name}"] for name in _SAID}
        if said["id"]:
            translations[one.id] = Translation(message_id=one.id, **said)
    return newest, translations


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
