"""Who asks, and who works here."""

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from amparo.guard.accounts.models import Line, Membership, Session, Staff
from amparo.guard.accounts.roles import POWERS, Role
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power, anyone, machine
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the staff, as colleagues see them."""

    id: UUID
    login: str
    name: str
    languages: tuple[str, ...]
    works: tuple[tuple[UUID, str], ...] = ()  # scope and role


def token_hash(token: str) -> bytes:
    """What is stored of a session's token. The token has 256 random bits: no salt is needed."""
    return hashlib.sha256(token.encode()).digest()


def who(token: str) -> Actor | None:
    """The actor behind a session's token, with today's memberships; None when it has ended."""
    now = clock.now()
    with room("guard", machine()):
        session = (
            Session.objects.select_related("staff")
            .filter(token_hash=token_hash(token), ended_at=None, expires_at__gt=now)
            .filter(staff__active=True)
            .first()
        )
        if session is None:
            return None
        rows = list(Membership.objects.filter(staff_id=session.staff_id))
        if (now - session.seen_at).total_seconds() > 60:
            # Once a minute is enough to know which sessions are alive.
            Session.objects.filter(id=session.id).update(seen_at=now)
    return _actor(session.staff, rows)


def staff_actor(staff: UUID) -> Actor | None:
    """The actor of someone who works here, or None."""
    with room("guard", machine()):
        found = Staff.objects.filter(id=staff, active=True).first()
        rows = list(Membership.objects.filter(staff_id=staff))
    return _actor(found, rows) if found else None


def _actor(staff: Staff, rows: list[Membership]) -> Actor:
    powers: frozenset[Power] = frozenset().union(*(POWERS[Role(row.role)] for row in rows))
    scopes = tuple(dict.fromkeys(row.scope_id for row in rows))
    granted = tuple((row.scope_id, POWERS[Role(row.role)]) for row in rows)
    return Actor(staff.id, "staff", scopes, powers, name=staff.name, granted=granted)


def languages_of(viewer: Actor) -> tuple[str, ...]:
    """The languages that this colleague reads and writes."""
    with room("guard", anyone()):
        found = Staff.objects.filter(id=viewer.id).values_list("languages", flat=True).first()
    return tuple(found or ())


def colleague_names() -> dict[UUID, str]:
    """Everyone who works or worked here, by id; at most half a minute old: every page asks."""
    return _colleague_names(int(time.monotonic() / 30))


def names_changed() -> None:
    """This process reads the names anew; others do within half a minute."""
    _colleague_names.cache_clear()


@lru_cache(maxsize=1)
def _colleague_names(tick: int) -> dict[UUID, str]:
    del tick
    with room("guard", anyone()):
        return dict(Staff.objects.values_list("id", "name"))


def staff(viewer: Actor) -> tuple[Colleague, ...]:
    """Everyone who works here and what they do, for those who manage staff."""
    if viewer.kind != "machine":
        viewer = viewer.within(Power.MANAGE_STAFF)
    with room("guard", viewer):
        rows = Staff.objects.filter(active=True).prefetch_related("memberships").order_by("name")
        return tuple(
            Colleague(
                one.id,
                one.login,
                one.name,
                tuple(one.languages),
                tuple((row.scope_id, row.role) for row in one.memberships.all()),
            )
            for one in rows
        )


def known(ids: Iterable[UUID]) -> dict[UUID, Colleague]:
    """Those of these who work here now, as colleagues see them."""
    with room("guard", anyone()):
        rows = list(Staff.objects.filter(id__in=set(ids), active=True))
    return {one.id: Colleague(one.id, one.login, one.name, tuple(one.languages)) for one in rows}


def working(scopes: Iterable[UUID]) -> tuple[Colleague, ...]:
    """Everyone who works in one of these scopes, by name, with what they do in them."""
    wanted = set(scopes)
    with room("guard", anyone()):
        rows = Membership.objects.filter(scope_id__in=wanted, staff__active=True)
        found = list(rows.select_related("staff").order_by("staff__name", "staff_id"))
    works: dict[UUID, list[tuple[UUID, str]]] = {}
    for row in found:
        works.setdefault(row.staff_id, []).append((row.scope_id, row.role))
    people = {row.staff_id: row.staff for row in found}
    return tuple(
        Colleague(one.id, one.login, one.name, tuple(one.languages), tuple(works[one.id]))
        for one in people.values()
    )


def controllers() -> dict[UUID, UUID]:
    """The organisation that answers for the data of each line, by line."""
    with room("guard", anyone()):
        return dict(Line.objects.order_by("id").values_list("id", "controller_id"))


def line_of(crisis: UUID | None) -> UUID | None:
    """The line that answers for a crisis; failing that the only line there is; or None."""
    with room("guard", anyone()):
        lines = dict(Line.objects.values_list("crisis_id", "id"))
    if crisis in lines:
        return lines[crisis]
    return next(iter(lines.values()), None) if len(lines) == 1 else None


def line_names() -> dict[UUID, str]:
    """Every shared line, by its scope."""
    with room("guard", anyone()):
        return dict(Line.objects.values_list("id", "name"))


def scopes_with(power: Power) -> frozenset[UUID]:
    """Organisations and lines where someone who works here now holds this power."""
    roles = [role for role, powers in POWERS.items() if power in powers]
    with room("guard", machine()):
        found = Membership.objects.filter(role__in=roles, staff__active=True)
        return frozenset(found.values_list("scope_id", flat=True))


def colleagues_with(scope: UUID, power: Power) -> dict[UUID, str]:
    """Who holds this power in one scope now, by id, in the order of their names."""
    roles = [role for role, powers in POWERS.items() if power in powers]
    with room("guard", machine()):
        found = Membership.objects.filter(scope_id=scope, role__in=roles, staff__active=True)
        return dict(found.order_by("staff__name").values_list("staff_id", "staff__name"))


def has_staff(scope: UUID) -> bool:
    """Whether anyone works for this organisation or line here."""
    with room("guard", machine()):
        return Membership.objects.filter(scope_id=scope).exists()
