"""Who may tell of early signs and be warned: people who help. No State body is among them."""

from uuid import UUID

from amparo.commons.directory import queries as directory
from amparo.commons.directory.states import STATE_BODIES
from amparo.guard.roster import queries as roster
from amparo.kernel.authority import Actor, Power

_POWERS = frozenset({Power.READ_QUEUE, Power.READ_CASES, Power.ANSWER_REFERRALS})


def observing(viewer: Actor) -> tuple[UUID, ...]:
    """The viewer's lines and organisations in which they help people."""
    found = (scope for scope, powers in viewer.granted if powers & _POWERS)
    return tuple(dict.fromkeys(found)) if viewer.kind == "staff" else ()


def places_of(viewer: Actor) -> dict[UUID, UUID]:
    """The viewer's lines and organisations, each with the organisation that it counts for."""
    if viewer.kind != "staff" or not _POWERS & viewer.powers:
        return {}
    mine = observing(viewer)
    lines = set(roster.lines())
    found = {one: roster.members(one)[0] for one in mine if one in lines}
    kinds = directory.kinds({one for one in mine if one not in lines} | set(found.values()))
    found |= {one: one for one in mine if one in kinds}
    return {one: org for one, org in found.items() if kinds.get(org, "") not in STATE_BODIES}
