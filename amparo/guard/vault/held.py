"""A sealed value, and where it belongs."""

from dataclasses import dataclass
from uuid import UUID

from amparo.kernel.sealed import KeyClass


@dataclass(frozen=True, slots=True)
class Held:
    """Ciphertext, the reference whose key opens it, and the place it was sealed for."""

    ref: UUID
    place: str  # "message:<id>", so that ciphertext can't be moved to another row
    blob: bytes
    cls: KeyClass = "text"


@dataclass(frozen=True, slots=True)
class Clear:
    """A text, or the bytes of a picture, that is about to be sealed."""

    ref: UUID
    place: str
    text: str | bytes
    cls: KeyClass = "text"
