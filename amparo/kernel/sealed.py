"""Sealing and opening, pure: bytes in, bytes out; no store and no network.

Three layers, each used in one place only:

* `seal_field` / `open_field`: a stored field under a key of its conversation or identity.
* `derive`: from that root the three keys for text, contact and identity. Runs in the keyholder.
* `EpochSealer`, `open_head`, `open_body`: what the door seals and only the keyholder can open.
"""

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amparo.kernel import clock

KeyClass = Literal["text", "contact", "identity"]
KEY_CLASSES: Final[tuple[KeyClass, ...]] = ("text", "contact", "identity")

KEY_BYTES: Final = 32
_VERSION: Final = b"\x01"
_NONCE: Final = 12
_TAG: Final = 16
_ID: Final = 8
# version, day key's id, ephemeral public half: what the sealed epoch key is bound to.
_PREFIX: Final = len(_VERSION) + _ID + KEY_BYTES
HEAD_BYTES: Final = _PREFIX + _NONCE + KEY_BYTES + _TAG


class NotOpened(ValueError):
    """This does not open: another key, another place than it was sealed for, or altered bytes."""


class NoDayKey(RuntimeError):
    """No intake key of the day has been published yet: nothing can be sealed, so refuse to take."""


@dataclass(frozen=True, slots=True)
class DayKey:
    """The public half of one UTC day's intake key."""

    id: bytes
    day: date
    public: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed message: the head opens to an epoch key, the body opens under it."""

    head: bytes
    body: bytes


def seal_field(key: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """Version byte, random nonce, AES-256-GCM; `aad` says which row and field this belongs to."""
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, aad)


def open_field(key: bytes, blob: bytes, aad: bytes) -> bytes:
    """The plaintext of `seal_field`, or NotOpened."""
    if len(blob) < len(_VERSION) + _NONCE + _TAG or blob[:1] != _VERSION:
        raise NotOpened(NotOpened.__doc__)
    try:
        return AESGCM(key).decrypt(blob[1 : 1 + _NONCE], blob[1 + _NONCE :], aad)
    except InvalidTag:
        raise NotOpened(NotOpened.__doc__) from None


def derive(root: bytes, cls: KeyClass) -> bytes:
    """The key of one class (HKDF-SHA256): who holds one class learns nothing of the others."""
    if cls not in KEY_CLASSES:
        raise ValueError(f"No such class of key: {cls}")
    return HKDF(SHA256(), KEY_BYTES, None, b"amparo key " + cls.encode()).derive(root)


def day_key_id(public: bytes) -> bytes:
    """Eight bytes that name a day key: the start of the hash of its public half."""
    return hashlib.sha256(b"amparo day key" + public).digest()[:_ID]


def public_of(private_raw: bytes) -> bytes:
    """The public half of a raw X25519 private half."""
    return X25519PrivateKey.from_private_bytes(private_raw).public_key().public_bytes_raw()


def write_day_keys(keys: Iterable[DayKey]) -> str:
    """The text of intake-keys.json, the only paper that passes from the keyholder to the door."""
    rows = [{"id": k.id.hex(), "day": k.day.isoformat(), "public": k.public.hex()} for k in keys]
    return json.dumps({"keys": rows}, indent=1) + "\n"


def read_day_keys(text: str) -> list[DayKey]:
    """The day keys of intake-keys.json; ValueError if one is not what its id says."""
    try:
        keys = [
            DayKey(bytes.fromhex(r["id"]), date.fromisoformat(r["day"]), bytes.fromhex(r["public"]))
            for r in json.loads(text)["keys"]
        ]
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError("intake-keys.json is not a list of day keys") from wrong
    # A torn or swapped key would seal messages that nobody can ever open.
    if any(len(k.public) != KEY_BYTES or day_key_id(k.public) != k.id for k in keys):
        raise ValueError("intake-keys.json holds a key that does not match its id")
    return keys


@dataclass(frozen=True, slots=True)
class _Epoch:
    """One epoch: its cipher, its head, and when it must be over (day, monotonic second)."""

    cipher: AESGCM
    head: bytes
    day: date
    ends: float


@dataclass(slots=True)
class EpochSealer:
    """Seals messages under a key that is at most `max_age` seconds old and only ever in memory.

    Nonces are random, not counted: an epoch stays far below the 2**32 messages that random
    nonces allow, and a forked process or a resumed machine cannot repeat one (0.3 us a message).
    """

    load_day_keys: Callable[[], list[DayKey]]
    max_age: float = 3600
    today: Callable[[], date] = lambda: clock.now().date()
    monotonic: Callable[[], float] = time.monotonic
    _epoch: _Epoch | None = field(default=None, init=False, repr=False)
    _days: list[DayKey] = field(default_factory=list, init=False, repr=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def seal(self, plaintext: bytes, aad: bytes) -> Sealed:
        """The message sealed to the key of the current UTC day; NoDayKey if there never was one."""
        epoch = self._epoch
        if epoch is None or self.monotonic() >= epoch.ends or self.today() != epoch.day:
            epoch = self._next_epoch(epoch)
        nonce = os.urandom(_NONCE)
        return Sealed(epoch.head, _VERSION + nonce + epoch.cipher.encrypt(nonce, plaintext, aad))

    def forget_if_over(self) -> None:
        """No epoch key older than `max_age` is left, though no message came: call once a minute."""
        with self._turn:
            if self._epoch is not None and self.monotonic() >= self._epoch.ends:
                self._epoch = None

    def _next_epoch(self, old: _Epoch | None) -> _Epoch:
        """A new epoch, made once even if many threads find the old one over at the same moment."""
        with self._turn:
            if self._epoch is not None and self._epoch is not old:
                return self._epoch
            today = self.today()
            key, head = seal_head(self._day_key(today))
            self._epoch = _Epoch(AESGCM(key), head, today, self.monotonic() + self.max_age)
            return self._epoch

    def _day_key(self, today: date) -> DayKey:
        """Today's key; failing that the last one before today, failing that the first to come."""
        try:
            self._days = self.load_day_keys() or self._days
        except (OSError, ValueError):
            # A missing or torn file must not stop a message: go on with the keys known so far.
            if not self._days:
                raise NoDayKey(NoDayKey.__doc__) from None
        if not self._days:
            raise NoDayKey(NoDayKey.__doc__)
        return choose_day_key(self._days, today)


