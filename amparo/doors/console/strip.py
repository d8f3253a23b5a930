"""What stands above every page: what rings, a shift that ends, a warning, a note left behind."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from amparo.doors.console import lists
from amparo.guard.roster import queries as roster
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.reach.duty import queries as duty

# A page asks at most so often; the round that raises alarms runs every fifteen seconds.
FRESH = 4.0
# Plans change seldom; a colleague who changes one here sees it at once (`lists.forget`).
PLAN_FRESH = 15.0
ENDS_SOON = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Strip:
    """Everything above the page."""

    ringing: duty.Ringing
    warnings: tuple[duty.Sign, ...] = ()
    shift: roster.ShiftRow | None = None
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


def _strip(actor: Actor) -> Strip:
    now = clock.now()
    read = partial(roster.next_shift, actor)
    shift = lists.fresh("shift", str(actor.id), read, PLAN_FRESH)
    if shift is not None and shift.ends_at <= now:
        shift = read()
    running = shift is not None and shift.starts_at <= now
    return Strip(
        duty.ringing(actor, _rung),
        duty.unheard(actor),
        shift,
        bool(shift and running and shift.ends_at - now <= ENDS_SOON),
    )


def _rung(scope: UUID) -> roster.Rung:
    return lists.fresh("rung", str(scope), partial(duty.whom_it_rings, scope), PLAN_FRESH)


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
