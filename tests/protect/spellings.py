"""Every way in which a value may stand in a file: letters, bytes, escapes, hashes."""

import base64
import hashlib
import html
import json
import quopri
import unicodedata
import zlib
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

Spelling = tuple[str, bytes]  # what it is called, how it stands

NUMBERS = {"phone", "code"}
HASHES = ("md5", "sha1", "sha256", "sha512")
_LAST = 7


def spellings(kind: str, value: str) -> dict[bytes, str]:
    """Each different way of writing the value, with what the first that writes it so is called."""
    found: dict[bytes, str] = {}
    for name, text in _letters(kind, value):
        for encoding, written in _written(text):
            found.setdefault(written, f"{name}, {encoding}")
    return found


def _letters(kind: str, value: str) -> Iterator[tuple[str, str]]:
    """The value as people and programs write it."""
    composed = unicodedata.normalize("NFC", value)
    yield "NFC", composed
    yield "NFD", unicodedata.normalize("NFD", value)
    yield "unaccented", unaccented(value)
    yield "upper", composed.upper()
    yield "lower", composed.lower()
    yield "reversed", composed[::-1]
    if kind in NUMBERS:
        yield "digits only", digits(value)


def _written(text: str) -> Iterator[Spelling]:
    """The text in bytes."""
    raw, wide = text.encode(), text.encode("utf-16-le")
    yield "UTF-8", raw
    yield "UTF-16LE", wide
    yield "UTF-16BE", text.encode("utf-16-be")
    if _fits_latin(text):
        yield "Latin-1", text.encode("latin-1")
    yield "hex", raw.hex().encode()
    yield "HEX", raw.hex().upper().encode()
    yield "hex of UTF-16LE", wide.hex().encode()
    for offset in range(3):
        yield f"base64 at {offset}", _base64(raw, offset)
        yield f"base64url at {offset}", _base64(raw, offset).translate(_URL_SAFE)
    yield "URL", quote(text, safe="").encode()
    yield "URL with plus", quote_plus(text).encode()
    yield "url in lower case", _lower_escapes(quote(text, safe="")).encode()
    yield "JSON", json.dumps(text)[1:-1].encode()
    yield "HTML", html.escape(text).encode()
    yield "HTML numbers", text.encode("ascii", "xmlcharrefreplace")
    yield "quoted-printable", quopri.encodestring(raw).replace(b"=\n", b"")
    yield "Python", repr(text)[1:-1].encode("ascii", "backslashreplace")


_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def _base64(raw: bytes, offset: int) -> bytes:
    """The letters that do not depend on what stands before and after."""
    coded = base64.b64encode(b"\0" * offset + raw)
    start = (0, 2, 3)[offset]
    end = len(coded) - (0, 3, 2)[(offset + len(raw)) % 3]
    return coded[start:end]


def _lower_escapes(text: str) -> str:
    pieces = text.split("%")
    return pieces[0] + "".join(f"%{one[:2].lower()}{one[2:]}" for one in pieces[1:])


def words(kind: str, value: str) -> Iterator[Spelling]:
    """What is short enough to come about by chance inside longer digits: found only alone."""
    if kind == "phone":
        yield "last 7 digits", digits(value)[-_LAST:].encode()
    if kind == "document":
        yield "digits alone", digits(value).encode()
    for text in _tidy(kind, value):
        mark = zlib.crc32(text.encode())
        yield "crc32", f"{mark:08x}".encode()
        yield "crc32", str(mark).encode()


def digests(kind: str, value: str) -> Iterator[Spelling]:
    """Hashes without a key. The four bytes of a CRC could not be told from chance: see `words`."""
    for text in _tidy(kind, value):
        for name in HASHES:
            yield name, hashlib.new(name, text.encode(), usedforsecurity=False).digest()


def _tidy(kind: str, value: str) -> list[str]:
    """The value as a program would tidy it before it hashes."""
    composed = unicodedata.normalize("NFC", value).strip()
    ways = [composed, composed.lower(), composed.upper(), unaccented(composed).lower()]
    if kind == "phone":
        ways += [digits(value), digits(value)[3:], f"00{digits(value)}"]
    return list(dict.fromkeys(ways))


def unaccented(text: str) -> str:
    """The letters without their marks."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def digits(text: str) -> str:
    """The digits alone."""
    return "".join(letter for letter in text if letter.isdigit())


def _fits_latin(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