def choose_day_key(keys: Sequence[DayKey], today: date) -> DayKey:
    """The key of the latest day that is not after `today`, else (a slow clock) the first."""
    begun = [k for k in keys if k.day <= today]
    return max(begun, key=lambda k: k.day) if begun else min(keys, key=lambda k: k.day)


def seal_head(day_key: DayKey) -> tuple[bytes, bytes]:
    """A new epoch key and its head: sealed to the day key with a new ephemeral half."""
    ephemeral = X25519PrivateKey.generate()
    ephemeral_public = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(day_key.public))
    prefix = _VERSION + day_key.id + ephemeral_public
    epoch_key, nonce = os.urandom(KEY_BYTES), os.urandom(_NONCE)
    wrap = _head_key(shared, ephemeral_public, day_key.public)
    return epoch_key, prefix + nonce + AESGCM(wrap).encrypt(nonce, epoch_key, prefix)


def day_key_of(head: bytes) -> bytes:
    """The id of the day key that opens this head, or NotOpened if it is not a head."""
    if len(head) != HEAD_BYTES or head[:1] != _VERSION:
        raise NotOpened(NotOpened.__doc__)
    return head[1 : 1 + _ID]


def open_head(private_raw: bytes, head: bytes) -> bytes:
    """The epoch key inside a head, or NotOpened."""
    day_key_of(head)
    private = X25519PrivateKey.from_private_bytes(private_raw)
    ephemeral, prefix = head[1 + _ID : _PREFIX], head[:_PREFIX]
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        wrap = _head_key(shared, ephemeral, private.public_key().public_bytes_raw())
        return AESGCM(wrap).decrypt(
            head[_PREFIX : _PREFIX + _NONCE], head[_PREFIX + _NONCE :], prefix
        )
    except (InvalidTag, ValueError):
        # ValueError: a forged half of small order, which would make the shared secret known.
        raise NotOpened(NotOpened.__doc__) from None


def open_body(epoch_key: bytes, body: bytes, aad: bytes) -> bytes:
    """The message inside a body; `aad` is the envelope's id, so bodies cannot change places."""
    return open_field(epoch_key, body, aad)


def _head_key(shared: bytes, ephemeral_public: bytes, day_public: bytes) -> bytes:
    """The key that wraps one epoch key: bound to both public halves, used once."""
    salt = ephemeral_public + day_public
    return HKDF(SHA256(), KEY_BYTES, salt, b"amparo intake head").derive(shared)
