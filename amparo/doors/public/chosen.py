"""What somebody chose on the page of services, as a part of its address that nobody can read.

An address stays in the list of visited pages, on a phone that others may hold. So it carries no
word, no need, no place: only a sealed token, that opens for half a day and for this house alone.
After that the same address leads to the empty first page.
"""

import base64
import hashlib
import os
import struct
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from amparo.kernel import clock

LASTS: Final = 12 * 3600
_NONCE: Final = 12
_NOBODY: Final = UUID(int=0)
_HEAD: Final = struct.Struct(">IBH16s16s")
LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Chosen:
    """The place, the filters, the page; and the one service that is shown, if one is."""

    place: UUID | None = None
    need: str = ""
    speaks: str = ""
    open_now: bool = False
    women: bool = False
    no_papers: bool = False
    page: int = 0
    service: UUID | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything but the place was chosen."""
        return bool(self.need or self.speaks or self.open_now or self.women or self.no_papers)

    def one(self, service: UUID) -> "Chosen":
        """This service, with the way back to the same list."""
        return replace(self, service=service)

    def on(self, page: int) -> "Chosen":
        """The same list, another page of it."""
        return replace(self, page=page, service=None)

    def wide(self) -> "Chosen":
        """The same place without the filters."""
        return Chosen(place=self.place)


def seal(chosen: Chosen) -> str:
    """The part of the address."""
    flags = chosen.open_now | chosen.women << 1 | chosen.no_papers << 2
    ids = ((one or _NOBODY).bytes for one in (chosen.place, chosen.service))
    head = _HEAD.pack(int(clock.now().timestamp()), flags, chosen.page, *ids)
    nonce = os.urandom(_NONCE)
    words = f"{chosen.need} {chosen.speaks}".encode()
    sealed = nonce + AESGCM(_key()).encrypt(nonce, head + words, None)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def opened(token: str) -> Chosen | None:
    """What was chosen, or None: too old, of another house, or no token at all."""
    try:
        raw = base64.urlsafe_b64decode(token[:LONGEST].encode() + b"=" * (-len(token) % 4))
        plain = AESGCM(_key()).decrypt(raw[:_NONCE], raw[_NONCE:], None)
    except (ValueError, InvalidTag):
        return None
    at, flags, page, place, service = _HEAD.unpack(plain[: _HEAD.size])
    if not 0 <= clock.now().timestamp() - at <= LASTS:
        return None
    need, _, speaks = plain[_HEAD.size :].decode().partition(" ")
    return Chosen(
        place=_id(place),
        need=need,
        speaks=speaks,
        open_now=bool(flags & 1),
        women=bool(flags & 2),
        no_papers=bool(flags & 4),
        page=page,
        service=_id(service),
    )


def _id(raw: bytes) -> UUID | None:
    found = UUID(bytes=raw)
    return None if found == _NOBODY else found


def _key() -> bytes:
    return hashlib.sha256(b"amparo.public.chosen" + settings.SECRET_KEY.encode()).digest()
