"""The same people in every test.

Ana is helped. Bruno answers the line and works cases at Faro; Carla works at Ola and sees nothing
of Faro's; Dario is a consul and sees no aid; Elena traces; Farid runs the platform and sees no
person at all; Gita is nobody. Iris and Juma are trained in protection.
Kofi answers the line with Bruno; Luz plans its shifts.
"""

from datetime import UTC, datetime
from uuid import UUID

from amparo.commons.directory.models import Organisation
from amparo.guard.accounts.models import Line, Membership, Staff
from amparo.guard.accounts.roles import POWERS, Role
from amparo.kernel.authority import Actor, machine
from amparo.kernel.rooms import room

FARO, OLA, CONSULATE, TRACERS = (UUID(int=0xA0 + n) for n in range(4))
LINE, CRISIS = UUID(int=0xB0), UUID(int=0xB1)
THEN = datetime(2026, 1, 1, tzinfo=UTC)

_ROLES: dict[str, list[tuple[UUID, Role]]] = {
    "bruno": [(LINE, Role.OFFICER), (FARO, Role.CASEWORKER)],
    "carla": [(OLA, Role.CASEWORKER), (OLA, Role.RECEIVER)],
    "dario": [(CONSULATE, Role.RECEIVER)],
    "elena": [(TRACERS, Role.CASEWORKER)],
    "farid": [(FARO, Role.ADMINISTRATOR), (LINE, Role.ADMINISTRATOR)],
    "gita": [],
    "iris": [(LINE, Role.PROTECTION), (FARO, Role.PROTECTION)],
    "juma": [(LINE, Role.PROTECTION)],
    "kofi": [(LINE, Role.OFFICER)],
    "luz": [(LINE, Role.COORDINATOR), (FARO, Role.COORDINATOR)],
}
NAMES = tuple(_ROLES)


def staff_id(name: str) -> UUID:
    """The id of one of the cast."""
    return UUID(int=0xC0 + NAMES.index(name))


def actor(name: str) -> Actor:
    """One of the cast, with the scopes and powers of their memberships."""
    powers = frozenset().union(*(POWERS[role] for _, role in _ROLES[name]))
    scopes = tuple(dict.fromkeys(scope for scope, _ in _ROLES[name]))
    granted = tuple((scope, POWERS[role]) for scope, role in _ROLES[name])
    return Actor(staff_id(name), "staff", scopes, powers, name=name.capitalize(), granted=granted)


def seat() -> None:
    """The cast and their organisations are in the database."""
    kinds = {FARO: "cso", OLA: "shelter", CONSULATE: "consulate", TRACERS: "cso"}
    with room("commons", machine()):
        Organisation.objects.bulk_create(
            [
                Organisation(
                    id=org,
                    ref=str(org),
                    name=f"Org {org.int:x}",
                    folded=f"org {org.int:x}",
                    kind=kind,
                    updated_at=THEN,
                )
                for org, kind in kinds.items()
            ],
            ignore_conflicts=True,
        )
    with room("guard", machine()):
        Line.objects.bulk_create(
            [Line(id=LINE, name="Coast line", controller_id=FARO, crisis_id=CRISIS)],
            ignore_conflicts=True,
        )
        Staff.objects.bulk_create(
            [
                Staff(id=staff_id(name), login=name, name=name.capitalize(), made_at=THEN)
                for name in NAMES
            ],
            ignore_conflicts=True,
        )
        Membership.objects.bulk_create(
            [
                Membership(
                    id=UUID(int=staff_id(name).int << 16 | n),
                    staff_id=staff_id(name),
                    scope_id=scope,
                    role=role,
                )
                for name, roles in _ROLES.items()
                for n, (scope, role) in enumerate(roles)
            ],
            ignore_conflicts=True,
        )
