"""What a request must look like: each function gives a checked field or says why not."""

import re
from datetime import date
from typing import Final

from amparo.keyholder.errors import Refused
from amparo.keyholder.wire import MAX_BATCH, Message

_NAME: Final = re.compile(r"[a-z][a-z0-9_.]{0,39}")
_TEXT: Final = 256


def text(message: Message, name: str) -> str:
    """A text of at most 256 characters."""
    value = message.get(name)
    if not isinstance(value, str) or not value or len(value) > _TEXT:
        raise Refused(f"{name}: a text of 1 to {_TEXT} characters is needed.")
    return _sound(value, name)


def word(message: Message, name: str) -> str:
    """A name such as `conversation`: small letters, digits, points and underscores."""
    value = message.get(name)
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise Refused(f"{name}: a name in small letters is needed.")
    return value


def identity(message: Message, name: str) -> bytes:
    """The 16 bytes of a UUID."""
    return _uuid(message.get(name), name)


def refs(message: Message) -> list[bytes]:
    """The references, each once, in the order given."""
    return list(dict.fromkeys(_uuid(ref, "refs") for ref in _batch(message, "refs")))


def blobs(message: Message, name: str) -> list[bytes]:
    """A list of byte strings."""
    found = _batch(message, name)
    if not all(isinstance(blob, bytes) for blob in found):
        raise Refused(f"{name}: each must be bytes.")
    return [bytes(blob) for blob in found if isinstance(blob, bytes)]


def texts(message: Message, name: str) -> list[str]:
    """A list of texts of at most 256 characters."""
    found = _batch(message, name)
    good = [
        _sound(value, name) for value in found if isinstance(value, str) and len(value) <= _TEXT
    ]
    if len(good) != len(found):
        raise Refused(f"{name}: each must be a text of at most {_TEXT} characters.")
    return good


def day(message: Message, name: str) -> date:
    """A day as 2026-11-22."""
    try:
        return date.fromisoformat(str(message.get(name)))
    except ValueError:
        raise Refused(f"{name}: a day such as 2026-11-22 is needed.") from None


def number(message: Message, name: str) -> int:
    """A count of zero or more."""
    value = message.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refused(f"{name}: a count is needed.")
    return value


def _batch(message: Message, name: str) -> list[object]:
    """A list that is not longer than one call may carry."""
    found = message.get(name)
    if not isinstance(found, list):
        raise Refused(f"{name}: a list is needed.")
    if len(found) > MAX_BATCH:
        raise Refused(f"{name}: at most {MAX_BATCH} in one call.")
    return found


def _uuid(value: object, name: str) -> bytes:
    """Sixteen bytes."""
    if not isinstance(value, bytes) or len(value) != 16:
        raise Refused(f"{name}: 16 bytes are needed.")
    return value


def _sound(value: str, name: str) -> str:
    """The same text, if it can be written as UTF-8 (half of a surrogate pair cannot)."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Refused(f"{name}: this is not a readable text.") from None
    return value
