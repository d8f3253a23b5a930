"""What should ring on a line now: read, never written."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amparo.guard.roster import queries as roster
from amparo.guard.roster.actions import Steps
from amparo.kernel import clock
from amparo.kernel.authority import Actor
from amparo.reach.duty import areas, rules
from amparo.reach.duty.states import Kind
from amparo.reach.messaging.queries import line
from amparo.reach.messaging.queries.line import Unanswered

Key = tuple[str, str]  # kind, about


@dataclass(frozen=True, slots=True)
class Due:
    """Something that should ring, and how loudly. Level 0: as loud as time has made it."""

    kind: str
    about: str
    since: datetime
    level: int = 0
    reference: str = ""
    urgency: int = 0
    count: int = 1
    usual: int = 0


def due(there: Actor, scope: UUID, steps: Steps) -> dict[Key, Due]:
    """Everything that should ring on this line now."""
    found = [*_waiting(there, scope, steps), *_line(), *_volume(there, scope, steps)]
    return {(one.kind, one.about): one for one in found}


def _waiting(there: Actor, scope: UUID, steps: Steps) -> list[Due]:
    now = clock.now()
    before = now - timedelta(minutes=min(steps.first, steps.unsorted))
    gone = roster.gone(there, scope, rules.LEFT_BEHIND)
    rows = line.unanswered(there, scope, before=before)
    return [
        _person(one, level)
        for one in rows
        if (one.taken_by is None or one.taken_by in gone)
        and (level := rules.level_waiting(one.urgency, now - one.since, steps))
    ]


def _person(one: Unanswered, level: int) -> Due:
    return Due(Kind.WAITING, str(one.id), one.since, level, one.reference, one.urgency)


def _line() -> list[Due]:
    told, now = line.line_state(), clock.now()
    found = [Due(Kind.GATEWAY, name, now) for name in told.silent]
    if told.unreadable:
        found.append(Due(Kind.UNREADABLE, "envelopes", now, count=told.unreadable))
    return found


def _volume(there: Actor, scope: UUID, steps: Steps) -> list[Due]:
    now = clock.now()
    window = timedelta(minutes=steps.volume_minutes)
    since = now - window
    counts = areas.by_area(line.areas(there, scope, since=since, until=now))
    many = {area: count for area, count in counts.items() if count > steps.volume_more_than}
    if not many:
        return []
    before = line.areas(there, scope, since=since - rules.USUAL_OVER, until=since)
    share = window / rules.USUAL_OVER
    usual = {area: count * share for area, count in areas.by_area(before).items()}
    return [
        Due(Kind.VOLUME, area, since, count=count, usual=round(usual.get(area, 0.0)))
        for area, count in many.items()
        if rules.is_loud(count, usual.get(area, 0.0), steps)
    ]
