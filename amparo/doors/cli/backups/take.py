"""Taking a backup while the house runs: PostgreSQL first, then the keys.

In that order a key may be there without its row, which a sweep removes; the other way round a row
would be there that nothing can open.
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final

import psycopg

from amparo.doors.cli.backups import archive, programs, sealing
from amparo.doors.cli.backups.archive import DATABASE, HALF, HOUSE, KEYS, BackupError, Heard
from amparo.doors.cli.backups.marks import put_mark
from amparo.doors.cli.backups.tables import PLAIN, measure, migrations
from amparo.doors.cli.house import Json
from amparo.doors.cli.programs import make_folder
from amparo.kernel import clock
from amparo.keyholder.copying import BOND_BYTES, recovery_key
from amparo.keyholder.store import Unusable

ROOM_LEFT: Final = 64 << 20  # bytes that a backup never takes


@dataclass(frozen=True, slots=True)
class Order:
    """What to back up, and where to."""

    data: Path
    address: str = field(repr=False)  # of the backup's login, or the owner's
    to: Path
    keys_to: Path | None = None
    keep: int = 0
    without_keys: bool = False
    why: str = "by hand"


def take(order: Order, say: Heard) -> Path:
    """The folder of a finished backup; BackupError if none, and nothing new is left."""
    public = _recovery(order)
    for folder in (order.to, order.keys_to):
        if folder is not None:
            make_folder_of_ours(folder)
    now = clock.now()
    name = f"{archive.START}{now:%Y%m%d-%H%M%S}"
    with _alone(order.to):
        half = order.to / f"{HALF}{name}"
        beside = order.keys_to and archive.elsewhere(order.keys_to, name)
        try:
            if (order.to / name).exists():
                raise BackupError("The last backup is less than a second old.")
            half.mkdir(mode=0o700)
            final = _make(order, half, name, public, say)
        except BaseException:
            shutil.rmtree(half, ignore_errors=True)
            if beside is not None:
                beside.unlink(missing_ok=True)
            raise
        kept = list(archive.backups_in(order.to, house_of(order.data)))
        put_mark(order.data, "taken", name=name, at=now.isoformat(), where=str(final))
        for gone in archive.keep_newest(kept, order.keep, order.keys_to):
            say(f"removed {gone}: the newest {order.keep} are kept")
    return final


def house_of(data: Path) -> str:
    """A name for this house that tells nothing about it."""
    key = json.loads((data / "house.json").read_text())["secret_key"]
    return hashlib.sha256(b"amparo house" + key.encode()).hexdigest()[:16]


def house_bond(data: Path) -> bytes:
    """What ties a backup without keys to its house."""
    key = json.loads((data / "house.json").read_text())["secret_key"]
    return hashlib.sha256(b"amparo bond" + key.encode()).digest()


def make_folder_of_ours(folder: Path) -> None:
    """The folder is there and can be written."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        make_folder(folder, 0o700, None)
    except OSError as error:
        raise BackupError(f"{folder} can not be made: {error.strerror}.") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BackupError(f"{folder} can not be written. Nothing was backed up.")


def _recovery(order: Order) -> bytes | None:
    """The key that what is secret is sealed to; None: only the database is wished."""
    if order.without_keys:
        return None
    try:
        public = recovery_key(order.data / "keyholder")
    except Unusable as wrong:
        raise BackupError(str(wrong)) from None
    if public is None:
        raise BackupError(
            "There is no recovery key yet, and keys are never copied in the clear. Make one once: "
            "amparo keys recovery --to FILE. Or copy the database alone: --without-keys"
        )
    return public


def _make(order: Order, half: Path, name: str, public: bytes | None, say: Heard) -> Path:
    manifest: Json = {"format": archive.FORMAT, "name": name, "house": house_of(order.data)}
    manifest |= {"version": version("amparo"), "why": order.why}
    manifest |= _database(order.address, half / DATABASE, say)
    files = {DATABASE: archive.facts_of(half / DATABASE)}
    bond = house_bond(order.data)
    if public is not None:
        bond = secrets.token_bytes(BOND_BYTES)
        keys = archive.elsewhere(order.keys_to, name) if order.keys_to else half / KEYS
        say("copying the keys, sealed to the recovery key")
        sealing.write_keys(order.data, bond, keys)
        sealing.write_house(order.data, public, half / HOUSE)
        files |= {KEYS: archive.facts_of(keys), HOUSE: archive.facts_of(half / HOUSE)}
    manifest |= {"files": files, "tied_by": "keys" if public else "house"}
    manifest["tie"] = archive.tie(manifest, bond)
    return archive.finish(half, manifest)


def _database(address: str, file: Path, say: Heard) -> Json:
    """The database as of one moment, and what the manifest says of it."""
    with closing(psycopg.connect(address, options=PLAIN, application_name="amparo backup")) as here:
        here.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        here.read_only = True
        row = here.execute(
            "SELECT pg_export_snapshot(), current_setting('server_version'), "
            "pg_database_size(current_database())"
        ).fetchone()
        assert row is not None
        made_at = clock.now().isoformat()
        snapshot, server, size = row
        _check_room(file.parent, size)
        say(f"copying the database ({size / 1e6:,.0f} MB)")
        programs.dump(address, snapshot, file, say)
        say("counting what was copied")
        counted = measure(here)
        return {
            "made_at": made_at,
            "postgres": server,
            "migrations": migrations(here),
            "tables": counted,
        }


def _check_room(folder: Path, size: int) -> None:
    """Refused before the disk is full: a full disk stops the house when it is the same one."""
    free = shutil.disk_usage(folder).free
    if free < size + ROOM_LEFT:
        raise BackupError(
            f"{folder.parent} has {free / 1e6:,.0f} MB left, and the database has "
            f"{size / 1e6:,.0f} MB. Make room, or name another folder."
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other backup writes here; what one that was killed left behind is gone."""
    lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise BackupError(f"Another backup is writing to {folder}.") from None
    try:
        for left in folder.glob(f"{HALF}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(lock)
