"""Who is there when, for a viewer of the same scope; who belongs to a line; who is rung."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amparo.commons.directory import queries as directory
from amparo.guard.accounts import queries as accounts
from amparo.guard.accounts.queries import Colleague
from amparo.guard.roster import rules
from amparo.guard.roster.glance import Glance, Span, glance
from amparo.guard.roster.leaning import check_nobody_leans
from amparo.guard.roster.models import Change, Escalation, LineMember, Shift
from amparo.guard.roster.planned import able
from amparo.guard.roster.rules import Steps
from amparo.guard.roster.rung import Rung, whom
from amparo.guard.roster.states import Asked
from amparo.kernel import clock
from amparo.kernel.authority import Actor, anyone
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class Duty:
    """The viewer's own duty. `planned`: there is a shift of theirs in sight, before or after now.

    Whoever has no shift planned at all works as before there was a roster.
    """

    planned: bool
    on: bool
    ends_at: datetime | None = None
    ended_at: datetime | None = None
    starts_at: datetime | None = None  # the next one, when not on


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Someone who is there."""

    staff: UUID
    name: str
    languages: tuple[str, ...]
    part: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One shift as its page shows it."""

    id: UUID
    scope: UUID
    staff: UUID
    name: str
    languages: tuple[str, ...]
    part: str
    starts_at: datetime
    ends_at: datetime
    timezone: str


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who may have a shift in a scope."""

    staff: UUID
    name: str
    languages: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A request between colleagues that waits for a yes."""

    id: UUID
    shift: ShiftRow
    to_staff: UUID
    to_name: str
    in_return: ShiftRow | None
    of_staff: UUID
    asked_at: datetime
    asked_by: UUID


def duty(viewer: Actor, scope: UUID) -> Duty:
    """The viewer's own duty in this scope, now."""
    now = clock.now()
    with room("guard", viewer):
        found = list(
            Shift.objects.filter(staff_id=viewer.id, scope_id=scope)
            .filter(ends_at__gt=now - rules.REMEMBERED)
            .order_by("starts_at")
            .values_list("starts_at", "ends_at")
        )
    ends_at = rules.merged_end(found, now)
    if ends_at:
        return Duty(True, True, ends_at=ends_at)
    ended = max((end for _, end in found if end <= now), default=None)
    coming = min((start for start, _ in found if start > now), default=None)
    return Duty(bool(found), False, ended_at=ended, starts_at=coming)


def on_duty(viewer: Actor, scope: UUID, at: datetime | None = None) -> tuple[OnDuty, ...]:
    """Everyone who is there at that moment; officers first."""
    moment = at or clock.now()
    with room("guard", viewer):
        found = Shift.objects.filter(scope_id=scope, starts_at__lte=moment, ends_at__gt=moment)
        rows = list(found.order_by("part", "starts_at", "id"))
    people = accounts.known(one.staff_id for one in rows) if rows else {}
    return tuple(
        OnDuty(who.id, who.name, who.languages, one.part, one.starts_at, one.ends_at)
        for one in rows
        if (who := people.get(one.staff_id))
    )


def gone(viewer: Actor, scope: UUID, grace: timedelta) -> frozenset[UUID]:
    """Who had a shift that ended longer ago than the grace, and is not back on duty."""
    now = clock.now()
    with room("guard", viewer):
        recent = Shift.objects.filter(scope_id=scope, starts_at__lte=now)
        rows = recent.filter(ends_at__gt=now - rules.REMEMBERED - grace)
        ends: dict[UUID, datetime] = {}
        for who, end in rows.values_list("staff_id", "ends_at"):
            ends[who] = max(end, ends.get(who, end))
    return frozenset(who for who, end in ends.items() if end <= now - grace)


def shifts(viewer: Actor, scope: UUID, start: datetime, end: datetime) -> tuple[ShiftRow, ...]:
    """The shifts of a scope that touch this time, in order."""
    with room("guard", viewer):
        rows = Shift.objects.filter(scope_id=scope, starts_at__lt=end, ends_at__gt=start)
        found = list(rows.order_by("starts_at", "id"))
    return _rows(found)


def shift(viewer: Actor, id: UUID) -> ShiftRow | None:
    """One shift of the viewer's scopes, or None."""
    with room("guard", viewer):
        found = list(Shift.objects.filter(id=id))
    return next(iter(_rows(found)), None)


def my_shifts(viewer: Actor, start: datetime, end: datetime) -> tuple[ShiftRow, ...]:
    """The viewer's own shifts in every scope that touch this time, in order."""
    with room("guard", viewer):
        rows = Shift.objects.filter(staff_id=viewer.id, starts_at__lt=end, ends_at__gt=start)
        found = list(rows.order_by("starts_at", "id"))
    return _rows(found)


