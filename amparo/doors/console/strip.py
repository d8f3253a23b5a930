"""What stands above every page: what rings, a shift that ends, a warning, a note left behind."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from amparo.doors.console import lists
from amparo.guard.accounts import queries as accounts
from amparo.guard.roster import queries as roster
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.reach.duty import queries as duty
from amparo.reach.messaging.queries import Counted

# A page asks at most so often; the round that raises alarms runs every fifteen seconds.
FRESH = 4.0
# Plans change seldom; a colleague who changes one here sees it at once (`lists.forget`).
PLAN_FRESH = 15.0
ENDS_SOON = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Strip:
    """Everything above the page."""

    ringing: duty.Ringing
    warnings: tuple[duty.Coming, ...] = ()
    shift: roster.Span | None = None
    soon: bool = False  # the shift that runs ends within twenty minutes

    @property
    def key(self) -> str:
        """Changes when there is something new to be said."""
        found = [self.ringing.key, *(one.id.hex[-6:] + one.level for one in self.warnings)]
        taken = "".join(one.taken_by[:1] for one in self.ringing.rows)
        state = f"{len(self.ringing.rows)}{taken}{self.ringing.unsent}{int(self.soon)}"
        return "-".join([*found, state])


def strip(actor: Actor) -> Strip | None:
    """What stands above this colleague's pages; None for strangers."""
    if actor.kind != "staff":
        return None
    return lists.fresh("strip", str(actor.id), lambda: _strip(actor), FRESH)


def look(actor: Actor, *, notes: bool, midnight: datetime) -> Counted | None:
    """The counts of the line; and all else that a page of the queue needs is known afterwards.

    One statement for each room that knows something of it, however much has become old at once.
    """
    _plan(actor)
    lines = actor.within(Power.READ_QUEUE).scopes
    found = duty.glance(
        actor,
        _rung,
        strip=not lists.known("strip", str(actor.id), FRESH),
        notes=notes and not lists.known("no notes", str(actor.id), FRESH),
        ready=[one for one in lines if not lists.known("ready", str(one))],
        midnight=midnight,
    )
    if found.ringing is not None:
        lists.remember("strip", str(actor.id), _made(actor, found))
    if found.notes == 0:
        lists.remember("no notes", str(actor.id))
    for line, ready in found.ready.items():
        lists.remember("ready", str(line), ready)
    return found.counts


def _strip(actor: Actor) -> Strip:
    _plan(actor)
    return _made(actor, duty.glance(actor, _rung, strip=True))


def _made(actor: Actor, found: duty.Glance) -> Strip:
    now = clock.now()
    shift: roster.Span | None = lists.fresh("shift", str(actor.id), lambda: None, PLAN_FRESH)
    running = shift is not None and shift.starts_at <= now
    return Strip(
        found.ringing or duty.Ringing(),
        found.warnings,
        shift,
        bool(shift and running and shift.ends_at - now <= ENDS_SOON),
    )


def _plan(actor: Actor) -> None:
    """The colleague's shift, whom their lines ring and whose shift has ended are known."""
    lines = actor.within(Power.READ_QUEUE).scopes if actor.can(Power.READ_QUEUE) else ()
    if lists.known("shift", str(actor.id), PLAN_FRESH):
        shift: roster.Span | None = lists.fresh("shift", str(actor.id), lambda: None)
        over = shift is not None and shift.ends_at <= clock.now()
        rung = all(lists.known("rung", str(one), PLAN_FRESH) for one in lines)
        if rung and not over and accounts.fresh_names() is not None:
            return
    found = roster.glance(actor, lines)
    lists.remember("shift", str(actor.id), found.shift)
    for line in lines:
        lists.remember("rung", str(line), found.rung[line])
        lists.remember("off shift", str(line), found.ended[line])


def ended(actor: Actor, line: UUID) -> frozenset[UUID]:
    """Whose shift on this line has ended: what they hold can be taken over."""
    if not lists.known("off shift", str(line), PLAN_FRESH):
        _plan(actor)
    return lists.fresh("off shift", str(line), frozenset[UUID], PLAN_FRESH)


def _rung(line: UUID) -> roster.Rung:
    return lists.fresh("rung", str(line), partial(duty.whom_it_rings, line), PLAN_FRESH)


def notes(actor: Actor) -> tuple[duty.HandOverRow, ...]:
    """What the last shift left for this colleague and nobody has shown them yet."""
    if actor.kind != "staff" or not actor.can(Power.READ_QUEUE):
        return ()
    # That there is none is remembered for a moment; what a note says never is.
    if lists.known("no notes", str(actor.id), FRESH):
        return ()
    found = duty.notes(actor)
    if not found:
        lists.remember("no notes", str(actor.id))
    return found


def scopes(actor: Actor) -> dict[UUID, str]:
    """The lines and organisations of a colleague, lines first, by name."""
    found = duty.scope_names(actor.scopes)
    lines = set(roster.lines())
    return dict(sorted(found.items(), key=lambda one: (one[0] not in lines, one[1])))


def chosen_scope(actor: Actor, wanted: str) -> UUID | None:
    """The line or organisation that is looked at: the one asked for if it is theirs."""
    known = list(scopes(actor))
    found = next((one for one in known if str(one) == wanted), None)
    return found or (known[0] if known else None)
