"""What a page of the line asks beside its rows, in one statement."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.guard.roster import queries as roster
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.rooms import room
from amparo.kernel.together import Question, ask
from amparo.reach.duty.queries.handovers import question as notes_question
from amparo.reach.duty.queries.ringing import Ringing, made
from amparo.reach.duty.queries.ringing import questions as alarm_questions
from amparo.reach.duty.queries.signals import Coming, not_heard
from amparo.reach.duty.queries.signals import questions as sign_questions
from amparo.reach.messaging.queries import Ready
from amparo.reach.messaging.queries import figures as line


@dataclass(frozen=True, slots=True)
class Glance:
    """What was asked for; None and nothing where it was not."""

    ringing: Ringing | None = None
    warnings: tuple[Coming, ...] = ()
    notes: int | None = None
    counts: line.Counted | None = None
    ready: Mapping[UUID, tuple[Ready, ...]] = field(default_factory=dict)


def glance(
    viewer: Actor,
    rung: Callable[[UUID], roster.Rung],
    *,
    strip: bool,
    notes: bool = False,
    ready: Iterable[UUID] = (),
    midnight: datetime | None = None,
) -> Glance:
    """What stands above every page (`strip`), whether notes are unread, the answers that are ready
    in these lines; with `midnight` the figures of the line that are not fresh, too.

    Our machinery asks, in the viewer's scopes, and each question names whose rows it wants.
    """
    reads = viewer.can(Power.READ_QUEUE)
    lines = viewer.within(Power.READ_QUEUE) if reads else viewer
    wanted: dict[str, Question[Any]] = sign_questions(viewer) if strip else {}
    shown = [one for one in ready if reads and one in lines.scopes]
    if strip and reads:
        wanted |= alarm_questions(lines)
    if notes and reads:
        wanted["notes"] = notes_question(lines)
    if shown:
        wanted["ready"] = line.ready_question(shown)
    if midnight is not None and reads:
        wanted |= line.questions(lines, midnight)
    if not wanted:
        return Glance()
    with room("reach", machine(viewer.scopes)):
        found = ask(wanted)
    return Glance(
        _ringing(lines, found, rung) if strip else None,
        not_heard(found) if strip else (),
        found.get("notes"),
        line.keep(lines, midnight, found) if midnight is not None and reads else None,
        {one: line.ready_made(lines, found["ready"], scope=one) for one in shown},
    )


def _ringing(
    viewer: Actor, found: Mapping[str, Any], rung: Callable[[UUID], roster.Rung]
) -> Ringing:
    return made(viewer, found, rung) if "alarms" in found else Ringing()
