"""The roster: shifts planned, repeated, copied, given and taken; the gaps between them."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from ninja import Query, Schema
from pydantic import Field

from amparo.doors.api.fields import Moment, Sent, Whole, Word, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.said import Day, DayTime, time_of, zone
from amparo.guard.roster import actions
from amparo.guard.roster import queries as roster
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.kernel.errors import NotFoundError

noun = Noun("roster")
SHIFT = "/roster/shifts/{uuid:shift}"
MOST_DAYS = 62


class OfWeek(Schema):
    """A line or an organisation, and any day of the week; without one it is this week."""

    scope: UUID
    week: Day | None = None


class Stretch(Schema):
    """From one moment to another."""

    starts_at: datetime
    ends_at: datetime


class Week(Schema):
    """A week by the clock of the crisis. `gaps`: nobody is there; of what is past none is told."""

    first: date
    timezone: str
    shifts: list[roster.ShiftRow]
    gaps: list[Stretch]
    changes: list[roster.ChangeRow]


class Colleague(Schema):
    """Someone who works there; `can_play`: they can be put on a shift."""

    person: roster.Person
    can_play: bool


class OfScope(Schema):
    """A line or an organisation."""

    scope: UUID


class Between(Schema):
    """From one moment to another; at most two months."""

    since: Moment
    until: Moment


class OnClock(Sent):
    """From when to when by the clock on the wall there; an end not after the start is next day's.

    When the clocks change in between, `said` of the answer tells.
    """

    day: Day
    starts: DayTime
    ends: DayTime
    timezone: Word

    def span(self, later: int = 0) -> actions.Span:
        """The same in moments, so many days later."""
        starts, ends = time_of(self.starts), time_of(self.ends)
        return actions.span(self.day + timedelta(days=later), starts, ends, self.timezone)


class NewShift(OnClock):
    """A shift, on so many days one after the other, and again for so many weeks."""

    scope: UUID
    staff: UUID
    part: Literal["officer", "standby"] = "officer"
    days: Annotated[Whole, Field(ge=1, le=7)] = 1
    weeks: Whole = 1


class OtherShift(OnClock):
    """The shift as it is from now on; who has it and as what stays if it is not sent."""

    staff: UUID | None = None
    part: Literal["officer", "standby"] | None = None


class Planned(Schema):
    """The new shifts of the first week, without those that stood already.

    `said` of the clocks that night: twice, missing, longer, shorter.
    """

    ids: list[UUID]
    said: list[str]


class Said(Schema):
    """What the night of a clock change does to it: twice, missing, longer, shorter."""

    said: list[str]


class AskChange(Sent):
    """To whom I give my shift, or nobody, when I take a colleague's; a shift `in_return`."""

    to: UUID | None = None
    in_return: UUID | None = None


class Answer(Sent):
    """Yes or no."""

    agree: YesNo


class CopyWeek(Sent):
    """A line or an organisation, and any day of the week that is copied."""

    scope: UUID
    week: Day


class Copied(Schema):
    """How many shifts of that week stand again a week later."""

    shifts: int


@noun.get("/roster", "staff", gives=Week)
def read_week(request: ApiRequest, wanted: Query[OfWeek]) -> Week:
    """A week of shifts, its gaps, and what colleagues asked one another."""
    actor, now = request.actor, clock.now()
    if wanted.scope not in actor.scopes:
        raise NotFoundError(NotFoundError.__doc__)
    first, start, end = _week(wanted.week)
    shifts = roster.shifts(actor, wanted.scope, start, end)
    there = [(one.starts_at, one.ends_at) for one in shifts if one.part == "officer"]
    gaps = actions.gaps(there, max(start, now), end) if end > now else []
    return Week(
        first=first,
        timezone=zone(),
        shifts=list(shifts),
        gaps=[Stretch(starts_at=one, ends_at=other) for one, other in gaps],
        changes=list(roster.changes(actor, wanted.scope)),
    )


@noun.get("/roster/people", "staff", gives=list[Colleague])
def list_people(request: ApiRequest, wanted: Query[OfScope]) -> list[Colleague]:
    """Who works there, and who of them can be put on a shift."""
    can = {one.staff for one in roster.players(request.actor, wanted.scope)}
    people = roster.people(request.actor, wanted.scope)
    return [Colleague(person=one, can_play=one.staff in can) for one in people]


