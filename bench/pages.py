"""What one page costs beside its time: statements, transactions, time on the processor."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from django.db import connections
from django.test.utils import CaptureQueriesContext

ROOMS = ("guard", "reach", "commons", "aid")
AROUND = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True, slots=True)
class Cost:
    """Statements of all logins together, and the rooms that they were asked in.

    Each room is a BEGIN, a statement that sets the context, and a COMMIT; none is in `queries`.
    """

    queries: int
    rooms: int


def cost(page: Callable[[], object]) -> Cost:
    """What the database is asked while this page is made."""
    with ExitStack() as stack:
        contexts = [stack.enter_context(CaptureQueriesContext(connections[one])) for one in ROOMS]
        page()
    said = [query["sql"] for context in contexts for query in context.captured_queries]
    asked = [one for one in said if one.split(" ")[0].rstrip(";") not in AROUND]
    rooms = sum("set_config(" in one for one in asked)
    return Cost(len(asked) - rooms, rooms)


def times(page: Callable[[], object], count: int) -> tuple[list[float], float]:
    """Milliseconds of each of so many pages, and the mean that this process itself worked."""
    found = []
    worked = time.process_time()
    for _ in range(count):
        start = time.perf_counter()
        page()
        found.append((time.perf_counter() - start) * 1000)
    return found, (time.process_time() - worked) * 1000 / count
