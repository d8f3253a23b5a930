"""Whether someone is there for those who write: gateways, colleagues, shifts, languages."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from amparo.commons.wording import queries as wording
from amparo.doors.cli.checks.findings import Finding, missing, note
from amparo.doors.cli.house import Json
from amparo.guard.accounts import queries as accounts
from amparo.guard.accounts.queries import Colleague
from amparo.guard.accounts.roles import Role
from amparo.guard.roster import queries as roster
from amparo.kernel.authority import machine
from amparo.reach.messaging.queries import line

HOURS = 24
PUBLIC = ("es", "fr", "pt", "ar", "ht", "tl", "bn", "ne", "am", "ru", "id")


def people(born: Json, now: datetime) -> Iterator[Finding]:
    """All of it."""
    yield from gateways(born)
    colleagues = accounts.staff(machine())
    yield from colleagues_of(colleagues)
    for scope, name in sorted(accounts.line_names().items(), key=lambda one: one[1]):
        yield from officers(colleagues, scope, name)
        yield from shifts(scope, name, now)
    if not accounts.line_names():
        yield missing(
            "line",
            "There is no line yet.",
            "Messages are taken in and kept, and nobody reads them.",
            "amparo organisation add, crisis add, line add",
        )
    yield from languages()


def gateways(born: Json) -> Iterator[Finding]:
    """Whether answers can go out by SMS, and whether the gateway is heard of."""
    if not born.get("gateways", {}).get("kannel"):
        yield missing(
            "gateway",
            "No SMS gateway is set up.",
            "Who has no internet can not write to the house, nor be answered.",
            "amparo kannel writes its configuration.",
        )
    told = line.line_state()
    for name in told.silent:
        yield missing(
            "gateway-silent",
            f"The gateway {name} has not been heard of for a while.",
            "People may be writing and nobody hears them.",
            "Look at its own log, and whether its SIM or its contract still works.",
        )
    if told.unreadable:
        yield missing(
            "unreadable",
            f"{told.unreadable} messages could not be opened.",
            "Somebody wrote them and waits. They are kept.",
            "amparo keys status; was the keyholder's folder replaced, or a day's key destroyed?",
        )


def colleagues_of(colleagues: tuple[Colleague, ...]) -> Iterator[Finding]:
    """Whether one person alone holds the keys to who may sign in."""
    count = sum(any(role == Role.ADMINISTRATOR for _, role in one.works) for one in colleagues)
    if count < 2:
        yield missing(
            "administrators",
            f"{'Nobody' if not count else 'Only one person'} can let staff in and out.",
            "If that person is ill, in danger or gone, nobody can shut out a stolen account.",
            "amparo staff add LOGIN NAME --role administrator@WHERE, for two people",
        )


def officers(colleagues: tuple[Colleague, ...], scope: UUID, name: str) -> Iterator[Finding]:
    """Whether anybody answers this line."""
    count = sum((scope, Role.OFFICER) in one.works for one in colleagues)
    if count < 2:
        yield missing(
            "officers",
            f"{name}: {'nobody' if not count else 'one person alone'} answers it.",
            "People wait whenever that person sleeps.",
            f"amparo staff add LOGIN NAME --role 'officer@{name}'",
        )


def shifts(scope: UUID, name: str, now: datetime) -> Iterator[Finding]:
    """The first hour of the next day in which nobody is there."""
    there = machine((scope,))
    hours = [now + timedelta(hours=hour) for hour in range(HOURS)]
    bare = [hour for hour in hours if not roster.on_duty(there, scope, hour)]
    if bare:
        yield missing(
            "shifts",
            f"{name}: nobody is on shift in {len(bare)} of the next {HOURS} hours, "
            f"from {bare[0]:%d %B %H:%M} UTC.",
            "Someone in danger then waits until standby hears the ring.",
            "Console, More, Roster.",
        )


def languages() -> Iterator[Finding]:
    """Languages of the public pages that no native reader has signed."""
    unsigned = [code for code in PUBLIC if wording.laid(code).signature is None]
    if unsigned:
        yield note(
            "languages",
            f"No native reader has signed {', '.join(unsigned)}.",
            "A wrong word on a page about danger, rights or consent can mislead someone. The pages "
            "say that they are machine drafts.",
            "Console, More: someone who speaks the language reads, corrects and signs.",
        )
