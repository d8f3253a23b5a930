"""Shifts for tests: someone is there from so many minutes before to so many after now."""

from datetime import datetime, timedelta
from uuid import UUID

from amparo.guard.roster import actions
from amparo.guard.roster.states import Part
from amparo.kernel import clock
from amparo.kernel.authority import machine
from tests.cast import LINE, staff_id


def planned(
    name: str, start: float, end: float, part: str = Part.OFFICER, now: datetime | None = None
) -> actions.Planned:
    """A shift of the cast, in minutes from now."""
    now = now or clock.now()
    return actions.Planned(
        LINE,
        staff_id(name),
        now + timedelta(minutes=start),
        now + timedelta(minutes=end),
        "America/Port-au-Prince",
        part,
    )


def shift(name: str, start: float, end: float, part: str = Part.OFFICER) -> UUID:
    """The id of such a shift, standing."""
    made = actions.plan_shift(planned=planned(name, start, end, part), by=machine([LINE]))
    assert made is not None
    return made
