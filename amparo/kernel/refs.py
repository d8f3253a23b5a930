"""References: random names for things, ordered by the time they were made."""

import hashlib
import os
from datetime import datetime
from uuid import UUID

from amparo.kernel import clock

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62


def new_ref(at: datetime | None = None) -> UUID:
    """A new UUID version 7 (RFC 9562, 5.7): neighbours in time are neighbours in an index."""
    return _ref(at or clock.now(), os.urandom(10))


def same_ref(about: UUID, at: datetime) -> UUID:
    """A new reference that comes out the same whenever it is made for this thing and moment."""
    return _ref(at, hashlib.sha256(b"reference for " + about.bytes).digest())


def _ref(at: datetime, chance: bytes) -> UUID:
    millis = int(at.timestamp() * 1000)
    random_a = int.from_bytes(chance[:2]) & 0xFFF
    random_b = int.from_bytes(chance[2:10]) & ((1 << 62) - 1)
    return UUID(int=(millis << 80) | _VERSION_7 | (random_a << 64) | _VARIANT | random_b)
