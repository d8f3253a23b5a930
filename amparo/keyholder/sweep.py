"""Removes keys whose row is gone: a key is made before its row, so some never get one.

The caller names every row that exists, in parts; what was not named goes. A list cut short would
destroy people's messages, so the caller also says how many there were, young keys are spared, and
a sweep that would take much is refused unless it is asked for in so many words.
"""

import secrets
from typing import Final

from amparo.keyholder.errors import Refused
from amparo.keyholder.store import Store
from amparo.keyholder.wire import MAX_BATCH

# A transaction that made a key and has not yet committed its row is never a day long.
SPARED_SECONDS: Final = 86400
_FEW: Final = 100


class Sweep:
    """One sweep at a time; beginning another forgets the first."""

    def __init__(self, store: Store) -> None:
        """None has begun."""
        self._store, self._name, self._kind, self._began = store, "", "", 0.0
        kept = "CREATE TEMP TABLE IF NOT EXISTS kept (ref BLOB PRIMARY KEY) WITHOUT ROWID"
        store.db.execute(kept)

    def begin(self, kind: str, now: float) -> str:
        """The name of a new sweep over the keys of one kind."""
        self._store.db.execute("DELETE FROM kept")
        self._name, self._kind, self._began = secrets.token_hex(8), kind, now
        return self._name

    def keep(self, name: str, refs: list[bytes]) -> None:
        """These have a row."""
        self._check(name)
        one = [(ref,) for ref in refs]
        self._store.db.executemany("INSERT OR IGNORE INTO kept VALUES (?)", one)

    def finish(self, name: str, rows: int, even_many: bool) -> int:
        """How many keys were destroyed."""
        self._check(name)
        self._name = ""
        (kept,) = self._store.db.execute("SELECT count(*) FROM kept").fetchone()
        if kept != rows:
            raise Refused(f"{rows} rows were announced, {kept} came. No key was destroyed.")
        going = self._going()
        (held,) = self._store.db.execute(
            "SELECT count(*) FROM keys WHERE kind = ?", [self._kind]
        ).fetchone()
        if len(going) > max(_FEW, held // 10) and not even_many:
            raise Refused(
                f"{len(going)} of {held} keys have no row: too many for an ordinary sweep. "
                "No key was destroyed. Check that the database is the right and whole one."
            )
        for start in range(0, len(going), MAX_BATCH):
            self._store.destroy(going[start : start + MAX_BATCH])
        return len(going)

    def _going(self) -> list[bytes]:
        """The keys of this kind, old enough, that nobody named."""
        query = """SELECT ref FROM keys WHERE kind = ? AND made < ?
                   AND NOT EXISTS (SELECT 1 FROM kept WHERE kept.ref = keys.ref)"""
        rows = self._store.db.execute(query, [self._kind, self._began - SPARED_SECONDS])
        return [row[0] for row in rows]

    def _check(self, name: str) -> None:
        """This sweep is the one under way."""
        if not self._name or name != self._name:
            raise Refused("No such sweep is under way: begin again.")
