"""Rooms: one transaction, on the login of one top folder, in the name of one actor.

The context is set with `set_config(…, true)`, so it ends with the transaction, and it is signed
with a key that only the serving process and one function in PostgreSQL know: SQL that someone
injects cannot write itself another one. It stops injected SQL, not a taken-over process.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connections, models, transaction

from amparo.kernel.authority import Actor

CONTEXT_SECONDS = 120

_current: ContextVar[str | None] = ContextVar("amparo_room", default=None)


class OutsideRoomError(RuntimeError):
    """A query outside a room. Open one: `with room("reach", actor):`."""


class NestedRoomError(RuntimeError):
    """Rooms do not nest. What another room must do goes as an event."""


def current_room() -> str:
    """The name of the room this code is in, or OutsideRoomError."""
    name = _current.get()
    if name is None:
        raise OutsideRoomError(OutsideRoomError.__doc__)
    return name


def sign_context(actor: Actor, *, secret: bytes, pid: int, until: float) -> str:
    """The context as PostgreSQL checks it: 64 hex digits of HMAC-SHA256, then JSON."""
    payload = json.dumps(
        {
            "actor": str(actor.id),
            "kind": actor.kind,
            "scopes": [str(scope) for scope in actor.scopes],
            "subject": str(actor.subject) if actor.subject else None,
            "powers": sorted(actor.powers),
            "until": int(until),
            "pid": pid,
        },
        separators=(",", ":"),
    )
    return hmac.new(secret, payload.encode(), hashlib.sha256).hexdigest() + payload


@contextmanager
def room(name: str, actor: Actor) -> Iterator[None]:
    """One transaction in that room; every query inside goes there, narrowed for the actor."""
    if _current.get() is not None:
        raise NestedRoomError(NestedRoomError.__doc__)
    with transaction.atomic(using=name, durable=True):
        connection = connections[name]
        secret = bytes.fromhex(settings.ROOM_SECRETS[name])
        raw = connection.connection
        context = sign_context(
            actor,
            secret=secret,
            pid=raw.info.backend_pid,
            until=time.time() + CONTEXT_SECONDS,
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('amparo.context', %s, true)", [context])
        token = _current.set(name)
        try:
            yield
        finally:
            _current.reset(token)


class Router:
    """Sends every ORM call to the room it is made in. Migrations run as the owner."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        """The current room."""
        del model, hints
        return current_room()

    db_for_write = db_for_read

    def allow_relation(self, obj1: models.Model, obj2: models.Model, **hints: Any) -> bool:
        """Always: the shape test over foreign keys decides, before anything runs."""
        del obj1, obj2, hints
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Only the owner makes tables."""
        del app_label, hints
        return db == "owner"
