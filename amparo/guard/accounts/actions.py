"""Staff come, sign in, sign out and go."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from amparo.commons.directory import queries as directory
from amparo.commons.directory.states import STATE_BODIES, OrganisationKind
from amparo.guard.accounts.models import Credential, Line, Membership, Session, Staff
from amparo.guard.accounts.queries import controllers, names_changed, token_hash
from amparo.guard.accounts.roles import Role
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError
from amparo.kernel.rooms import room

SESSION_HOURS = 12
LINK_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Someone who starts to work here."""

    login: str
    name: str
    languages: tuple[str, ...] = ()
    memberships: Sequence[tuple[UUID, Role]] = ()


def add_staff(*, newcomer: Newcomer, by: Actor) -> UUID:
    """The new colleague's id."""
    if by.kind != "machine":
        by = by.within(Power.MANAGE_STAFF)
    _check_scopes(scope for scope, _ in newcomer.memberships)
    with room("guard", by):
        if Staff.objects.filter(login=newcomer.login).exists():
            raise InvalidError(
                "login", "«%(login)s» is taken. Choose another.", login=newcomer.login
            )
        staff = Staff(
            id=refs.new_ref(),
            login=newcomer.login,
            name=newcomer.name,
            languages=list(newcomer.languages),
            made_at=clock.now(),
        )
        staff.save(force_insert=True)
        Membership.objects.bulk_create(
            Membership(id=refs.new_ref(), staff=staff, scope_id=scope, role=role)
            for scope, role in newcomer.memberships
        )
        audit.write(by=by, verb="add_staff", about=staff.id)
    names_changed()
    return staff.id


def remove_staff(*, staff: UUID, by: Actor) -> None:
    """This colleague has no way in any more. The name stays: it stands on what was done."""
    if by.kind != "machine":
        by = by.within(Power.MANAGE_STAFF)
    with room("guard", by):
        if not Staff.objects.filter(id=staff, active=True).update(active=False):
            raise NotFoundError("Nobody of that name works here. Nothing was changed.")
        Membership.objects.filter(staff_id=staff).delete()
        audit.write(by=by, verb="remove_staff", about=staff)
    # The door is shut already: a session counts only while its owner works here.
    with room("guard", machine()):
        Session.objects.filter(staff_id=staff, ended_at=None).update(ended_at=clock.now())


def _check_scopes(scopes: Iterable[UUID]) -> None:
    """Nothing, or DeniedError: enforcement bodies have no account here, whoever asks.

    Nobody works for a State body and reads a line as well.
    """
    wanted = set(scopes)
    kinds = directory.kinds(wanted)
    if OrganisationKind.ENFORCEMENT in kinds.values():
        raise DeniedError("Enforcement bodies can have no account. Nothing was made.")
    if STATE_BODIES & set(kinds.values()) and wanted & set(controllers()):
        raise DeniedError(
            "State bodies and consulates never read a line: they see what is referred to them."
        )


def add_line(*, name: str, controller: UUID, crisis: UUID, by: Actor) -> UUID:
    """The new line's id; `controller` is the organisation that answers for its data."""
    if by.kind != "machine":
        by = by.within(Power.MANAGE_STAFF)
    kind = directory.kinds({controller}).get(controller)
    if kind is None:
        raise NotFoundError("There is no such organisation in the directory.")
    if kind in STATE_BODIES:
        raise DeniedError("No State body or consulate answers for a line. Nothing was made.")
    with room("guard", by):
        line = Line(id=refs.new_ref(), name=name, controller_id=controller, crisis_id=crisis)
        line.save(force_insert=True)
        audit.write(by=by, verb="add_line", about=line.id)
    return line.id


def set_demo_password(*, staff: UUID, password: str) -> None:
    """A password, which only a demo has."""
    if not settings.DEMO:
        raise DeniedError("Passwords exist only in a demo. Make a sign-in link instead.")
    with room("guard", machine()):
        Credential(
            id=refs.new_ref(),
            staff_id=staff,
            kind="password",
            secret_hash=make_password(password),
        ).save(force_insert=True)


def make_link(*, staff: UUID, by: Actor) -> str:
    """A secret that lets this colleague in once, within half an hour."""
    if by.kind != "machine":
        by = by.within(Power.MANAGE_STAFF)
    secret = secrets.token_urlsafe(32)
    with room("guard", machine()):
        Credential(
            id=refs.new_ref(),
            staff_id=staff,
            kind="link",
            secret_hash=token_hash(secret).hex(),
            expires_at=clock.now() + timedelta(minutes=LINK_MINUTES),
        ).save(force_insert=True)
        audit.write(by=machine(), verb="make_link", about=staff)
    return secret


def sign_in(*, login: str, password: str) -> str:
    """A session's token, in a demo; DeniedError in the same words whatever was wrong."""
    with room("guard", machine()):
        credential = Credential.objects.filter(
            staff__login=login, staff__active=True, kind="password"
        ).first()
    # Checked even when there is no such login, so that time does not tell which logins exist.
    stored = credential.secret_hash if credential else _NOBODY
    if not settings.DEMO or not check_password(password, stored) or credential is None:
        raise DeniedError("That login and password do not go together.")
    return open_session(staff=credential.staff_id)


def sign_in_by_link(*, secret: str) -> str:
    """A session's token; the link is used up."""
    now = clock.now()
    with room("guard", machine()):
        credential = Credential.objects.filter(
            kind="link", secret_hash=token_hash(secret).hex(), staff__active=True
        ).first()
        used = credential and Credential.objects.filter(
            id=credential.id, used_at=None, expires_at__gt=now
        ).update(used_at=now)
    if not credential or not used:
        raise DeniedError("This link has been used or is too old. Ask for a new one.")
    return open_session(staff=credential.staff_id)


def open_session(*, staff: UUID) -> str:
    """The token of a new session. Only its hash is stored."""
    token, now = secrets.token_urlsafe(32), clock.now()
    with room("guard", machine()):
        Session(
            id=refs.new_ref(),
            staff_id=staff,
            token_hash=token_hash(token),
            started_at=now,
            seen_at=now,
            expires_at=now + timedelta(hours=SESSION_HOURS),
        ).save(force_insert=True)
        audit.write(by=machine(), verb="sign_in", about=staff)
    return token


def sign_out(*, token: str) -> None:
    """The session has ended; doing it twice changes nothing."""
    with room("guard", machine()):
        Session.objects.filter(token_hash=token_hash(token), ended_at=None).update(
            ended_at=clock.now()
        )


_NOBODY = make_password(None)
