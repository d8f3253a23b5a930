"""Alarms are raised, grow louder and end by the clock; a person takes them.

Two hosts may look at the same moment: the constraint lets one of them raise, and only the one
whose update found the old level rings anybody.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from amparo.guard.roster import queries as roster
from amparo.guard.roster.actions import Steps
from amparo.guard.roster.queries import Rung
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import NotFoundError, WrongStateError
from amparo.kernel.rooms import room
from amparo.reach.duty import rules
from amparo.reach.duty.models import Alarm, DutyPhone, Ring
from amparo.reach.duty.states import Ended, Kind, Sent
from amparo.reach.duty.watching import Due, Key, due
from amparo.reach.messaging.actions import queue
from amparo.reach.messaging.queries import line

_SILENT = "the gateway is silent"


def look(*, by: Actor) -> int:
    """How many alarms were raised, louder or ended, on every line. Done again it changes none."""
    by.check(Power.MACHINE)
    return sum(_look(scope) for scope in roster.lines())


def _look(scope: UUID) -> int:
    there = machine([scope])
    steps = roster.steps(there, scope)
    wanted = due(there, scope, steps)
    with room("reach", there):
        standing = {(one.kind, one.about): one for one in Alarm.objects.filter(ended_at=None)}
    over = _over(there, [one for key, one in standing.items() if key not in wanted])
    levels = {key: _level(one, standing.get(key), steps) for key, one in wanted.items()}
    louder = [key for key in wanted if key not in standing or levels[key] > standing[key].level]
    if not louder and not over and not _counts(standing, wanted):
        return 0
    whom = roster.rung(there, scope) if louder else None
    now = clock.now()
    with room("reach", there):
        done = sum(_end(one, why, now) for one, why in over)
        rung = [
            found
            for key in louder
            if (found := _raise(scope, wanted[key], levels[key], standing.get(key), now))
        ]
        for one, count in _counts(standing, wanted):
            # More of the same since somebody took it: it rings again.
            Alarm.objects.filter(id=one.id, count=one.count).update(
                count=count, taken_at=None, taken_by_id=None
            )
        if whom is not None:
            _ring(rung, whom, now, silent=any(kind == Kind.GATEWAY for kind, _ in wanted))
    return done + len(rung)


def _level(one: Due, standing: Alarm | None, steps: Steps) -> int:
    if one.level:
        return one.level
    return rules.level_since(clock.now() - standing.raised_at, steps) if standing else 1


def _counts(standing: Mapping[Key, Alarm], wanted: Mapping[Key, Due]) -> list[tuple[Alarm, int]]:
    """Alarms of which there is more than when they were raised."""
    return [
        (standing[key], one.count)
        for key, one in wanted.items()
        if key in standing and one.count > standing[key].count
    ]


def _over(there: Actor, gone: Iterable[Alarm]) -> list[tuple[Alarm, str]]:
    """Alarms whose reason is gone, and how it went."""
    rows = list(gone)
    people = [UUID(one.about) for one in rows if one.kind == Kind.WAITING]
    waiting = line.still_waiting(there, people) if people else {}
    found: list[tuple[Alarm, str]] = []
    for one in rows:
        person = waiting.get(UUID(one.about)) if one.kind == Kind.WAITING else None
        found.append((one, Ended.TAKEN if person and person.taken_by else Ended.OVER))
    return found


def _end(one: Alarm, why: str, now: datetime) -> int:
    ended = Alarm.objects.filter(id=one.id, ended_at=None).update(ended_at=now, ended=why)
    if ended:
        audit.write(by=machine([one.scope_id]), verb="end_alarm", about=one.id)
    return ended


def _raise(
    scope: UUID, one: Due, level: int, standing: Alarm | None, now: datetime
) -> Alarm | None:
    """The alarm as it is now, if it was this host that raised it or made it louder."""
    if standing is not None:
        louder = Alarm.objects.filter(id=standing.id, level=standing.level, ended_at=None)
        if not louder.update(level=level):
            return None
        standing.level = level
        return standing
    row = Alarm(
        id=refs.new_ref(),
        scope_id=scope,
        kind=one.kind,
        about=one.about,
        reference=one.reference,
        urgency=one.urgency,
        since=one.since,
        raised_at=now,
        level=level,
        count=one.count,
        usual=one.usual,
    )
    Alarm.objects.bulk_create([row], ignore_conflicts=True)
    if not Alarm.objects.filter(id=row.id).exists():
        return None  # another host was faster
    audit.write(by=machine([scope]), verb="raise_alarm", about=row.id, detail={"kind": one.kind})
    return row


def _ring(raised: Iterable[Alarm], whom: Rung, now: datetime, *, silent: bool) -> None:
    """Everyone whom a step reaches and who gave a phone is rung: once in five minutes a level."""
    loudest: dict[int, Alarm] = {}
    for one in raised:
        if one.taken_at is None:
            loudest.setdefault(one.level, one)
    phones = set(DutyPhone.objects.values_list("staff_id", flat=True)) if loudest else set()
    rows = [
        Ring(
            id=refs.new_ref(),
            scope_id=one.scope_id,
            alarm=one,
            staff_id=who,
            level=level,
            slot=rules.slot(now),
            made_at=now,
            delivery=Sent.FAILED if silent else Sent.QUEUED,
            delivery_at=now,
            reason=_SILENT if silent else "",
        )
        for level, one in loudest.items()
        for who in steps_of(whom, level)
        if who in phones
    ]
    Ring.objects.bulk_create(rows, ignore_conflicts=True)


def steps_of(whom: Rung, level: int) -> tuple[UUID, ...]:
    """Whom this level rings: each step those of the steps before it as well."""
    steps = (whom.first, whom.second, whom.third)[:level]
    return tuple(dict.fromkeys(who for step in steps for who in step))


def take(*, alarm: UUID, by: Actor) -> UUID | None:
    """It no longer rings: «I take it». The conversation that is theirs now, if it was about one.

    WrongStateError when a colleague was faster.
    """
    by = by.within(Power.READ_QUEUE)
    with room("reach", by):
        row = Alarm.objects.filter(id=alarm).first()
    if row is None:
        raise NotFoundError(NotFoundError.__doc__)
    about = UUID(row.about) if row.kind == Kind.WAITING else None
    if about is not None:
        queue.take(conversation=about, by=by)
    now = clock.now()
    with room("reach", by):
        free = Alarm.objects.filter(id=alarm, taken_at=None, ended_at=None)
        over = {"ended_at": now, "ended": Ended.TAKEN} if about else {}
        if not free.update(taken_at=now, taken_by_id=by.id, **over) and about is None:
            raise WrongStateError("A colleague looks into this already. Nothing was changed.")
        audit.write(by=by, verb="take_alarm", about=alarm)
    return about
