"""Files sealed to a recovery key: whoever writes one cannot open it again. Pure: streams in, out.

X25519 to the recovery key, HKDF, then AES-256-GCM in pieces. Each piece is bound to its number and
to whether it is the last, so that none can be left out, moved or cut off.
"""

from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amparo.kernel.sealed import KEY_BYTES, NotOpened, day_key_id, public_of

MAGIC: Final = b"amparo strongbox 1\n"
PIECE: Final = 1 << 20
_ID: Final = 8
_TAG: Final = 16
_HEAD: Final = len(MAGIC) + _ID + KEY_BYTES


class Closing:
    """What is written here is sealed; `close` writes the last piece, without which none opens."""

    def __init__(self, public: bytes, name: str, out: IO[bytes]) -> None:
        """`name` says which part this is: one part cannot stand in for another."""
        ephemeral = X25519PrivateKey.generate()
        half = ephemeral.public_key().public_bytes_raw()
        self._head = MAGIC + day_key_id(public) + half
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
        self._cipher, self._aad = _cipher(shared, half + public, name), self._head
        self._out, self._held, self._number = out, bytearray(), 0
        out.write(self._head)

    def write(self, data: bytes) -> int:
        """All of it is taken."""
        self._held += data
        while len(self._held) > PIECE:
            self._piece(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def close(self) -> None:
        """Whole."""
        self._piece(bytes(self._held), last=True)
        self._held.clear()

    def _piece(self, plain: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._out.write(self._cipher.encrypt(nonce, plain, self._aad))
        self._number += 1


class Opening:
    """Reads what `Closing` sealed; NotOpened for another key, another part, or altered bytes."""

    def __init__(self, private: bytes, name: str, source: IO[bytes]) -> None:
        """The head has been read and belongs to this key."""
        head = source.read(_HEAD)
        public = public_of(private)
        if len(head) != _HEAD or not head.startswith(MAGIC) or key_of(head) != day_key_id(public):
            raise NotOpened("This is not sealed to this recovery key.")
        half = head[-KEY_BYTES:]
        try:
            shared = X25519PrivateKey.from_private_bytes(private).exchange(
                X25519PublicKey.from_public_bytes(half)
            )
        except ValueError:  # a forged half of small order
            raise NotOpened("This is not sealed to this recovery key.") from None
        self._cipher, self._aad = _cipher(shared, half + public, name), head
        self._source, self._held, self._number = source, b"", 0
        self._next = source.read(PIECE + _TAG)
        self._over = False

    def read(self, size: int = -1) -> bytes:
        """Up to so many bytes; b"" at the end, which has then been seen to be the end."""
        while not self._over and (size < 0 or len(self._held) < size):
            self._piece()
        cut = len(self._held) if size < 0 else size
        found, self._held = self._held[:cut], self._held[cut:]
        return found

    def _piece(self) -> None:
        sealed, self._next = self._next, self._source.read(PIECE + _TAG)
        self._over = not self._next
        try:
            nonce = _nonce(self._number, last=self._over)
            self._held += self._cipher.decrypt(nonce, sealed, self._aad)
        except (InvalidTag, ValueError):
            raise NotOpened("It was altered, or its end is missing.") from None
        self._number += 1


def key_of(head: bytes) -> bytes:
    """The id of the recovery key that the start of a file names."""
    return head[len(MAGIC) : len(MAGIC) + _ID]


def _cipher(shared: bytes, salt: bytes, name: str) -> AESGCM:
    info = b"amparo strongbox " + name.encode()
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, info).derive(shared))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