def next_shift(viewer: Actor) -> ShiftRow | None:
    """The shift the viewer is on, or the next one within two weeks; None when there is none."""
    now = clock.now()
    found = my_shifts(viewer, now, now + timedelta(days=14))
    return found[0] if found else None


def changes(viewer: Actor, scope: UUID) -> tuple[ChangeRow, ...]:
    """What colleagues asked one another and nobody has answered, the next shift first."""
    with room("guard", viewer):
        open_ = Change.objects.filter(scope_id=scope, state=Asked.OPEN)
        rows = list(
            open_.filter(shift__ends_at__gt=clock.now())
            .select_related("shift", "in_return")
            .order_by("shift__starts_at", "id")
        )
    both = [one.shift for one in rows] + [one.in_return for one in rows if one.in_return]
    shown = {one.id: one for one in _rows(both)}
    names = accounts.colleague_names()
    return tuple(
        ChangeRow(
            one.id,
            shown[one.shift_id],
            one.to_staff_id,
            names.get(one.to_staff_id, "?"),
            shown[one.in_return_id] if one.in_return_id else None,
            one.of_staff_id,
            one.asked_at,
            one.asked_by_id,
        )
        for one in rows
    )


def people(viewer: Actor, scope: UUID) -> tuple[Person, ...]:
    """Everyone who works in this scope, by name. Only colleagues of the scope are told."""
    if viewer.kind != "machine" and scope not in viewer.scopes:
        raise NotFoundError(NotFoundError.__doc__)
    return tuple(
        Person(one.id, one.name, one.languages, tuple(role for _, role in one.works))
        for one in accounts.working([scope])
    )


def players(viewer: Actor, scope: UUID) -> tuple[Person, ...]:
    """Those of them who can be put on a shift: on a line nobody who could not take what rings."""
    fit = able(scope)
    return tuple(one for one in people(viewer, scope) if one.staff in fit)


def steps(viewer: Actor, scope: UUID) -> Steps:
    """After how many minutes who is rung; sensible without any setting."""
    with room("guard", viewer):
        found = Escalation.objects.filter(scope_id=scope).first()
    if found is None:
        return Steps()
    return Steps(**{name: getattr(found, name) for name in Steps.__slots__})


def members(line: UUID) -> tuple[UUID, ...]:
    """The organisations on the closed list of a line, its controller first."""
    controller = accounts.controllers().get(line)
    with room("guard", anyone()):
        rows = LineMember.objects.filter(line_id=line).order_by("joined_on", "id")
        others = list(rows.values_list("organisation_id", flat=True))
    return tuple(dict.fromkeys([*([controller] if controller else []), *others]))


def member_names(line: UUID) -> dict[UUID, str]:
    """The same, with their names."""
    return {one: directory.organisation(one).name for one in members(line)}


def lines() -> tuple[UUID, ...]:
    """Every line there is."""
    return tuple(accounts.controllers())


def rung(viewer: Actor, scope: UUID, at: datetime | None = None) -> Rung:
    """Whom each step rings. Nobody on shift: standby, then every officer of the line."""
    there = [(one.staff, one.part) for one in on_duty(viewer, scope, at)]
    belong = members(scope)
    works = [
        (one.id, where, role)
        for one in accounts.working([scope, *belong])
        for where, role in one.works
    ]
    return whom(scope, there, belong, works)


def _rows(found: Sequence[Shift]) -> tuple[ShiftRow, ...]:
    people = accounts.known(one.staff_id for one in found) if found else {}
    names = accounts.colleague_names() if found else {}
    return tuple(_row(one, people.get(one.staff_id), names) for one in found)


def _row(one: Shift, who: Colleague | None, names: Mapping[UUID, str]) -> ShiftRow:
    return ShiftRow(
        one.id,
        one.scope_id,
        one.staff_id,
        who.name if who else names.get(one.staff_id, "?"),
        who.languages if who else (),
        one.part,
        one.starts_at,
        one.ends_at,
        one.timezone,
    )


__all__ = [
    "ChangeRow",
    "Duty",
    "Glance",
    "OnDuty",
    "Person",
    "Rung",
    "ShiftRow",
    "Span",
    "Steps",
    "changes",
    "check_nobody_leans",
    "duty",
    "glance",
    "gone",
    "lines",
    "member_names",
    "members",
    "my_shifts",
    "next_shift",
    "on_duty",
    "people",
    "players",
    "rung",
    "shift",
    "shifts",
    "steps",
]
