"""Delivers the events of the demo at the time of what caused them, before the worker starts."""

from typing import Any

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo

from amparo import wiring


class News:
    """The queue of events, on the login that may see jobs and nothing else."""

    def __init__(self) -> None:
        """Connect; kept for the whole loading."""
        alias: dict[str, Any] = settings.DATABASES["jobs"]
        self._connection = psycopg.connect(
            make_conninfo(
                host=str(alias["HOST"]),
                port=str(alias["PORT"]),
                dbname=str(alias["NAME"]),
                user=str(alias["USER"]),
                password=str(alias["PASSWORD"]),
            )
        )

    def deliver_all(self) -> None:
        """Every event has been heard, also those that hearing caused; an interrupted one again."""
        while True:
            with self._connection.transaction():
                row = self._connection.execute(
                    "DELETE FROM procrastinate_jobs WHERE id = (SELECT min(id) FROM "
                    "procrastinate_jobs WHERE queue_name = 'events') RETURNING args"
                ).fetchone()
                if row is None:
                    return
                wiring.deliver(row[0]["event"], row[0]["payload"])

    def close(self) -> None:
        """Nothing is held any more."""
        self._connection.close()
