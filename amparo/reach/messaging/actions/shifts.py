"""Claims and shifts: who is not on duty takes nothing new, and what she held can be taken over."""

from datetime import datetime, timedelta
from uuid import UUID

from amparo.guard.roster import queries as roster
from amparo.kernel import clock
from amparo.kernel.authority import Actor
from amparo.kernel.errors import WrongStateError

# How long a shift that ended is looked back for.
LOOKED_BACK = timedelta(hours=12)


class OffShiftError(WrongStateError):
    """The shift is over, or has not begun."""

    def __init__(self, scope: UUID, duty: roster.Duty) -> None:
        """Remember whose line it is, so that staying on can be offered."""
        if duty.ended_at:
            super().__init__(
                "Your shift ended at %(at)s UTC; nothing was taken. Stay on, or leave it to a "
                "colleague who is on.",
                at=f"{duty.ended_at:%H:%M}",
            )
        else:
            super().__init__(
                "You are not on shift; nothing was taken. Stay on, or leave it to a colleague who "
                "is on."
            )
        self.scope = scope
        self.ended_at: datetime | None = duty.ended_at
        self.starts_at: datetime | None = duty.starts_at


def check_on(by: Actor, scope: UUID) -> None:
    """Nothing, or OffShiftError. For whom no shift was planned, all is as without a roster."""
    duty = roster.duty(by, scope)
    if duty.planned and not duty.on:
        raise OffShiftError(scope, duty)


def off_shift(viewer: Actor, scope: UUID) -> frozenset[UUID]:
    """Whose shift in this line has ended, and who is not on another one now."""
    now = clock.now()
    rows = roster.shifts(viewer, scope, now - LOOKED_BACK, now)
    there = {one.staff for one in rows if one.ends_at > now}
    return frozenset(one.staff for one in rows) - there
