"""The demo's roster: two officers share the day, and for some hours nobody is there."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from amparo.commons.crises import queries as crises
from amparo.doors.cli.demo.world import World
from amparo.guard.roster import actions
from amparo.kernel import clock
from amparo.kernel.authority import machine

# Who, from which hour after the demo began, for how many hours, as what. Whoever opens the demo
# finds Inés on duty.
PLAN = (
    ("ines", -2, 12, "officer"),
    ("teo", 9, 8, "officer"),
    ("paloma", 16, 7, "standby"),
)
DAYS = 14


def plan(world: World) -> None:
    """Two weeks stand in the roster; one more organisation is on the line's list."""
    crisis = crises.current("en")
    assert crisis is not None
    place = ZoneInfo(crisis.timezone)
    hour = clock.now().astimezone(place).replace(minute=0, second=0, microsecond=0)
    for login, after, hours, part in PLAN:
        for day in range(DAYS):
            start = hour + timedelta(days=day, hours=after)
            _plan(world, login, start, hours, part)
    actions.add_member(
        line=world.line,
        organisation=world.owners["casa-marina-family"],
        joined_on=hour.date(),
        by=machine(),
    )


def _plan(world: World, login: str, start: datetime, hours: int, part: str) -> None:
    zone, end = str(start.tzinfo), start + timedelta(hours=hours)
    span = actions.span(start.date(), start.time(), end.time(), zone)
    planned = actions.Planned(
        world.line, world.staff[login].id, span.starts_at, span.ends_at, zone, part
    )
    actions.plan_shift(planned=planned, by=machine([world.line]))
