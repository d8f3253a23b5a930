"""References: random names for things, ordered by the time they were made."""

import os
from datetime import datetime
from uuid import UUID

from amparo.kernel import clock

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62


def new_ref(at: datetime | None = None) -> UUID:
    """A new UUID version 7 (RFC 9562, 5.7): neighbours in time are neighbours in an index."""
    millis = int((at or clock.now()).timestamp() * 1000)
    random_a = int.from_bytes(os.urandom(2)) & 0xFFF
    random_b = int.from_bytes(os.urandom(8)) & ((1 << 62) - 1)
    return UUID(int=(millis << 80) | _VERSION_7 | (random_a << 64) | _VARIANT | random_b)
