"""Who asks, and who works here."""

import hashlib
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from amparo.commons.directory import queries as directory
from amparo.guard.accounts.models import Line, Membership, Session, Staff
from amparo.guard.accounts.roles import POWERS
from amparo.guard.accounts.standing import Place, standing
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power, anyone, machine
from amparo.kernel.rooms import room
from amparo.kernel.together import Question, Rows

NAMES_FRESH_SECONDS = 30.0
_names: Final[list[tuple[float, dict[UUID, str]]]] = []


def _places(rows: QuerySet[Membership]) -> QuerySet[Membership, Any]:
    """Each membership with what the directory says of its place today, in the same statement."""
    kind = directory.kind_of("scope_id")
    of_line = Coalesce(Subquery(directory.kind_of("controller_id")), Value(""))
    controller = Line.objects.filter(id=OuterRef("scope_id")).annotate(of=of_line).values("of")[:1]
    place = {"kind": Subquery(kind), "controller": Subquery(controller)}
    return rows.order_by("id").values(_row=JSONObject(scope="scope_id", role="role", **place))


_WORKS = ArraySubquery(_places(Membership.objects.filter(staff_id=OuterRef("staff_id"))))


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
            .annotate(works=_WORKS)
            .filter(token_hash=token_hash(token), ended_at=None, expires_at__gt=now)
            .filter(staff__active=True)
            .first()
        )
        if session is None:
            return None
        if (now - session.seen_at).total_seconds() > 60:
            # Once a minute is enough to know which sessions are alive.
            Session.objects.filter(id=session.id).update(seen_at=now)
    return _actor(session.staff, vars(session)["works"])


def staff_actor(staff: UUID) -> Actor | None:
    """The actor of someone who works here, or None."""
    with room("guard", machine()):
        found = Staff.objects.filter(id=staff, active=True).first()
        works = [row["_row"] for row in _places(Membership.objects.filter(staff_id=staff))]
    return _actor(found, works) if found else None


def _actor(staff: Staff, works: Iterable[Mapping[str, str]]) -> Actor:
    now = standing(Place(**{**one, "scope": UUID(one["scope"])}) for one in works)  # type: ignore[arg-type]
    return Actor(staff.id, "staff", now.scopes, now.powers, name=staff.name, granted=now.granted)


def languages_of(viewer: Actor) -> tuple[str, ...]:
    """The languages that this colleague reads and writes."""
    with room("guard", anyone()):
        found = Staff.objects.filter(id=viewer.id).values_list("languages", flat=True).first()
    return tuple(found or ())


def colleague_names() -> dict[UUID, str]:
    """Everyone who works or worked here, by id; at most half a minute old: every page asks."""
    kept = fresh_names()
    if kept is not None:
        return kept
    with room("guard", anyone()):
        return keep_names(dict(Staff.objects.values_list("id", "name")))


def fresh_names() -> dict[UUID, str] | None:
    """The same if it was read within half a minute, or None."""
    return next((names for until, names in _names if until > time.monotonic()), None)


def keep_names(names: dict[UUID, str]) -> dict[UUID, str]:
    """The same, remembered for half a minute."""
    _names[:] = [(time.monotonic() + NAMES_FRESH_SECONDS, names)]
    return names


def names_changed() -> None:
    """This process reads the names anew; others do within half a minute."""
    _names.clear()


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


def questions_of(lines: Collection[UUID], members: QuerySet[Any, Any]) -> dict[str, Question[Rows]]:
    """To be asked together with others: everyone's name, who answers for the data of these lines,
    and who works there, at those, or at the organisations that `members` names."""
    controllers = Line.objects.filter(id__in=lines)
    where = Q(scope_id__in=lines) | Q(scope_id__in=controllers.values("controller_id"))
    works = Membership.objects.filter(where | Q(scope_id__in=members), staff__active=True)
    return {
        "staff": Question(Staff.objects.all(), "id name active", lambda found: found),
        "controllers": Question(controllers, "id controller_id", lambda found: found),
        "works": Question(works, "staff_id scope_id role", lambda found: found),
    }


def lines_under(organisations: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The lines that one of these answers for, to be named inside another question."""
    return Line.objects.filter(controller_id__in=organisations).values("id")


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
