"""What every page asks of the roster, in one statement: whose shift runs, whom it rings, names."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from amparo.guard.accounts import queries as accounts
from amparo.guard.roster import rules
from amparo.guard.roster.models import LineMember, Shift
from amparo.guard.roster.rung import Rung, whom
from amparo.kernel import clock
from amparo.kernel.authority import Actor, machine
from amparo.kernel.rooms import room
from amparo.kernel.together import Question, Rows, ask

IN_SIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Glance:
    """What stands in the roster now, for one colleague and the lines that they look at."""

    shift: Span | None  # the one they are on, or the next within two weeks
    rung: Mapping[UUID, Rung]  # by line
    ended: Mapping[UUID, frozenset[UUID]]  # by line: whose shift ended and who is not back


def glance(viewer: Actor, lines: Collection[UUID]) -> Glance:
    """The viewer's own shift, and of these lines whom they ring and whose shift has ended.

    The names of colleagues are known afterwards, too. The lines must be the viewer's.
    """
    lines = [one for one in lines if one in viewer.scopes]
    now = clock.now()
    with room("guard", machine(viewer.scopes)):
        found = ask(_questions(viewer, lines, now))
    accounts.keep_names({one["id"]: one["name"] for one in found["staff"]})
    mine = [one for one in found["mine"] if one["ends_at"] > now]
    first = min(mine, key=lambda one: (one["starts_at"], one["id"]), default=None)
    return Glance(
        Span(first["starts_at"], first["ends_at"]) if first else None,
        {line: _rung(line, found, now) for line in lines},
        {line: _ended(line, found, now) for line in lines},
    )


def _questions(viewer: Actor, lines: list[UUID], now: datetime) -> dict[str, Question[Rows]]:
    members = LineMember.objects.filter(line_id__in=lines).order_by("joined_on", "id")
    mine = Shift.objects.filter(staff_id=viewer.id, starts_at__lt=now + IN_SIGHT, ends_at__gt=now)
    lately = Shift.objects.filter(
        scope_id__in=lines, starts_at__lte=now, ends_at__gt=now - rules.REMEMBERED
    )
    return {
        **accounts.questions_of(lines, members.order_by().values("organisation_id")),
        "mine": _rows(mine, "id starts_at ends_at"),
        "lately": _rows(lately, "id scope_id staff_id part starts_at ends_at"),
        "members": _rows(members, "line_id organisation_id joined_on id"),
    }


def _rows(rows: Any, fields: str) -> Question[Rows]:
    return Question(rows, fields, lambda found: found)


def _rung(line: UUID, found: Mapping[str, Rows], now: datetime) -> Rung:
    active = {one["id"]: one["name"] for one in found["staff"] if one["active"]}
    there = [
        one
        for one in found["lately"]
        if one["scope_id"] == line and one["ends_at"] > now and one["staff_id"] in active
    ]
    there.sort(key=lambda one: (one["part"], one["starts_at"], one["id"]))
    controller = [one["controller_id"] for one in found["controllers"] if one["id"] == line]
    members = [one for one in found["members"] if one["line_id"] == line]
    members.sort(key=lambda one: (one["joined_on"], one["id"]))
    belong = dict.fromkeys([*controller, *(one["organisation_id"] for one in members)])
    works = [one for one in found["works"] if one["scope_id"] in (line, *belong)]
    works.sort(key=lambda one: (active.get(one["staff_id"], ""), one["staff_id"]))
    return whom(
        line,
        [(one["staff_id"], one["part"]) for one in there],
        tuple(belong),
        [(one["staff_id"], one["scope_id"], one["role"]) for one in works],
    )


def _ended(line: UUID, found: Mapping[str, Rows], now: datetime) -> frozenset[UUID]:
    rows = [one for one in found["lately"] if one["scope_id"] == line]
    there = {one["staff_id"] for one in rows if one["ends_at"] > now}
    return frozenset(one["staff_id"] for one in rows) - there
