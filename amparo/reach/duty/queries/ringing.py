"""What rings now, and whether it rings for this viewer."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from amparo.guard.accounts import queries as accounts
from amparo.guard.roster import queries as roster
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.rooms import room
from amparo.reach.duty import areas, rules
from amparo.reach.duty.actions.alarms import steps_of
from amparo.reach.duty.models import Alarm, Ring
from amparo.reach.duty.states import Kind, Sent

MOST = 50
# More than these would push the page away that they are about.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One alarm."""

    id: UUID
    scope: UUID
    kind: str
    about: str
    reference: str
    urgency: int
    since: datetime
    level: int
    count: int
    usual: int
    taken_by: str
    mine: bool  # it rings for the viewer

    @property
    def conversation(self) -> UUID | None:
        """The conversation it is about, if it is about one."""
        return UUID(self.about) if self.kind == Kind.WAITING else None

    @property
    def centre(self) -> tuple[float, float] | None:
        """The middle of the area it is about, if it is about one."""
        return areas.centre(self.about) if self.kind == Kind.VOLUME else None


@dataclass(frozen=True, slots=True)
class Ringing:
    """Everything that stands open on the viewer's lines, the loudest first."""

    rows: tuple[AlarmRow, ...] = ()
    more: int = 0
    unsent: int = 0  # rings by SMS that could not go

    @property
    def loud(self) -> tuple[AlarmRow, ...]:
        """What rings for the viewer: theirs, and not taken."""
        return tuple(one for one in self.rows if one.mine and not one.taken_by)

    @property
    def shown(self) -> tuple[AlarmRow, ...]:
        """What a page has room for: what concerns the whole line, and the first who waits."""
        line = [one for one in self.rows if one.kind != Kind.WAITING]
        line.sort(key=lambda one: bool(one.taken_by))
        waiting = [one for one in self.rows if one.kind == Kind.WAITING]
        return (*line[:SHOWN], *waiting[:1])

    @property
    def others(self) -> int:
        """How many more there are."""
        return len(self.rows) + self.more - len(self.shown)

    @property
    def key(self) -> str:
        """Changes when something new rings for the viewer, or louder."""
        all_ = "".join(sorted(f"{one.id.hex}{one.level}" for one in self.loud))
        return hashlib.blake2b(all_.encode(), digest_size=6).hexdigest() if all_ else ""

    @property
    def gateway(self) -> bool:
        """Whether a gateway is among it."""
        return any(one.kind == Kind.GATEWAY for one in self.rows)

    @property
    def unreadable(self) -> bool:
        """Whether messages that could not be opened are among it."""
        return any(one.kind == Kind.UNREADABLE for one in self.rows)


def ringing(viewer: Actor, rung: Callable[[UUID], roster.Rung] | None = None) -> Ringing:
    """What rings now; nothing for those who read no line.

    `rung` tells whom each step of a line rings, for who has just asked that.
    """
    if viewer.kind != "staff" or not viewer.can(Power.READ_QUEUE):
        return Ringing()
    viewer = viewer.within(Power.READ_QUEUE)
    with room("reach", viewer):
        open_ = Alarm.objects.filter(ended_at=None)
        rows = list(open_.order_by("-level", "-urgency", "since", "id")[:MOST])
        total = open_.count() if len(rows) == MOST else len(rows)
    if not rows:
        return Ringing()
    rung = rung or whom_it_rings
    whom = {one: rung(one) for one in {row.scope_id for row in rows}}
    names = accounts.colleague_names()
    shown = tuple(
        AlarmRow(
            one.id,
            one.scope_id,
            one.kind,
            one.about,
            one.reference,
            one.urgency,
            one.since,
            one.level,
            one.count,
            one.usual,
            names.get(one.taken_by_id, "?") if one.taken_by_id else "",
            viewer.id in steps_of(whom[one.scope_id], one.level),
        )
        for one in rows
    )
    return Ringing(shown, total - len(rows), _unsent([one.id for one in rows]))


def whom_it_rings(scope: UUID) -> roster.Rung:
    """Whom each step rings on this line now."""
    return roster.rung(machine([scope]), scope)


def _unsent(alarms: list[UUID]) -> int:
    """How many rings of these alarms did not go out by SMS, or not in time."""
    late = clock.now() - rules.LATE
    with room("reach", machine()):
        failed = Q(delivery__in=[Sent.FAILED, Sent.UNKNOWN])
        waits = Q(delivery=Sent.QUEUED, made_at__lt=late)
        return Ring.objects.filter(failed | waits, alarm_id__in=alarms).count()
