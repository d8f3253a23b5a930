"""A shift as someone plans it, and what must hold before it stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amparo.guard.accounts import queries as accounts
from amparo.guard.roster import rules
from amparo.guard.roster.models import Shift
from amparo.guard.roster.states import Part
from amparo.kernel import clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError


@dataclass(frozen=True, slots=True)
class Planned:
    """A shift as someone plans it."""

    scope: UUID
    staff: UUID
    starts_at: datetime
    ends_at: datetime
    timezone: str
    part: str = Part.OFFICER


def planner(by: Actor, scope: UUID) -> Actor:
    """Who plans, narrowed to where they may; NotFoundError elsewhere."""
    if by.kind == "machine":
        return by
    by = by.within(Power.PLAN_SHIFTS)
    if scope not in by.scopes:
        raise NotFoundError(NotFoundError.__doc__)
    return by


def check(planned: Planned) -> None:
    rules.zone(planned.timezone)
    rules.check_span(planned.starts_at, planned.ends_at)
    if planned.part not in Part.values:
        raise InvalidError("part", "Choose officer or standby.")


def check_works(staff: UUID, scope: UUID, part: str = Part.OFFICER) -> None:
    """Nothing, or InvalidError: a shift is for someone who works there. Called outside rooms."""
    if staff not in {one.id for one in accounts.working([scope])}:
        raise InvalidError("staff", "This colleague does not work there. Choose someone who does.")
    if staff not in able(scope, part):
        raise InvalidError(
            "staff",
            "This colleague could not take what rings. Choose someone who answers the line.",
        )


def able(scope: UUID, part: str = Part.STANDBY) -> frozenset[UUID]:
    """Who can play this part: on a line who answers, as standby also who plans; elsewhere all."""
    if scope not in accounts.controllers():
        return frozenset(one.id for one in accounts.working([scope]))
    powers = [Power.WORK_QUEUE] + [Power.PLAN_SHIFTS] * (part == Part.STANDBY)
    return frozenset(who for power in powers for who in accounts.colleagues_with(scope, power))


def check_free(planned: Planned, but: UUID) -> None:
    same = Shift.objects.filter(
        scope_id=planned.scope,
        staff_id=planned.staff,
        starts_at=planned.starts_at,
        part=planned.part,
    )
    if same.exclude(id=but).exists():
        raise WrongStateError("They have this shift already. Nothing was changed.")


def get(shift: UUID) -> Shift:
    found = Shift.objects.select_for_update().filter(id=shift).first()
    if found is None:
        raise NotFoundError(NotFoundError.__doc__)
    return found


def moved(planned: Planned, days: int, by: Actor) -> Shift:
    """The same shift so many days later, at the same clock on the wall."""
    start = rules.same_wall(planned.starts_at, planned.timezone, days).at
    end = rules.same_wall(planned.ends_at, planned.timezone, days).at
    if not days:
        start, end = planned.starts_at, planned.ends_at
    return Shift(
        id=refs.new_ref(),
        scope_id=planned.scope,
        staff_id=planned.staff,
        part=planned.part,
        starts_at=start,
        ends_at=max(end, start + timedelta(minutes=1)),
        timezone=planned.timezone,
        planned_at=clock.now(),
        planned_by_id=by.id,
    )