@noun.get("/roster/mine", "staff", gives=list[roster.ShiftRow])
def list_my_shifts(request: ApiRequest, wanted: Query[Between]) -> list[roster.ShiftRow]:
    """My own shifts, wherever I work."""
    until = min(wanted.until, wanted.since + timedelta(days=MOST_DAYS))
    return list(roster.my_shifts(request.actor, wanted.since, until))


@noun.post("/roster/shifts", Power.PLAN_SHIFTS, gives=Planned)
def plan_shift(request: ApiRequest, body: NewShift) -> Planned:
    """The shift stands, repeated as told; the very same one is not made twice."""
    ids: list[UUID] = []
    said: list[str] = []
    for later in range(body.days):
        span = body.span(later)
        planned = actions.Planned(
            body.scope, body.staff, span.starts_at, span.ends_at, body.timezone, body.part
        )
        made = actions.plan_shift(planned=planned, weeks=body.weeks, by=request.actor)
        ids += [made] if made else []
        said += span.said
    return Planned(ids=ids, said=list(dict.fromkeys(said)))


@noun.post(f"{SHIFT}/ask", "staff", gives=Made)
def ask_change(request: ApiRequest, shift: UUID, body: AskChange) -> Made:
    """A colleague is asked to take my shift, or to let me take theirs."""
    found, to = _find(request, shift), request.actor.id
    if found.staff == to:
        chosen = _find(request, body.in_return) if body.in_return else None
        to = chosen.staff if chosen else body.to or to
    made = actions.ask_change(shift=shift, to=to, in_return=body.in_return, by=request.actor)
    return Made(id=made)


@noun.post("/roster/changes/{uuid:change}/answer", "staff")
def answer_change(request: ApiRequest, change: UUID, body: Answer) -> None:
    """Yes or no to what a colleague asked."""
    actions.answer_change(change=change, agree=body.agree, by=request.actor)


@noun.post("/roster/copy", Power.PLAN_SHIFTS, gives=Copied, status=200)
def copy_week(request: ApiRequest, body: CopyWeek) -> Copied:
    """The week stands again a week later, at the same clock on the wall."""
    _, start, end = _week(body.week)
    copied = actions.copy_week(scope=body.scope, start=start, end=end, days=7, by=request.actor)
    return Copied(shifts=copied)


@noun.get(SHIFT, "staff", gives=roster.ShiftRow)
def read_shift(request: ApiRequest, shift: UUID) -> roster.ShiftRow:
    """One shift of a line or organisation of mine."""
    return _find(request, shift)


@noun.put(SHIFT, Power.PLAN_SHIFTS, gives=Said)
def change_shift(request: ApiRequest, shift: UUID, body: OtherShift) -> Said:
    """The shift is as told from now on; a request that was open about it is gone."""
    found, span = _find(request, shift), body.span()
    planned = actions.Planned(
        found.scope,
        body.staff or found.staff,
        span.starts_at,
        span.ends_at,
        body.timezone,
        body.part or found.part,
    )
    actions.change(shift=shift, planned=planned, by=request.actor)
    return Said(said=list(span.said))


@noun.delete(SHIFT, Power.PLAN_SHIFTS)
def remove_shift(request: ApiRequest, shift: UUID) -> None:
    """The shift is no longer planned."""
    actions.remove(shift=shift, by=request.actor)


def _week(day: date | None) -> tuple[date, datetime, datetime]:
    """The Monday of this week there, and when the week begins and ends."""
    place = zone()
    day = day or clock.now().astimezone(ZoneInfo(place)).date()
    first = day - timedelta(days=day.weekday())
    start, end = (
        actions.moment(datetime.combine(one, datetime.min.time()), place).at
        for one in (first, first + timedelta(days=7))
    )
    return first, start, end


def _find(request: ApiRequest, shift: UUID) -> roster.ShiftRow:
    found = roster.shift(request.actor, shift)
    if found is None:
        raise NotFoundError(NotFoundError.__doc__)
    return found
