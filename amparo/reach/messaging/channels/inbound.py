"""What every channel makes of an arriving message, and how it is named from then on."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import cbor2

_VERSION = 1
# Crockford's alphabet leaves out I, L, O and U: nothing in a reference can be misread or be a word.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_REFERENCE_LENGTH = 6
# Two letters at a time: the door makes one for every message.
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_MISREAD = str.maketrans("ILOU", "110V")


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a message that a phone cut up: pieces with the same `ref` belong together."""

    ref: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message as its channel handed it over. `sender` is a claim of the network, no identity."""

    channel: str
    gateway_id: str
    sender: str
    text: str
    to: str = ""
    sent_at: datetime | None = None
    part: Part | None = None
    extra: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The message as CBOR; this is what is sealed."""
        part = self.part and [self.part.ref, self.part.number, self.part.total]
        sent_at = self.sent_at and self.sent_at.isoformat()
        return cbor2.dumps(
            [
                _VERSION,
                self.channel,
                self.gateway_id,
                self.sender,
                self.text,
                self.to,
                sent_at,
                part,
                dict(self.extra),
            ]
        )

    @classmethod
    def from_bytes(cls, blob: bytes) -> "Inbound":
        """The message again. ValueError when the bytes are of another version or broken."""
        row: Any = cbor2.loads(blob)
        if not isinstance(row, list) or len(row) != 9 or row[0] != _VERSION:
            raise ValueError("These bytes are no message of a version that we know.")
        _, channel, gateway_id, sender, text, to, sent_at, part, extra = row
        return cls(
            channel=channel,
            gateway_id=gateway_id,
            sender=sender,
            text=text,
            to=to,
            sent_at=datetime.fromisoformat(sent_at) if sent_at else None,
            part=Part(*part) if part else None,
            extra=extra,
        )


def sound_text(text: str) -> str:
    """The text without what UTF-8 and PostgreSQL cannot hold: lone surrogates and NUL.

    Each becomes U+FFFD, so that a reader sees that something stood there.
    """
    if text.isascii() and "\0" not in text:
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", "\N{REPLACEMENT CHARACTER}")


def envelope_id(id_key: bytes, channel: str, gateway_id: str) -> UUID:
    """The same id for the same message, however often it is handed over.

    Keyed, because a gateway's ids can be guessed and the envelope's id stands in the clear.
    """
    return UUID(bytes=envelope_bytes(id_key, channel, gateway_id))


def envelope_bytes(id_key: bytes, channel: str, gateway_id: str) -> bytes:
    """The sixteen bytes of `envelope_id`: making a UUID would cost the door a thirtieth."""
    name = f"{channel}\0{gateway_id}".encode("utf-8", "surrogatepass")
    return hmac.digest(id_key, name, hashlib.sha256)[:16]


def reference_of(envelope: UUID | bytes) -> str:
    """Six characters that a person can say on the phone. They open nothing."""
    raw = envelope if isinstance(envelope, bytes) else envelope.bytes
    number = int.from_bytes(hashlib.sha256(b"reference" + raw).digest()[:4], "big")
    return _PAIRS[number >> 20 & 1023] + _PAIRS[number >> 10 & 1023] + _PAIRS[number & 1023]


def tidy_reference(typed: str) -> str:
    """The reference as we write it, or "" when what was typed can be none."""
    tidy = "".join(typed.upper().split()).replace("-", "").translate(_MISREAD)
    good = len(tidy) == _REFERENCE_LENGTH and all(letter in _ALPHABET for letter in tidy)
    return tidy if good else ""
