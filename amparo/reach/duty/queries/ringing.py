"""What rings now, and whether it rings for this viewer."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from amparo.guard.accounts import queries as accounts
from amparo.guard.roster import queries as roster
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.rooms import room
from amparo.kernel.together import Question, Rows, ask, counted
from amparo.reach.duty import areas, rules
from amparo.reach.duty.actions.alarms import steps_of
from amparo.reach.duty.models import Alarm, Ring
from amparo.reach.duty.states import Kind, Sent

MOST = 50
# More than these would push the page away that they are about.
SHOWN = 3
_FIELDS = "id scope_id kind about reference urgency since level count usual taken_by_id"


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
    with room("reach", machine(viewer.scopes)):
        found = ask(questions(viewer))
    return made(viewer, found, rung or whom_it_rings)


def questions(viewer: Actor) -> dict[str, Question[Any]]:
    """The same as questions that our machinery may ask together with others, for these lines."""
    open_ = Alarm.objects.filter(scope_id__in=viewer.scopes, ended_at=None)
    rows = open_.order_by("-level", "-urgency", "since", "id")[:MOST]
    failed = Q(delivery__in=[Sent.FAILED, Sent.UNKNOWN])
    waits = Q(delivery=Sent.QUEUED, made_at__lt=clock.now() - rules.LATE)
    return {
        "alarms": Question(rows, _FIELDS, _in_order),
        "alarms_in_all": counted(open_),
        "unsent": counted(Ring.objects.filter(failed | waits, alarm__in=open_)),
    }


def _in_order(rows: Rows) -> list[Alarm]:
    found = [Alarm(**one) for one in rows]
    return sorted(found, key=lambda one: (-one.level, -one.urgency, one.since, one.id))


def made(viewer: Actor, found: Mapping[str, Any], rung: Callable[[UUID], roster.Rung]) -> Ringing:
    """What rings for the viewer, of what the questions came to."""
    rows: list[Alarm] = found["alarms"]
    if not rows:
        return Ringing()
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
    return Ringing(shown, found["alarms_in_all"] - len(rows), found["unsent"])


def whom_it_rings(scope: UUID) -> roster.Rung:
    """Whom each step rings on this line now."""
    return roster.rung(machine([scope]), scope)
