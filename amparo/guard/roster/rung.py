"""Whom each step of a line rings: pure, on who is there and who works where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from amparo.guard.accounts.roles import POWERS, Role
from amparo.guard.roster.states import Part
from amparo.kernel.authority import Power


@dataclass(frozen=True, slots=True)
class Rung:
    """Who is rung at each step, by staff id: (officers, standby and coordinators, partners)."""

    first: tuple[UUID, ...]
    second: tuple[UUID, ...]
    third: tuple[UUID, ...]
    why: str  # on_duty, standby or all: who stands in for the first step


def whom(
    line: UUID,
    there: Iterable[tuple[UUID, str]],
    belong: Sequence[UUID],
    works: Iterable[tuple[UUID, UUID, str]],
) -> Rung:
    """Whom each step rings. Nobody on shift: standby, then every officer of the line.

    `there` is who is on shift and which part they play, `belong` the organisations of the line
    with its controller first, `works` who works where and as what, by name.
    """
    there = list(there)
    on = [who for who, part in there if part == Part.OFFICER]
    able = [(who, where, POWERS[Role(role)]) for who, where, role in works]
    standby = [who for who, part in there if part == Part.STANDBY]
    officers = [who for who, where, powers in able if where == line and Power.WORK_QUEUE in powers]
    coordinators = [
        who
        for who, where, powers in able
        if Power.PLAN_SHIFTS in powers and where in (line, *belong[:1])
    ]
    readers = {who for who, where, powers in able if where == line and Power.READ_QUEUE in powers}
    partners = [who for who, where, _ in able if where in belong[1:] and who in readers]
    first, why = (on, "on_duty") if on else (standby, "standby") if standby else (officers, "all")
    return Rung(
        _once(first), _once([*first, *standby, *coordinators]), _once([*officers, *partners]), why
    )


def _once(found: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(found))
