"""The intake keys of the day: made thirty days ahead, destroyed seven days after their day.

Two dangers pull against each other. A half kept too long makes shredding untrue for backups; a half
destroyed too early makes messages unreadable for ever. So the seven days run only while somebody
could open: an absence (the keys were sealed away, or the machine was off) is added to them, up to
seven days from the return, or until the worker says that everything is re-sealed.
"""

import os
import secrets
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from amparo.kernel.sealed import (
    KEY_BYTES,
    DayKey,
    NotOpened,
    day_key_id,
    day_key_of,
    open_head,
    public_of,
    write_day_keys,
)
from amparo.keyholder.store import Store, sync_folder

AHEAD: Final = 30
KEPT: Final = timedelta(days=7)
PUBLISHED: Final = "intake-keys.json"


class Days:
    """The private halves, in the store, and their public halves, in the open."""

    def __init__(self, store: Store, public: Path) -> None:
        """Call `turn` next: until then there may be no keys."""
        self._store, self._public = store, public

    def turn(self, today: date) -> tuple[int, int]:
        """Keys for the days to come are made and published, those overdue destroyed; how many."""
        self._excuse_absence(today)
        made = self._make(today)
        destroyed = self._destroy("until < ?", today)
        self._publish(today)
        self._note(today)
        return made, destroyed

    def resealed(self, before: date, today: date) -> int:
        """How many overdue halves went, the envelopes of days before that being re-sealed.

        Only those that an absence kept beyond their seven days: a worker gone wrong can spoil none
        that the rule would still keep.
        """
        return self._destroy("day < ?", min(before, today - KEPT))

    def open(self, heads: list[bytes]) -> list[bytes | None]:
        """The epoch key of each head; None: not one of our heads, or its day is destroyed."""
        known: dict[bytes, bytes | None] = {}
        for head in heads:
            if head not in known:
                known[head] = self._open(head)
        return [known[head] for head in heads]

    def span(self) -> tuple[str, str, int]:
        """The first and last day whose private half exists, and how many there are."""
        row = self._store.db.execute("SELECT min(day), max(day), count(*) FROM days").fetchone()
        return str(row[0] or ""), str(row[1] or ""), int(row[2])

    def _open(self, head: bytes) -> bytes | None:
        """One epoch key."""
        try:
            name = day_key_of(head)
            query = "SELECT wrapped FROM days WHERE id = ?"
            row = self._store.db.execute(query, [name]).fetchone()
            return row and open_head(self._store.unwrap(row[0], b"day " + name), head)
        except NotOpened:
            return None

    def _make(self, today: date) -> int:
        """How many were made: every day from today to `AHEAD` days on has a key."""
        wanted = [(today + timedelta(days=n)).isoformat() for n in range(AHEAD + 1)]
        held = {row[0] for row in self._store.db.execute("SELECT day FROM days")}
        missing = [day for day in wanted if day not in held]
        with self._store.writing():
            for day in missing:
                self._make_one(date.fromisoformat(day))
        return len(missing)

    def _make_one(self, day: date) -> None:
        """One day's pair; only the public half is ever in clear on disk."""
        private = secrets.token_bytes(KEY_BYTES)
        public = public_of(private)
        name = day_key_id(public)
        wrapped = self._store.wrap(private, b"day " + name)
        values = [name, day.isoformat(), (day + KEPT).isoformat(), public, wrapped]
        self._store.db.execute("INSERT INTO days VALUES (?, ?, ?, ?, ?)", values)

    def _destroy(self, when: str, moment: date) -> int:
        """How many halves were destroyed."""
        query = f"SELECT id FROM days WHERE {when}"  # noqa: S608 - one of two texts above
        names = [row[0] for row in self._store.db.execute(query, [moment.isoformat()])]
        if names:
            with self._store.writing():
                self._store.shred("days", "id", names)
            self._store.cut_log()
        return len(names)

    def _excuse_absence(self, today: date) -> None:
        """Days away (sealed, or switched off) do not count against a half's seven days.

        None that was used lives longer than seven days from now on account of this.
        """
        row = self._store.db.execute("SELECT wrapped FROM house WHERE name = 'seen'").fetchone()
        away = (today - date.fromisoformat(row[0])).days if row else 0
        if away > 1:
            self._store.db.execute(
                "UPDATE days SET until = max(until, min(date(until, ?), ?)) WHERE day <= ?",
                [f"+{away} days", (today + KEPT).isoformat(), today.isoformat()],
            )

    def _note(self, today: date) -> None:
        """It is written down that the keyholder was there today."""
        query = "INSERT OR REPLACE INTO house VALUES ('seen', ?)"
        self._store.db.execute(query, [today.isoformat()])

    def _publish(self, today: date) -> None:
        """The public halves from today on stand where the door reads them, all or the old."""
        query = "SELECT id, day, public FROM days WHERE day >= ? ORDER BY day"
        rows = self._store.db.execute(query, [today.isoformat()])
        text = write_day_keys(DayKey(r[0], date.fromisoformat(r[1]), r[2]) for r in rows)
        self._public.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = self._public / (PUBLISHED + ".new")
        with fresh.open("w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._public / PUBLISHED)
        sync_folder(self._public)
