"""The keyholder's own store: one SQLite file in which every secret is wrapped under the master key.

Shredding: a row is overwritten, then deleted, with `secure_delete` on, so that SQLite fills what it
frees with zeros; then the write-ahead log is written back and cut to nothing. No VACUUM: it would
copy every other key to new blocks and leave the old ones behind. What a flash disk or a snapshot
keeps of overwritten blocks is still wrapped under the master key. Backups of this file (copying.py)
are sealed to the recovery key: what was shredded since lives on in them until they are removed. A
key of their own that changes weekly (to come) will make shredding true for them as well.
"""

import hmac
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from amparo.kernel.sealed import KEY_BYTES, NotOpened, open_field, seal_field
from amparo.keyholder.memory import wipe

FOLDER: Final = "keyholder"
STORE: Final = "store.sqlite"
MASTER: Final = "master.key"
# Folders in which a backup's copy is made (copying.py); one that was broken off leaves its own.
COPIES: Final = "copy."

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS house (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS days (
    id BLOB PRIMARY KEY, day TEXT NOT NULL UNIQUE, until TEXT NOT NULL,
    public BLOB NOT NULL, wrapped BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS keys (
    ref BLOB PRIMARY KEY, kind TEXT NOT NULL, made REAL NOT NULL, wrapped BLOB NOT NULL
    ) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS receipts (
    mark BLOB PRIMARY KEY, person BLOB NOT NULL, wrapped BLOB NOT NULL) WITHOUT ROWID;
-- Used by shredding: the receipts of a reference, which stands in `wrapped` only.
CREATE INDEX IF NOT EXISTS receipts_of ON receipts (person);
"""


class Unusable(RuntimeError):
    """The keyholder's files cannot be used as they are; the text says why and what to do."""


def open_database(path: Path) -> sqlite3.Connection:
    """A connection that is durable at commit and leaves nothing of what it deletes."""
    # Created by us first: SQLite would make the file readable to all, and its -wal like it.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    db = sqlite3.connect(path, isolation_level=None)
    settings = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY")
    for setting in settings:
        db.execute(f"PRAGMA {setting}")
    return db


def read_master(folder: Path) -> bytes:
    """The master key, made at the first start; Unusable if it is gone or open to others."""
    path = folder / MASTER
    if not path.exists():
        if (folder / STORE).exists():
            raise Unusable(f"{path} is missing: put it back; without it nothing can be opened.")
        _write_new(path, secrets.token_bytes(KEY_BYTES))
    if path.stat().st_mode & 0o077:
        raise Unusable(f"{path} can be read by others: chmod 600 it and ask who has read it.")
    master = path.read_bytes()
    if len(master) != KEY_BYTES:
        raise Unusable(f"{path} is not a master key of {KEY_BYTES} bytes: put the right one back.")
    return master


def _write_new(path: Path, content: bytes) -> None:
    """A new file, on disk, that only we can read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def drop_copies(folder: Path) -> None:
    """No copy that was broken off is left: what is shredded later would live on in it."""
    for left in folder.glob(f"{COPIES}*"):
        shutil.rmtree(left, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """The names in this folder are on disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Store:
    """Every secret of the house. One thread, one connection."""

    def __init__(self, folder: Path) -> None:
        """Open it, or make it on the first start; Unusable if the master key is another's."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._master = read_master(folder)
        self.db = open_database(folder / STORE)
        self.db.executescript(_TABLES)
        self._receipts = self.house("receipts")

    def close(self) -> None:
        """Everything is in the main file and nothing is in memory under our name."""
        self.cut_log()
        self.db.close()
        self.forget()

    def forget(self) -> None:
        """The lasting secrets are zeros in memory; nothing can be opened any more."""
        wipe(self._master)
        wipe(self._receipts)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing, and on disk at the end."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def wrap(self, secret: bytes, place: bytes) -> bytes:
        """The secret as it may lie on disk; `place` keeps it from being moved elsewhere."""
        return seal_field(self._master, secret, place)

    def unwrap(self, wrapped: bytes, place: bytes) -> bytes:
        """The secret; Unusable if the master key is not the one it was wrapped under."""
        try:
            return open_field(self._master, wrapped, place)
        except NotOpened:
            raise Unusable("The store does not open under this master key.") from None

    def house(self, name: str) -> bytes:
        """A lasting secret of the house, made when first asked for."""
        place = b"house " + name.encode()
        row = self.db.execute("SELECT wrapped FROM house WHERE name = ?", [name]).fetchone()
        if row is None:
            secret = secrets.token_bytes(KEY_BYTES)
            self.db.execute("INSERT INTO house VALUES (?, ?)", [name, self.wrap(secret, place)])
            return secret
        return self.unwrap(row[0], place)

    def make_keys(self, refs: Sequence[bytes], kind: str, at: float) -> bool:
        """Each reference has a key from now on; False, and none made, if one is of another kind."""
        with self.writing():
            held = self._rows("SELECT ref, kind FROM keys WHERE ref IN", refs)
            if any(row[1] != kind for row in held):
                return False
            missing = set(refs) - {row[0] for row in held}
            self.db.executemany(
                "INSERT INTO keys VALUES (?, ?, ?, ?)",
                [(ref, kind, at, self._new_key(ref, kind)) for ref in missing],
            )
        return True

    def _new_key(self, ref: bytes, kind: str) -> bytes:
        """A wrapped random root for this reference."""
        return self.wrap(secrets.token_bytes(KEY_BYTES), _place(ref, kind))

    def roots(self, refs: Sequence[bytes]) -> dict[bytes, bytes]:
        """The root keys of those references that have one."""
        rows = self._rows("SELECT ref, kind, wrapped FROM keys WHERE ref IN", refs)
        return {ref: self.unwrap(wrapped, _place(ref, kind)) for ref, kind, wrapped in rows}

    def made_before(self, refs: Sequence[bytes], moment: float) -> list[bytes]:
        """Of these references those whose key is older than that moment."""
        rows = self._rows("SELECT ref, made FROM keys WHERE ref IN", refs)
        return [ref for ref, made in rows if made < moment]

    def _rows(self, query: str, refs: Sequence[bytes]) -> list[tuple[Any, ...]]:
        """The rows of these references; `query` ends in IN."""
        marks = ",".join("?" * len(refs))
        return self.db.execute(f"{query} ({marks})", refs).fetchall()

    def link_receipt(self, code: str, ref: bytes) -> bool:
        """The code leads to this reference; False if it already leads elsewhere."""
        mark = self._mark(code)
        row = self.db.execute("SELECT wrapped FROM receipts WHERE mark = ?", [mark]).fetchone()
        if row is not None:
            return hmac.compare_digest(self.unwrap(row[0], b"receipt " + mark), ref)
        wrapped = self.wrap(ref, b"receipt " + mark)
        values = [mark, self._person(ref), wrapped]
        self.db.execute("INSERT INTO receipts VALUES (?, ?, ?)", values)
        return True

    def unlink_receipts(self, ref: bytes) -> int:
        """How many codes led to this reference; none does any more."""
        person = self._person(ref)
        with self.writing():
            row = self.db.execute("SELECT count(*) FROM receipts WHERE person = ?", [person])
            count = int(row.fetchone()[0])
            self.shred("receipts", "person", [person])
        self.cut_log()
        return count

    def receipt(self, code: str) -> bytes | None:
        """The reference that this code leads to, if any."""
        mark = self._mark(code)
        row = self.db.execute("SELECT wrapped FROM receipts WHERE mark = ?", [mark]).fetchone()
        return None if row is None else self.unwrap(row[0], b"receipt " + mark)

    def _mark(self, code: str) -> bytes:
        """What stands in the store for a code: it cannot be turned back without the master key."""
        return hmac.digest(self._receipts, b"code " + code.encode(), "sha256")

    def _person(self, ref: bytes) -> bytes:
        """What stands in the store for the reference behind a code."""
        return hmac.digest(self._receipts, b"ref " + ref, "sha256")

    def blind(self, domain: str, values: Sequence[str]) -> list[bytes]:
        """The index mark of each value: equal values, equal marks; nothing else to be learnt."""
        key = self.house("index " + domain)
        return [hmac.digest(key, value.encode(), "sha256") for value in values]

    def destroy(self, refs: Sequence[bytes]) -> int:
        """How many keys there were; none of them, nor a receipt that leads there, is left."""
        people = [self._person(ref) for ref in refs]
        with self.writing():
            held = self._rows("SELECT ref FROM keys WHERE ref IN", refs)
            self.shred("keys", "ref", refs)
            self.shred("receipts", "person", people)
        self.cut_log()
        return len(held)

    def shred(self, table: str, column: str, values: Sequence[bytes]) -> None:
        """No wrapped secret of these rows is left in the file (call `cut_log` after the commit)."""
        one = [(value,) for value in values]
        # Table and column are words of this package, never of a caller.
        where = f"{table} SET wrapped = randomblob(length(wrapped)) WHERE {column} = ?"
        self.db.executemany("UPDATE " + where, one)
        self.db.executemany(f"DELETE FROM {table} WHERE {column} = ?", one)  # noqa: S608

    def cut_log(self) -> None:
        """The write-ahead log, which held earlier pages, is written back and empty."""
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _place(ref: bytes, kind: str) -> bytes:
    """What a root key is bound to: its reference and kind."""
    return b"key " + kind.encode() + b" " + ref
