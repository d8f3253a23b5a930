"""Tokens are made and revoked; what bears a key is done once."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from amparo.guard.accounts import queries as accounts
from amparo.guard.tokens import rules
from amparo.guard.tokens.models import Once, Token
from amparo.guard.tokens.queries import PREFIX, hash_of
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a token is for, what it may, and for how many days."""

    name: str
    powers: tuple[Power, ...]
    days: int


@dataclass(frozen=True, slots=True)
class Made:
    """A new token. Its secret is shown once and can not be shown again."""

    id: UUID
    secret: str


def make_token(*, wanted: Wanted, staff: UUID, by: Actor) -> Made:
    """A token for this colleague: with powers of theirs and no others, until it expires.

    Everyone makes their own; the administrator at the machine may make anyone's.
    """
    owner = _owner(staff, by)
    name = _checked(wanted, owner)
    secret, now = PREFIX + secrets.token_urlsafe(32), clock.now()
    with room("guard", by):
        alive = Token.objects.filter(staff_id=owner.id, revoked_at=None, expires_at__gt=now)
        if alive.count() >= rules.MOST_TOKENS:
            raise WrongStateError(
                "%(most)s tokens work already. Revoke one first.", most=rules.MOST_TOKENS
            )
        token = Token(
            id=refs.new_ref(),
            staff_id=owner.id,
            name=name,
            secret_hash=hash_of(secret),
            powers=sorted(set(wanted.powers)),
            made_at=now,
            expires_at=now + timedelta(days=wanted.days),
        )
        token.save(force_insert=True)
        detail = {"for": str(owner.id), "powers": token.powers, "days": wanted.days}
        audit.write(by=by, verb="make_token", about=token.id, detail=detail)
    return Made(token.id, secret)


def _owner(staff: UUID, by: Actor) -> Actor:
    """Whose it will be; DeniedError where somebody makes one for another."""
    if by.kind != "machine" and by.id != staff:
        raise DeniedError("Everyone makes their own tokens. Nothing was made.")
    owner = accounts.staff_actor(staff)
    if owner is None:
        raise NotFoundError("Nobody of that name works here. Nothing was changed.")
    return owner


def _checked(wanted: Wanted, owner: Actor) -> str:
    """The name, tidied; InvalidError for what can't be had."""
    name = " ".join(wanted.name.split())
    if not name or len(name) > 60:
        raise InvalidError("name", "Say in a few words what it is for.")
    if not wanted.powers:
        raise InvalidError("scopes", "Choose at least one thing that it may do.")
    beyond = sorted(set(wanted.powers) - owner.powers)
    if beyond:
        raise InvalidError(
            "scopes",
            "A token may do nothing that its owner may not: %(beyond)s.",
            beyond=", ".join(beyond),
        )
    if not 1 <= wanted.days <= rules.MOST_DAYS:
        raise InvalidError(
            "days", "It works for 1 to %(most)s days, then make a new one.", most=rules.MOST_DAYS
        )
    return name


def revoke_token(*, token: UUID, by: Actor) -> None:
    """It opens nothing from now on. Its owner revokes it, or the administrator at the machine."""
    with room("guard", by):
        alive = Token.objects.filter(id=token)
        if by.kind != "machine":
            alive = alive.filter(staff_id=by.id)
        if not alive.exists():
            raise NotFoundError(NotFoundError.__doc__)
        if alive.filter(revoked_at=None).update(revoked_at=clock.now(), revoked_by_id=by.id):
            audit.write(by=by, verb="revoke_token", about=token)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the request with this key the first time."""

    status: int
    answer: str


def begin_once(*, token: UUID, key: str, asked: bytes) -> UUID | Outcome:
    """The id under which it is done now, or what became of it before.

    WrongStateError while the first one is being done, or when nobody knows how it ended;
    InvalidError when the key was used for something else.
    """
    hashed = hash_of(key)
    with room("guard", machine()):
        row = Once(
            id=refs.new_ref(),
            token_id=token,
            key_hash=hashed,
            asked_hash=asked,
            started_at=clock.now(),
        )
        # Of two at the same time one is let in; the other waits for it here, and then finds it.
        Once.objects.bulk_create([row], ignore_conflicts=True)
        kept = Once.objects.get(token_id=token, key_hash=hashed)
    if kept.id == row.id:
        return row.id
    if bytes(kept.asked_hash) != asked:
        raise InvalidError(
            "Idempotency-Key", "This key was used for another request. Nothing was done."
        )
    if kept.status is None:
        raise WrongStateError(
            "The first request with this key has not ended. Look what became of it before you "
            "send another one."
        )
    return Outcome(kept.status, kept.answer)


def end_once(*, once: UUID, outcome: Outcome) -> None:
    """Whoever asks again with the key is told this."""
    with room("guard", machine()):
        Once.objects.filter(id=once).update(status=outcome.status, answer=outcome.answer)


def drop_once(*, once: UUID) -> None:
    """It was refused and nothing was done: the key is free to try again."""
    with room("guard", machine()):
        Once.objects.filter(id=once, status=None).delete()


def forget_keys() -> int:
    """How many keys of more than a day ago are gone."""
    with room("guard", machine()):
        old = Once.objects.filter(started_at__lt=clock.now() - rules.KEY_KEPT)
        return old.delete()[0]
