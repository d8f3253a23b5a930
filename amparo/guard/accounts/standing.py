"""What memberships give at this moment: a State body reads no line and nothing about a person.

The directory says what kind an organisation is, and an editor may change that. So it is asked
each time that someone acts, not only when the membership is made.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from amparo.commons.directory.states import STATE_BODIES, OrganisationKind
from amparo.guard.accounts.roles import POWERS, WITHOUT_PERSONS, Role
from amparo.kernel.authority import Power


@dataclass(frozen=True, slots=True)
class Place:
    """Where someone works and as what, with what the directory says of it today."""

    scope: UUID
    role: str
    kind: str | None = None  # of the organisation; None: it is a line
    controller: str | None = None  # the kind of who answers for the line; None: it is no line


@dataclass(frozen=True, slots=True)
class Standing:
    """Powers, the scopes whose rows may be seen, and what each place allows."""

    powers: frozenset[Power]
    scopes: tuple[UUID, ...]
    granted: tuple[tuple[UUID, frozenset[Power]], ...]


NOTHING = Standing(frozenset(), (), ())


def standing(places: Iterable[Place]) -> Standing:
    """What these places give.

    Whoever works at an enforcement body has nothing here. Whoever works at another State body
    reads no line. A line that a State body answers for is read by nobody until another one does.
    """
    there = list(places)
    kinds = {one.kind for one in there}
    if OrganisationKind.ENFORCEMENT in kinds:
        return NOTHING
    of_state = bool(kinds & STATE_BODIES)
    kept = [one for one in there if not _is_shut(one, of_state=of_state)]
    # The pages of a role stay open to a State body; with no scope behind them they are empty.
    powers: frozenset[Power] = frozenset().union(*(POWERS[Role(one.role)] for one in kept))
    scopes = dict.fromkeys(one.scope for one in kept if one.kind not in STATE_BODIES)
    return Standing(powers, tuple(scopes), tuple((one.scope, _powers(one)) for one in kept))


def _is_shut(one: Place, *, of_state: bool) -> bool:
    return one.controller is not None and (of_state or one.controller in STATE_BODIES)


def _powers(one: Place) -> frozenset[Power]:
    powers = POWERS[Role(one.role)]
    return powers & WITHOUT_PERSONS if one.kind in STATE_BODIES else powers
