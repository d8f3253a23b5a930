"""What of conversations may leave as a file: what stands in the clear, the place coarser still."""

from functools import lru_cache

import h3
from django.db.models import QuerySet

from amparo.kernel.authority import Actor, Power
from amparo.kernel.outgoing import Page, Source, Value, Wanted, after, columns, page_of
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.states import ConversationState

# About 250 km² a cell, as services have it: nobody's village stands in a file.
RESOLUTION = 5
CHANNELS = ("kannel", "web", "json", "phone")
COLUMNS = columns("""
    reference: Six characters that name the conversation to staff. They open nothing.
    state: received, read, worked_on, passed_on or closed
    channel: kannel is SMS, web is our own page, json is a partner
    language: Code of the language it was written in; und if not certain
    needs: What is needed, one after the other, with ; between
    urgency: 4 now, 3 today, 2 this week, 1 no rush, 0 not sorted
    decided_by_people: Whether a colleague decided the urgency
    people: How many people it is about, if that was said
    area: H3 cell of resolution 5, about 250 square kilometres; empty if not known
    messages: How many messages came in
    taken: Whether a colleague has it now
    has_case: Whether it has become a case
    helped: What the person said to: did it help? yes, partly, no, not_yet
    opened: When the first message came in, UTC
    last_message: When the last message came in, UTC
    waiting_since: Since when somebody waits for us, UTC; empty if nobody does
    first_answer: When a colleague first answered, UTC
""")
_FIELDS = (
    "id",
    "reference",
    "state",
    "channel",
    "language",
    "needs",
    "urgency",
    "urgency_decided",
    "people",
    "cell",
    "messages_in",
    "taken_by_id",
    "case_id",
    "helped",
    "opened_at",
    "last_in_at",
    "waiting_since",
    "first_answer_at",
)
_CELL, _TAKEN, _CASE = (_FIELDS.index(name) for name in ("cell", "taken_by_id", "case_id"))


@lru_cache(maxsize=65_536)
def area_of(cell: int | None) -> str:
    """The coarser cell around this one, or nothing."""
    if cell is None:
        return ""
    fine = h3.int_to_str(cell)
    coarse = min(RESOLUTION, h3.get_resolution(fine))
    return str(h3.cell_to_parent(fine, coarse))


def _rows(wanted: Wanted, *, waiting: bool) -> QuerySet[Conversation]:
    rows = Conversation.objects.filter(opened_at__lt=wanted.before)
    if waiting:
        rows = rows.filter(waiting_since__isnull=False)
    if since := wanted.since:
        rows = rows.filter(opened_at__gte=since)
    for name in ("language", "state", "channel"):
        if value := wanted.get(name):
            rows = rows.filter(**{name: value})
    if need := wanted.get("need"):
        rows = rows.filter(needs__contains=[need])
    return rows


def _count(viewer: Actor, wanted: Wanted, *, waiting: bool) -> int:
    with room("reach", viewer.within(Power.EXPORT_ROWS)):
        return _rows(wanted, waiting=waiting).count()


def _page(viewer: Actor, wanted: Wanted, cursor: str, limit: int, *, waiting: bool) -> Page:
    with room("reach", viewer.within(Power.EXPORT_ROWS)):
        rows = _rows(wanted, waiting=waiting).filter(**after(cursor)).order_by("id")
        found = list(rows.values_list(*_FIELDS)[:limit])
    return page_of([(row[0], _plain(row)) for row in found], limit)


def _plain(row: tuple[Value, ...]) -> tuple[Value, ...]:
    cells = list(row[1:])
    cells[_CELL - 1] = area_of(row[_CELL])  # type: ignore[arg-type]
    cells[_TAKEN - 1] = row[_TAKEN] is not None
    cells[_CASE - 1] = row[_CASE] is not None
    return tuple(cells)


def _source(key: str, *, waiting: bool) -> Source:
    return Source(
        key,
        Power.EXPORT_ROWS,
        COLUMNS,
        ("since", "to", "language", "need", "channel", *(() if waiting else ("state",))),
        lambda viewer, wanted: _count(viewer, wanted, waiting=waiting),
        lambda viewer, wanted, cursor, limit: _page(viewer, wanted, cursor, limit, waiting=waiting),
        {"state": ConversationState.values, "channel": CHANNELS},
    )


WAITING = _source("waiting", waiting=True)
CONVERSATIONS = _source("conversations", waiting=False)
