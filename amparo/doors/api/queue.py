"""The queue: who waits, how long, how urgent and why; the same deed for many."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from ninja import Query, Schema
from pydantic import Field

from amparo.commons.crises import queries as crises
from amparo.doors.api.fields import Key, Moment, Sent, Word
from amparo.doors.api.operations import ApiRequest, Noun
from amparo.doors.api.paging import USUAL, Cursor, Page, page, place
from amparo.doors.api.problems import reader
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import shifts
from amparo.reach.messaging.actions.many import MOST, Outcome, many

noun = Noun("queue")


class Filters(Schema):
    """What of the queue is wanted; `find` looks for a reference, also among what is closed."""

    urgency: Annotated[int | None, Field(ge=0, le=4)] = None
    language: Annotated[str, Field(max_length=12, pattern=r"^[A-Za-z-]*$")] = ""
    need: Annotated[str, Field(max_length=32, pattern=r"^[a-z0-9_.-]*$")] = ""
    free: bool = False
    mine: bool = False
    find: Annotated[str, Field(max_length=32, pattern=r"^[^\x00]*$")] = ""
    cursor: Cursor = ""
    # Its words are opened: no more of them at once than on a page of the console.
    limit: Annotated[int, Field(ge=1, le=USUAL)] = USUAL


class QueuePage(Page[messaging.Row]):
    """Who waits, the most urgent first, then who has waited longest; and what is true of all."""

    counts: messaging.Counts
    sealed: bool
    silent: list[str]
    unreadable: int


@noun.get("/queue", Power.READ_QUEUE, gives=QueuePage)
def queue(request: ApiRequest, filters: Query[Filters]) -> QueuePage:
    """Who waits, page by page, with the newest words of each."""
    wanted = messaging.QueueFilter(
        urgency=filters.urgency,
        language=filters.language,
        need=filters.need,
        free_only=filters.free,
        mine=filters.mine,
        find=filters.find.strip(),
        after=place(request, filters.cursor),
    )
    found = messaging.queue(request.actor, wanted, limit=filters.limit, reader=reader(request))
    some = page(request, found.rows, found.next)
    return QueuePage(
        items=some.items,
        next=some.next,
        counts=found.counts,
        sealed=found.sealed,
        silent=list(found.silent),
        unreadable=found.unreadable,
    )


class Since(Schema):
    """A moment, such as the newest `waiting_since` that was seen."""

    since: Moment


class Arrived(Schema):
    """How many."""

    arrived: int


class Speed(Schema):
    """How many were answered for the first time, and after how long: half, and 95 of 100."""

    count: int
    median: timedelta | None
    p95: timedelta | None


class Speeds(Schema):
    """Today, where the crisis is, and in the last day."""

    today: Speed
    day: Speed


class Line(Schema):
    """A line or an organisation."""

    scope: UUID


class Deed(Sent):
    """One deed for many; `value` is an urgency, a need or the key of a template."""

    conversations: Annotated[list[UUID], Field(min_length=1, max_length=MOST)]
    deed: Key
    value: Word = ""


class Outcomes(Schema):
    """What became of each. `before` is what takes it back: a deed, a colon and a value."""

    outcomes: list[Outcome]


@noun.get("/queue/arrived", Power.READ_QUEUE, gives=Arrived)
def count_arrived(request: ApiRequest, wanted: Query[Since]) -> Arrived:
    """How many began to wait since then. Nothing is opened for it."""
    return Arrived(arrived=messaging.arrived(request.actor, wanted.since))


@noun.get("/queue/pace", Power.READ_QUEUE, gives=Speeds)
def read_pace(request: ApiRequest) -> Speeds:
    """How soon people are answered."""
    crisis = crises.current("en")
    here = clock.now().astimezone(ZoneInfo(crisis.timezone if crisis else "UTC"))
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    found = messaging.paces(request.actor, midnight=midnight)
    return Speeds.model_validate(found)


@noun.get("/queue/off-shift", Power.WORK_QUEUE, gives=list[UUID])
def list_off_shift(request: ApiRequest, wanted: Query[Line]) -> list[UUID]:
    """Whose shift in this line has ended: what they hold can be taken over."""
    return sorted(shifts.off_shift(request.actor.within(Power.WORK_QUEUE), wanted.scope))


@noun.post("/queue/many", Power.WORK_QUEUE, gives=Outcomes, status=200)
def do_for_many(request: ApiRequest, body: Deed) -> Outcomes:
    """What became of each, in the order given: one refusal stops no other.

    Deeds: take, give_back, urgency, need, drop_need, close, reopen, answer.
    """
    found = many(
        conversations=body.conversations, deed=body.deed, value=body.value, by=request.actor
    )
    return Outcomes(outcomes=list(found))
