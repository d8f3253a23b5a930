"""What Kannel posts, as a message. Nothing that Kannel hands over is ever refused."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import unquote_to_bytes

from amparo.reach.messaging.channels.inbound import Inbound, Part, sound_text

CHANNEL: Final = "kannel"
# An allow list: Python knows codecs that take a stranger's bytes minutes to decode.
_CHARSETS: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "utf-16be": "utf-16-be",
    "utf-16": "utf-16-be",
    "ucs-2": "utf-16-be",
    "iso-10646-ucs-2": "utf-16-be",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "latin-1": "latin-1",
    "iso-8859-15": "iso8859-15",
    "windows-1252": "cp1252",
}
_CHARSET: Final = re.compile(r'charset\s*=\s*"?([\w.:-]+)', re.ASCII | re.IGNORECASE)
_MESSAGE_ID: Final = re.compile(r"[0-9A-Za-z-]{8,64}")
# Kannel numbers codings 0 (GSM letters, handed over as UTF-8), 1 (eight-bit data), 2 (UCS-2).
_EIGHT_BIT, _UCS2 = "1", "2"
# Information elements for the pieces of a long SMS: 3GPP TS 23.040, 9.2.3.24.1 and .8.
_PIECES: Final = {0x00: 1, 0x08: 2}


def parse(headers: Mapping[str, str], body: bytes, message_id: str = "") -> Inbound:
    """The message. `headers` by lower-case name; `message_id` is Kannel's own, from the address.

    A text that cannot be read whole keeps its bytes as base64 in `extra["raw"]`.
    """
    charset = _declared(headers)
    text, whole = _text(body, charset)
    udh = _udh(headers.get("x-kannel-udh", ""))
    extra = {"smsc": headers.get("x-kannel-smsc", ""), "udh": udh.hex()}
    if not whole or headers.get("x-kannel-coding") == _EIGHT_BIT:
        extra |= {"raw": b64encode(body).decode(), "charset": charset}
    return Inbound(
        channel=CHANNEL,
        gateway_id=_gateway_id(headers, body, message_id),
        sender=sound_text(headers.get("x-kannel-from", "")),
        text=text,
        to=sound_text(headers.get("x-kannel-to", "")),
        sent_at=_moment(headers.get("x-kannel-time", "")),
        part=_part(udh),
        extra={name: sound_text(value) for name, value in extra.items() if value},
    )


def _declared(headers: Mapping[str, str]) -> str:
    """The charset that the coding or the Content-Type tells; UTF-8 when neither does."""
    if headers.get("x-kannel-coding") == _UCS2:
        return "utf-16-be"
    found = _CHARSET.search(headers.get("content-type", ""))
    return _CHARSETS.get(found[1].lower(), "utf-8") if found else "utf-8"


def _text(body: bytes, charset: str) -> tuple[str, bool]:
    """The text, and whether it can be turned back into the very same bytes."""
    # Two-byte text that is cut short would pass as UTF-8 full of control characters.
    for attempt in (charset,) if charset == "utf-16-be" else (charset, "utf-8"):
        try:
            text = body.decode(attempt)
        except UnicodeDecodeError:
            continue
        sound = sound_text(text)
        return sound, sound == text
    readable = charset if charset != "utf-8" else "cp1252"
    return sound_text(body.decode(readable, "replace")), False


def _udh(value: str) -> bytes:
    """The user data header. Kannel sends it percent-encoded; its guide says hexadecimal."""
    try:
        return bytes.fromhex(value)
    except ValueError:
        return unquote_to_bytes(value.replace("+", " "))


def _part(udh: bytes) -> Part | None:
    """Which piece this is, or None: not a piece, or a header that makes no sense."""
    at, end = 1, min(len(udh), udh[0] + 1) if udh else 0
    while at + 2 <= end:
        kind, length = udh[at], udh[at + 1]
        data = udh[at + 2 : at + 2 + length]
        width = _PIECES.get(kind)
        if width and len(data) == length == width + 2:
            total, number = data[width], data[width + 1]
            good = 1 <= number <= total
            return Part(data[:width].hex(), number, total) if good else None
        at += 2 + length
    return None


def _moment(value: str) -> datetime | None:
    """The gateway's time, which it gives in UTC."""
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError:
        return None


def _gateway_id(headers: Mapping[str, str], body: bytes, message_id: str) -> str:
    """Kannel's id; without one, a name made of the message itself.

    Kannel repeats a request with the very same headers, so the name is the same again.
    """
    if _MESSAGE_ID.fullmatch(message_id):
        return message_id
    named = ("x-kannel-smsc", "x-kannel-from", "x-kannel-to", "x-kannel-time", "x-kannel-udh")
    parts = [headers.get(name, "").encode("utf-8", "surrogatepass") for name in named]
    return hashlib.sha256(b"\0".join([*parts, body])).hexdigest()
