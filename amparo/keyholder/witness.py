"""The keyholder's own log: who asked for what, with which audit line; the audit's first witness.

Append-only and chained: each line holds the hash of the one before. A chain alone does not show
that its end was cut off, so `head` goes out with every status for others to remember.
It holds references, never a key, a code, a caller's address or a word.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

import cbor2

from amparo.keyholder.store import open_database

LOG: Final = "log.sqlite"
_START: Final = bytes(32)

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS log (
    n INTEGER PRIMARY KEY, at REAL NOT NULL, role TEXT NOT NULL, op TEXT NOT NULL,
    cls TEXT NOT NULL, actor BLOB NOT NULL, audit BLOB NOT NULL, count INTEGER NOT NULL,
    outcome TEXT NOT NULL, refs BLOB NOT NULL, hash BLOB NOT NULL);
CREATE TRIGGER IF NOT EXISTS log_stays BEFORE DELETE ON log
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS log_unchanged BEFORE UPDATE ON log
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was asked: `refs` are 16 bytes each, one after the other."""

    at: float
    role: str
    op: str
    cls: str = ""
    actor: bytes = b""
    audit: bytes = b""
    count: int = 0
    outcome: str = "done"
    refs: bytes = b""

    def each_ref(self) -> list[bytes]:
        """The references singly."""
        return [self.refs[i : i + 16] for i in range(0, len(self.refs), 16)]


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many lines, and the hash of the last."""

    lines: int
    hash: bytes


def _hash(before: bytes, line: Line) -> bytes:
    """The hash of a line: it binds everything before it."""
    return hashlib.sha256(before + cbor2.dumps(astuple(line))).digest()


class Witness:
    """Writes lines; each is on disk before what it tells of is done."""

    def __init__(self, folder: Path) -> None:
        """Open the log, or begin it."""
        self._db = open_database(folder / LOG)
        self._db.executescript(_TABLES)
        self.head = read_head(self._db)

    def write(self, line: Line) -> None:
        """The line is on disk and in the chain."""
        n, digest = self.head.lines + 1, _hash(self.head.hash, line)
        values = [n, *astuple(line), digest]
        self._db.execute("INSERT INTO log VALUES (?,?,?,?,?,?,?,?,?,?,?)", values)
        self.head = Head(n, digest)

    def opened_since(self, moment: float) -> Iterator[Line]:
        """What was opened of people since then, oldest first (fills the caps after a restart)."""
        opened = "WHERE at >= ? AND op = 'keys' AND outcome = 'done' AND cls <> 'text' ORDER BY n"
        for row in self._db.execute(f"{_LINES} {opened}", [moment]):
            yield Line(*row[1:-1])

    def close(self) -> None:
        """Everything is in the main file."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()


_LINES: Final = "SELECT n, at, role, op, cls, actor, audit, count, outcome, refs, hash FROM log"


def read_head(db: sqlite3.Connection) -> Head:
    """The end of the chain as it stands in the file."""
    row = db.execute("SELECT n, hash FROM log ORDER BY n DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head(0, _START)


def faults(path: Path, remembered: Sequence[Head] = ()) -> list[str]:
    """What is wrong with a log, in words; nothing, if it is whole and holds each head."""
    wrong: list[str] = []
    before, count = _START, 0
    waiting = {head.lines: head.hash for head in remembered if head.lines}
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    for n, *fields, digest in db.execute(f"{_LINES} ORDER BY n"):
        count += 1
        if n != count or digest != _hash(before, Line(*fields)):
            wrong.append(f"Line {n} does not follow from the one before it.")
            break
        if waiting.pop(n, digest) != digest:
            wrong.append(f"Line {n} is not the one that was remembered.")
        before = digest
    db.close()
    return wrong + [f"Line {n} was remembered and is gone." for n in sorted(waiting) if n > count]
