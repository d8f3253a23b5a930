"""The recovery key: made once, its public half stays, its private half is carried elsewhere."""

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from amparo.doors.cli.house import Json, write_private
from amparo.kernel import clock
from amparo.kernel.sealed import (
    KEY_BYTES,
    NotOpened,
    day_key_id,
    open_field,
    public_of,
    seal_field,
)

KIND: Final = "amparo recovery key"
LEAST: Final = 12
# Scrypt: 128 MB and half a second for each guess.
_COST: Final = 1 << 17
_SALT: Final = 16

Ask = Callable[[], str]


class RecoveryError(Exception):
    """The recovery key can not be used. The message says why."""


def make_recovery(file: Path, passphrase: str) -> Json:
    """The private half lies in `file`; gives the paper with the public half."""
    if file.exists():
        raise RecoveryError(f"{file} exists. Nothing was changed: name a new file.")
    if passphrase and len(passphrase) < LEAST:
        raise RecoveryError(f"The passphrase needs {LEAST} characters or more.")
    private = secrets.token_bytes(KEY_BYTES)
    public = public_of(private)
    paper = {
        "id": day_key_id(public).hex(),
        "public": public.hex(),
        "made_at": clock.now().isoformat(timespec="seconds"),
    }
    try:
        write_private(file, {"kind": KIND, **paper, **_kept(private, passphrase)})
    except OSError as error:
        raise RecoveryError(f"{file} can not be written: {error.strerror}.") from None
    return paper


def read_recovery(file: Path, ask: Ask) -> bytes:
    """The private half; RecoveryError for a wrong passphrase or a file that is something else."""
    try:
        told: dict[str, Any] = json.loads(file.read_text())
        kept, public = bytes.fromhex(told["private"]), bytes.fromhex(told["public"])
        salt = bytes.fromhex(told.get("salt", ""))
    except OSError as error:
        raise RecoveryError(f"{file} can not be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RecoveryError(f"{file} is not a recovery key of Amparo.") from None
    if salt:
        try:
            kept = open_field(_key(ask(), salt), kept, public)
        except NotOpened:
            raise RecoveryError("The passphrase is not the one of this recovery key.") from None
    if len(kept) != KEY_BYTES or public_of(kept) != public:
        raise RecoveryError(f"{file} was altered: its two halves do not belong together.")
    return kept


def from_file(file: Path) -> str:
    """The passphrase in the first line of a file, which others may not read."""
    if file.stat().st_mode & 0o077:
        raise RecoveryError(f"{file} can be read by others: chmod 600 it.")
    return file.read_text().split("\n", 1)[0]


def lies_in(file: Path, folder: Path) -> bool:
    """Whether the file would lie in the folder, or below it."""
    return Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folder))


def _kept(private: bytes, passphrase: str) -> Json:
    if not passphrase:
        return {"private": private.hex()}
    salt = secrets.token_bytes(_SALT)
    sealed = seal_field(_key(passphrase, salt), private, public_of(private))
    return {"salt": salt.hex(), "private": sealed.hex()}


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=KEY_BYTES, n=_COST, r=8, p=1).derive(passphrase.encode())
