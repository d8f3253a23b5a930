"""The day's work in one list, and the calendar that a phone may subscribe to."""

from datetime import UTC, datetime
from uuid import UUID

from django.urls import reverse
from ninja import Query, Schema

from amparo.aid.cases import actions
from amparo.aid.cases import queries as cases
from amparo.doors.api.operations import ApiRequest, Noun
from amparo.doors.api.paging import USUAL, Cursor, Limit, Page, sliced
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.reach.calls import queries as calls
from amparo.reach.messaging import queries as messaging

noun = Noun("day")
_LAST = datetime.max.replace(tzinfo=UTC)


class DayFilters(Schema):
    """Mine and what is free, or everyone's."""

    everyone: bool = False
    cursor: Cursor = ""
    limit: Limit = USUAL


class DayItem(Schema):
    """One thing that is due. `what`: proposed, task, answer, case, conversation or call."""

    what: str
    id: UUID
    case_id: UUID | None = None
    conversation_id: UUID | None = None
    reference: str
    kind: str = ""
    words: str | None = None
    due_at: datetime | None
    since: datetime
    overdue: bool
    who: str
    mine: bool


class CalendarState(Schema):
    """Since when the present address works; null without one."""

    since: datetime | None


class CalendarAddress(Schema):
    """The address for the phone, shown this once."""

    address: str


@noun.get("/day", Power.READ_CASES, gives=Page[DayItem])
def read_day(request: ApiRequest, filters: Query[DayFilters]) -> Page[DayItem]:
    """What is due, the earliest first: tasks, late answers, conversations held, calls to make."""
    actor, mine = request.actor, not filters.everyone
    items = [_of_case(one) for one in cases.day(actor, mine=mine)]
    if actor.can(Power.WORK_QUEUE):
        items += [_held(one, actor) for one in _conversations(actor)]
        items += [_call(one, actor) for one in calls.due(actor, mine=mine)]
    items.sort(key=lambda one: (one.due_at or _LAST, one.since, str(one.id)))
    key = lambda one: f"{one.what}:{one.id}"  # noqa: E731
    return sliced(request, items, filters.cursor, filters.limit, key=key)


@noun.get("/calendar", "staff", gives=CalendarState)
def read_calendar(request: ApiRequest) -> CalendarState:
    """Whether there is an address, and since when."""
    return CalendarState(since=cases.calendar_since(request.actor))


# The address knows all that is due for its owner: a token for less must not make one.
@noun.post("/calendar", Power.READ_CASES, gives=CalendarAddress, secret=True)
def make_calendar(request: ApiRequest) -> CalendarAddress:
    """A new address; the one before no longer works. It says that something is due, never what."""
    path = reverse("console:feed", args=[actions.make_calendar(by=request.actor)])
    return CalendarAddress(address=request.build_absolute_uri(path))


@noun.delete("/calendar", "staff")
def end_calendar(request: ApiRequest) -> None:
    """The address opens nothing any more."""
    actions.end_calendar(by=request.actor)


def _of_case(one: cases.Due) -> DayItem:
    return DayItem(
        what=one.what,
        id=one.id,
        case_id=one.case_id,
        reference=one.reference,
        kind=one.kind,
        words=one.words,
        due_at=one.due_at,
        since=one.made_at,
        overdue=one.overdue,
        who=one.who,
        mine=one.mine,
    )


def _conversations(actor: Actor) -> tuple[messaging.Row, ...]:
    return messaging.queue(actor, messaging.QueueFilter(mine=True)).rows


def _held(one: messaging.Row, actor: Actor) -> DayItem:
    """A conversation that I hold and that still waits for an answer."""
    return DayItem(
        what="conversation",
        id=one.id,
        conversation_id=one.id,
        reference=one.reference,
        due_at=one.due_at,
        since=one.waiting_since or one.last_in_at,
        overdue=one.due_at is not None and one.due_at < clock.now(),
        who=actor.name,
        mine=True,
    )


def _call(one: calls.Due, actor: Actor) -> DayItem:
    """A call that was promised; the number stays sealed until someone calls."""
    return DayItem(
        what="call",
        id=one.id,
        conversation_id=one.conversation,
        reference=one.reference,
        due_at=one.due_at,
        since=one.promised_at,
        overdue=one.due_at < clock.now(),
        who=one.promised_by,
        mine=one.promised_by_id == actor.id,
    )
