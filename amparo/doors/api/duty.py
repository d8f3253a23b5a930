"""What rings and who takes it; what one shift leaves to the next."""

from dataclasses import fields
from uuid import UUID

from ninja import Query, Schema

from amparo.commons.crises import queries as crises
from amparo.doors.api.fields import Sent, Text, Whole, Word
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.guard.roster import actions as roster_actions
from amparo.guard.roster import queries as roster
from amparo.kernel.authority import Power
from amparo.kernel.errors import NotFoundError
from amparo.reach.duty import actions, queries
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.queries import line

noun = Noun("duty")


class Scope(Schema):
    """A line or an organisation."""

    scope: UUID


class Taken(Schema):
    """The conversation that is theirs now, if the alarm was about one."""

    conversation: UUID | None


class Ring(Schema):
    """What rings on my lines, the loudest first; early signs that nobody has heard yet."""

    alarms: list[queries.AlarmRow]
    more: int
    unsent: int
    signs: list[queries.Coming]
    shift: roster.ShiftRow | None


class Steps(Sent):
    """Minutes before each step, and when many at once are too many."""

    first: Whole
    second: Whole
    third: Whole
    unsorted: Whole
    volume_more_than: Whole
    volume_minutes: Whole


class Escalation(Schema):
    """After how many minutes who is rung, and whom it rings now."""

    steps: roster_actions.Steps
    rung: roster.Rung


class SetSteps(Sent):
    """The steps of one line."""

    scope: UUID
    steps: Steps


class Number(Sent):
    """A telephone number, with its country; nothing to be rung no more."""

    number: Word


class HandOver(Sent):
    """What I hold on this line goes to a colleague who is on duty, or back; with a note."""

    scope: UUID
    to: UUID | None = None
    note: Text = ""


class Stays(Sent):
    """A line or an organisation."""

    scope: UUID


class Held(Schema):
    """What I hold, what is open, who is there now, and what shifts before me left."""

    held: list[line.Held]
    waiting: int
    urgent: int
    on_duty: list[roster.OnDuty]
    recent: list[queries.HandOverRow]


class Spot(Schema):
    """A place, and how many km away when that is far from where most people write about."""

    place: crises.PlaceCard
    far: int


class Find(Schema):
    """A part of a name."""

    find: Word


@noun.get("/alarms", Power.READ_QUEUE, gives=Ring)
def list_alarms(request: ApiRequest) -> Ring:
    """What rings now, and my shift."""
    found = queries.ringing(request.actor, queries.whom_it_rings)
    return Ring(
        alarms=list(found.rows),
        more=found.more,
        unsent=found.unsent,
        signs=list(queries.unheard(request.actor)),
        shift=roster.next_shift(request.actor),
    )


@noun.post("/alarms/{uuid:alarm}/take", Power.READ_QUEUE, gives=Taken, status=200)
def take_alarm(request: ApiRequest, alarm: UUID) -> Taken:
    """It no longer rings; if it is about a person, her conversation is theirs."""
    return Taken(conversation=actions.take(alarm=alarm, by=request.actor))


@noun.get("/escalation", Power.READ_QUEUE, gives=Escalation)
def read_escalation(request: ApiRequest, wanted: Query[Scope]) -> Escalation:
    """After how many minutes who is rung on this line."""
    scope = _mine(request, wanted.scope, Power.READ_QUEUE)
    return Escalation(
        steps=roster.steps(request.actor, scope), rung=roster.rung(request.actor, scope)
    )


@noun.put("/escalation", Power.PLAN_SHIFTS)
def set_escalation(request: ApiRequest, body: SetSteps) -> None:
    """It rings after so many minutes from now on."""
    names = [one.name for one in fields(roster_actions.Steps)]
    steps = roster_actions.Steps(**{name: getattr(body.steps, name) for name in names})
    roster_actions.set_steps(scope=body.scope, steps=steps, by=request.actor)


@noun.get("/me/phone", Power.READ_QUEUE, gives=Number)
def read_my_phone(request: ApiRequest) -> Number:
    """My own number, which nobody else sees; empty when none is kept."""
    return Number(number=queries.my_phone(request.actor))


@noun.put("/me/phone", Power.READ_QUEUE)
def set_my_phone(request: ApiRequest, body: Number) -> None:
    """This number rings when it is my turn."""
    actions.set_phone(number=body.number, by=request.actor)


@noun.delete("/me/phone", Power.READ_QUEUE)
def forget_my_phone(request: ApiRequest) -> None:
    """No number rings."""
    actions.forget_phone(by=request.actor)


@noun.post("/me/shift/stay", Power.WORK_QUEUE)
def stay_on(request: ApiRequest, body: Stays) -> None:
    """My shift goes on for an hour."""
    scope = _mine(request, body.scope, Power.WORK_QUEUE)
    roster_actions.stay(scope=scope, by=request.actor)


@noun.get("/hand-over", Power.WORK_QUEUE, gives=Held)
def read_hand_over(request: ApiRequest, wanted: Query[Scope]) -> Held:
    """What I would hand over on this line now."""
    scope = _mine(request, wanted.scope, Power.WORK_QUEUE)
    worker = request.actor.within(Power.WORK_QUEUE)
    open_now = line.open_now(worker, scope)
    return Held(
        held=list(line.held_by(worker, scope)),
        waiting=open_now.waiting,
        urgent=open_now.urgent,
        on_duty=list(roster.on_duty(worker, scope)),
        recent=list(queries.recent(worker, scope)),
    )


@noun.post("/hand-over", Power.WORK_QUEUE, gives=Made)
def hand_over(request: ApiRequest, body: HandOver) -> Made:
    """All that I held is free, or the other one's, and the note waits to be read."""
    made = actions.give(scope=body.scope, note=body.note, to=body.to, by=request.actor)
    return Made(id=made)


@noun.get("/hand-over/notes", Power.READ_QUEUE, gives=list[queries.HandOverRow])
def list_notes(request: ApiRequest) -> list[queries.HandOverRow]:
    """What the last shifts left, and I have not read yet; at most three."""
    return list(queries.notes(request.actor))


@noun.post("/hand-over/{uuid:hand_over}/read", Power.READ_QUEUE)
def read_note(request: ApiRequest, hand_over: UUID) -> None:
    """The note is read: whoever wrote it sees that."""
    actions.mark_read(hand_over=hand_over, by=request.actor)


@noun.get("/places", Power.READ_QUEUE, gives=list[Spot])
def find_places(request: ApiRequest, wanted: Query[Find]) -> list[Spot]:
    """Places of the crisis's country whose names hold these words, the largest first."""
    crisis, text = crises.current("en"), wanted.find.strip()
    found = crises.find_places(crisis.country, text) if crisis and len(text) > 1 else ()
    area = messaging.zone(request.actor)
    return [Spot(place=one, far=area.beyond(one.lat, one.lon) if area else 0) for one in found]


def _mine(request: ApiRequest, scope: UUID, power: Power) -> UUID:
    """The line, if it is one of theirs; NotFoundError as for one that is not there."""
    if scope not in request.actor.within(power).scopes:
        raise NotFoundError(NotFoundError.__doc__)
    return scope
