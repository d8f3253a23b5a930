"""Shifts are planned, repeated, changed and removed; whoever is on may stay."""

from datetime import datetime
from uuid import UUID

from amparo.guard.accounts import queries as accounts
from amparo.guard.roster import rules
from amparo.guard.roster.models import Change, Shift
from amparo.guard.roster.planned import Planned, check, check_free, check_works, get, moved, planner
from amparo.guard.roster.states import Asked
from amparo.kernel import audit, clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room

MOST_WEEKS = 12


def plan_shift(*, planned: Planned, by: Actor, weeks: int = 1) -> UUID | None:
    """The new shift's id, repeated at the same clock on the wall for so many weeks.

    None when the very same shift stands already.
    """
    by = planner(by, planned.scope)
    if not 1 <= weeks <= MOST_WEEKS:
        raise InvalidError("weeks", "Between 1 and %(most)s weeks.", most=MOST_WEEKS)
    check(planned)
    check_works(planned.staff, planned.scope, planned.part)
    rows = [moved(planned, 7 * week, by) for week in range(weeks)]
    with room("guard", by):
        Shift.objects.bulk_create(rows, ignore_conflicts=True)
        made = Shift.objects.filter(id=rows[0].id).exists()
        audit.write(by=by, verb="plan_shift", about=planned.staff, detail={"weeks": weeks})
    return rows[0].id if made else None


def copy_week(*, scope: UUID, start: datetime, end: datetime, days: int, by: Actor) -> int:
    """How many shifts that begin in this time now stand again so many days later."""
    by = planner(by, scope)
    there = {one.id for one in accounts.working([scope])}
    with room("guard", by):
        found = Shift.objects.filter(scope_id=scope, starts_at__gte=start, starts_at__lt=end)
        rows = [
            moved(
                Planned(scope, one.staff_id, one.starts_at, one.ends_at, one.timezone, one.part),
                days,
                by,
            )
            for one in found.filter(staff_id__in=there)
        ]
        Shift.objects.bulk_create(rows, ignore_conflicts=True)
        audit.write(by=by, verb="copy_week", about=scope, detail={"shifts": len(rows)})
    return len(rows)


def change(*, shift: UUID, planned: Planned, by: Actor) -> None:
    """The shift is as planned now; a request that was open about it is gone."""
    by = planner(by, planned.scope)
    check(planned)
    check_works(planned.staff, planned.scope, planned.part)
    with room("guard", by):
        row = get(shift)
        if row.scope_id != planned.scope:
            raise NotFoundError(NotFoundError.__doc__)
        check_free(planned, but=shift)
        Shift.objects.filter(id=shift).update(
            staff_id=planned.staff,
            part=planned.part,
            starts_at=planned.starts_at,
            ends_at=planned.ends_at,
            timezone=planned.timezone,
            planned_at=clock.now(),
            planned_by_id=by.id,
        )
        Change.objects.filter(shift_id=shift, state=Asked.OPEN).update(state=Asked.GONE)
        audit.write(by=by, verb="change_shift", about=shift)


def remove(*, shift: UUID, by: Actor) -> None:
    """The shift is no longer planned."""
    by = by.within(Power.PLAN_SHIFTS)
    with room("guard", by):
        row = get(shift)
        audit.write(by=by, verb="remove_shift", about=row.staff_id)
        row.delete()


def stay(*, scope: UUID, by: Actor) -> datetime:
    """When the shift ends now: one hour later, for whoever is on or has just ended."""
    now = clock.now()
    with room("guard", by):
        row = (
            Shift.objects.select_for_update()
            .filter(scope_id=scope, staff_id=by.id, starts_at__lte=now)
            .filter(ends_at__gt=now - rules.JUST_ENDED)
            .order_by("-ends_at")
            .first()
        )
        if row is None:
            raise WrongStateError("You have no shift that could go on. Ask who plans the shifts.")
        ends_at = max(row.ends_at, now) + rules.STAY
        Shift.objects.filter(id=row.id).update(ends_at=ends_at)
        audit.write(by=by, verb="stay", about=row.id)
    return ends_at
