"""1,000,000 conversations written as a file and fetched, memory flat, beside a plain COPY."""

import resource
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg

from amparo.exportable import SOURCES
from amparo.guard.exports import actions, queries
from amparo.guard.exports.actions import Asked
from bench import record
from bench.stage import stage
from tests import seed
from tests.bulk import conversations
from tests.cast import actor
from tests.harness import House

ROWS, GOAL_SECONDS, GOAL_MIB = 1_000_000, 60.0, 64.0
# The same columns of the same rows, as the owner, without policies.
COPY = """
COPY (SELECT reference, state, channel, language, needs, urgency, urgency_decided, people, cell,
    messages_in, taken_by_id IS NOT NULL, case_id IS NOT NULL, helped, opened_at, last_in_at,
    waiting_since, first_answer_at FROM reach_conversation ORDER BY id)
    TO STDOUT (FORMAT csv, HEADER)
"""


def main() -> None:
    """`build/bench/export.json`."""
    with stage() as house:
        seed.crisis()
        print(f"  {ROWS:,} conversations", flush=True)
        conversations(house, ROWS)
        base = _copy(house)
        before, began = _memory(), time.perf_counter()
        job = _write()
        written, after_writing = time.perf_counter() - began, _memory()
        size = sum(map(len, _fetch(job)))
        seconds, grown = time.perf_counter() - began, _memory() - before
        found = queries.one(actor("luz"), job)
    if (found.rows_done, found.bytes) != (ROWS, size):
        raise SystemExit(f"the file is not whole: {found.rows_done} rows, {size} bytes")
    record.write(
        name="export",
        size={"rows": ROWS, "parts": -(-ROWS // actions.PART_ROWS), "bytes": size},
        figure=seconds,
        unit="s",
        higher_is_better=False,
        goal=GOAL_SECONDS,
        spread=(written, seconds),
        baseline_name="COPY of the same rows as the owner, s",
        baseline_figure=base,
        rows_a_second=round(ROWS / seconds),
        written_seconds=round(written, 1),
        memory_grown_mib=round(grown, 1),
        memory_grown_writing_mib=round(after_writing - before, 1),
        goal_memory_mib=GOAL_MIB,
    )
    if grown > GOAL_MIB:
        raise SystemExit(f"memory grew by {grown:.0f} MiB")


def _write() -> UUID:
    """The export, written as the worker writes it."""
    by = actor("luz")
    job = actions.ask(asked=Asked("conversations", {}), sources=SOURCES, by=by)
    while actions.write_part(sources=SOURCES):
        pass
    return job


def _fetch(job: UUID) -> Iterator[bytes]:
    by = actor("luz")
    found = actions.fetch(job=job, sources=SOURCES, begins=0, by=by)
    yield from queries.content(by, job, 0, found.bytes)


def _copy(house: House) -> float:
    start, size = time.perf_counter(), 0
    with (
        psycopg.connect(house.owner) as connection,
        connection.cursor() as cursor,
        cursor.copy(COPY.encode()) as copy,
    ):
        for piece in copy:
            size += len(piece)
    print(f"  COPY: {size:,} bytes", flush=True)
    return time.perf_counter() - start


def _memory() -> float:
    """The most memory this process has held so far, MiB: it only ever grows."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return max(most, int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20)
