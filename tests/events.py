"""Delivers the events that a test caused, in order, as the worker would."""

import psycopg

from amparo import wiring
from tests.harness import House


def deliver_all(house: House, *, twice: bool = False) -> list[str]:
    """The names of the events that were delivered; those they cause in turn are among them."""
    names: list[str] = []
    while True:
        with psycopg.connect(house.owner) as connection:
            rows = connection.execute(
                "DELETE FROM procrastinate_jobs WHERE id = (SELECT min(id) FROM "
                "procrastinate_jobs) RETURNING args"
            ).fetchall()
        if not rows:
            return names
        for (args,) in rows:
            for _ in range(1 + twice):
                wiring.deliver(args["event"], args["payload"])
            names.append(args["event"])
