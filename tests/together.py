"""Several at once: real threads, each with database connections of its own, real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
from django.db import connections

from tests.harness import House

PATIENCE = 30  # seconds until all stand at the line


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each brought back, or the error that stopped it; none begins before all are ready."""
    line = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            line.wait(PATIENCE)
            return act()
        except Exception as error:  # what stopped one of them is what the test asks about
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def audited(house: House, verb: str) -> int:
    """How many lines of the audit say this was done."""
    query = "SELECT count(*) FROM kernel_audit WHERE verb = %s AND outcome = 'done'"
    with psycopg.connect(house.owner) as owner:
        row = owner.execute(query, (verb,)).fetchone()
    return int(row[0]) if row else 0
