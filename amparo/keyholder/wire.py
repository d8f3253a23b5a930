"""Frames on the socket: four bytes of length (big-endian), then one CBOR map.

A request is {op, token, actor, audit, ...}; an answer {"ok"} or {"no", "kind", "retry_after"}.
UUIDs travel as their 16 bytes: nothing in a frame needs a CBOR tag.
"""

import socket
from typing import Any, Final

import cbor2

from amparo.keyholder.errors import Away, KeyholderError, Refused

# 1,000 heads of 101 bytes are 0.1 MB; ten times that leaves room and bounds what one frame costs.
MAX_FRAME: Final = 1 << 20
MAX_BATCH: Final = 1000
LENGTH: Final = 4

Message = dict[str, Any]


def pack(message: Message) -> bytes:
    """One frame; Refused if it is larger than a frame may be, or holds half a surrogate pair."""
    try:
        body = cbor2.dumps(message)
    except UnicodeEncodeError:
        raise Refused("This text cannot be read; it cannot be asked for either.") from None
    if len(body) > MAX_FRAME:
        raise Refused(f"A request may have at most {MAX_FRAME} bytes; send it in parts.")
    return len(body).to_bytes(LENGTH, "big") + body


def length_of(header: bytes) -> int:
    """How many bytes follow; Refused if more than a frame may have."""
    length = int.from_bytes(header, "big")
    if length > MAX_FRAME:
        raise Refused(f"A request may have at most {MAX_FRAME} bytes.")
    return length


def unpack(body: bytes) -> Message:
    """The map in a frame; Refused if it is anything else."""
    try:
        message = cbor2.loads(body)
    except Exception:
        # The decoder meets bytes of anyone's choosing: besides its own errors it raises
        # RecursionError, OverflowError, ValueError and more. All mean the same to the caller.
        raise Refused("The request is not readable.") from None
    if not isinstance(message, dict) or not all(isinstance(name, str) for name in message):
        raise Refused("The request is not a map of names.")
    return message


def answer_of(error: KeyholderError) -> Message:
    """The answer that carries a refusal."""
    return {"no": error.reason, "kind": error.kind, "retry_after": error.retry_after}


def receive(sock: socket.socket) -> Message:
    """The next message on a blocking socket; Away if it ends before the message does."""
    return unpack(_exactly(sock, length_of(_exactly(sock, LENGTH))))


def _exactly(sock: socket.socket, count: int) -> bytes:
    """That many bytes, or Away."""
    parts = bytearray()
    while len(parts) < count:
        part = sock.recv(count - len(parts))
        if not part:
            raise Away
        parts += part
    return bytes(parts)
