"""Which tokens there are, and who asks with one."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connections

from amparo.guard.accounts import queries as accounts
from amparo.guard.tokens import rules
from amparo.guard.tokens.models import Token
from amparo.guard.tokens.rules import Spent
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.rooms import current_room, room

__all__ = ["Caller", "Card", "Spent", "cards", "every", "who"]

PREFIX = "amparo_"  # so that who finds one in a file knows what it opens
# One row for each token: counted, or begun anew when its minute is over.
_COUNT = """
    INSERT INTO guard_token_use (token_id, started_at, used, last_on)
    VALUES (%(token)s, %(now)s, 1, %(day)s)
    ON CONFLICT (token_id) DO UPDATE SET
        used = CASE WHEN guard_token_use.started_at <= %(before)s THEN 1
                    ELSE guard_token_use.used + 1 END,
        started_at = CASE WHEN guard_token_use.started_at <= %(before)s THEN EXCLUDED.started_at
                          ELSE guard_token_use.started_at END,
        last_on = EXCLUDED.last_on
    RETURNING used, started_at
"""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks with a token, and how much of the present minute is used."""

    actor: Actor
    token: UUID
    name: str
    expires_at: datetime
    spent: Spent


@dataclass(frozen=True, slots=True)
class Card:
    """One token, as its owner and the administrator see it: everything but its secret."""

    id: UUID
    staff: UUID
    name: str
    powers: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_on: date | None
    works: bool


def hash_of(secret: str) -> bytes:
    """What is stored of a token. It has 256 random bits: no salt is needed."""
    return hashlib.sha256(secret.encode()).digest()


def who(secret: str) -> Caller | None:
    """The colleague behind a token, with no power that the token lacks; None if it is no good.

    Each asking counts, whatever becomes of it.
    """
    if not secret.startswith(PREFIX):
        return None
    now = clock.now()
    with room("guard", machine()):
        token = Token.objects.filter(
            secret_hash=hash_of(secret), revoked_at=None, expires_at__gt=now
        ).first()
        if token is None:
            return None
        spent = _counted(token.id, now)
    actor = accounts.staff_actor(token.staff_id)
    if actor is None:
        return None
    narrowed = actor.narrowed(Power(one) for one in token.powers if one in set(Power))
    return Caller(narrowed, token.id, token.name, token.expires_at, spent)


def _counted(token: UUID, now: datetime) -> Spent:
    before = now - rules.WINDOW_LENGTH
    with connections[current_room()].cursor() as cursor:
        cursor.execute(_COUNT, {"token": token, "now": now, "day": now.date(), "before": before})
        used, began = cursor.fetchone()
    return rules.spent(used, began, now)


def cards(viewer: Actor) -> tuple[Card, ...]:
    """The viewer's own tokens, newest first."""
    with room("guard", viewer):
        ids = list(Token.objects.filter(staff_id=viewer.id).values_list("id", flat=True))
    return _cards(ids)


def every(viewer: Actor) -> tuple[Card, ...]:
    """All tokens there are, newest first, for those who manage staff."""
    if viewer.kind != "machine":
        viewer = viewer.within(Power.MANAGE_STAFF)
    with room("guard", machine()):
        ids = list(Token.objects.values_list("id", flat=True))
    return _cards(ids)


def _cards(ids: Iterable[UUID]) -> tuple[Card, ...]:
    now = clock.now()
    with room("guard", machine()):
        rows = Token.objects.filter(id__in=list(ids)).select_related("use")
        return tuple(_card(one, now) for one in rows.order_by("-made_at", "id"))


def _card(one: Token, now: datetime) -> Card:
    use = getattr(one, "use", None)
    return Card(
        one.id,
        one.staff_id,
        one.name,
        tuple(one.powers),
        one.made_at,
        one.expires_at,
        one.revoked_at,
        use.last_on if use else None,
        one.revoked_at is None and one.expires_at > now,
    )
