"""Rows of sealed messages, and how a batch of them is handed to PostgreSQL in one statement."""

import struct
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from psycopg import AsyncConnection
from psycopg.adapt import Dumper
from psycopg.pq import Format

_INSERT: Final = """
INSERT INTO reach_envelope (id, received_at, channel, head, body)
SELECT * FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::bytea[], %s::bytea[])
ON CONFLICT DO NOTHING"""
# In the same transaction: whoever is woken finds the rows, and no row waits for want of a call.
_INSERT_AND_WAKE: Final = f"WITH kept AS ({_INSERT}) SELECT pg_notify('amparo_envelopes', '')"
_WAKE: Final = "SELECT pg_notify('amparo_envelopes', '')"
# PostgreSQL counts microseconds from here.
_EPOCH_2000: Final = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
_UUID, _MOMENT, _TEXT, _BYTES = 2950, 1184, 25, 17


class Envelope(NamedTuple):
    """One sealed message as its row: id (16 bytes), seconds since 1970, and what was sealed."""

    id: bytes
    received_at: float
    channel: bytes
    head: bytes
    body: bytes

    @property
    def size(self) -> int:
        """About how many bytes it takes while it waits."""
        return len(self.body) + 400


class _Array(bytes):
    """An array in PostgreSQL's binary form. Made here, because psycopg would spend a third of
    the door's time on five lists a batch."""


class _Uuids(_Array): ...


class _Moments(_Array): ...


class _Texts(_Array): ...


class _Blobs(_Array): ...


class _Dumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: bytes) -> bytes:
        """The bytes as they are."""
        return bytes(obj)


class _UuidsDumper(_Dumper):
    oid = 2951


class _MomentsDumper(_Dumper):
    oid = 1185


class _TextsDumper(_Dumper):
    oid = 1009


class _BlobsDumper(_Dumper):
    oid = 1001


def prepare(connection: AsyncConnection) -> None:
    """The connection knows how to pass our arrays on."""
    adapters = connection.adapters
    adapters.register_dumper(_Uuids, _UuidsDumper)
    adapters.register_dumper(_Moments, _MomentsDumper)
    adapters.register_dumper(_Texts, _TextsDumper)
    adapters.register_dumper(_Blobs, _BlobsDumper)


async def keep(connection: AsyncConnection, rows: Sequence[Envelope], *, wake: bool) -> None:
    """The rows are committed; those that were there already are left as they were."""
    moments = [struct.pack("!q", round((r.received_at - _EPOCH_2000) * 1e6)) for r in rows]
    await connection.execute(
        _INSERT_AND_WAKE if wake else _INSERT,
        (
            _Uuids(_packed(_UUID, [row.id for row in rows])),
            _Moments(_packed(_MOMENT, moments)),
            _Texts(_packed(_TEXT, [row.channel for row in rows])),
            _Blobs(_packed(_BYTES, [row.head for row in rows])),
            _Blobs(_packed(_BYTES, [row.body for row in rows])),
        ),
        prepare=True,
    )


async def wake(connection: AsyncConnection) -> None:
    """Whoever waits for envelopes looks for them now."""
    await connection.execute(_WAKE, prepare=True)


def _packed(oid: int, items: Sequence[bytes]) -> bytes:
    """One-dimensional array: dimensions, no nulls, type, length, first index, then each item."""
    pieces = [struct.pack("!iiiii", 1, 0, oid, len(items), 1)]
    for item in items:
        pieces.append(len(item).to_bytes(4, "big"))
        pieces.append(item)
    return b"".join(pieces)
