"""An export outlives its worker: killed in the middle, its file is that of an unhurt one."""

import subprocess
from uuid import UUID

from amparo.exportable import SOURCES
from amparo.guard.exports import actions, queries
from amparo.guard.exports.actions import Asked
from tests import seed
from tests.bulk import conversations
from tests.cast import actor
from tests.door.house import until
from tests.harness import House

ROWS = 120_000
LUZ = actor("luz")


def ask() -> UUID:
    return actions.ask(asked=Asked("conversations", {}), sources=SOURCES, by=LUZ)


def whole(job: UUID) -> bytes:
    found = queries.one(LUZ, job)
    return b"".join(queries.content(LUZ, job, 0, found.bytes))


def is_done(job: UUID) -> bool:
    return queries.one(LUZ, job).state == "done"


def test_it_goes_on_after_its_worker_was_killed(keys: House) -> None:
    seed.crisis()
    conversations(keys, ROWS)
    config = keys.write("worker", {**keys.config, "process": "worker"})
    first: subprocess.Popen[bytes] = keys.spawn("amparo.doors.worker", config)
    job = ask()
    until(lambda: queries.one(LUZ, job).rows_done, "its first part")
    first.kill()
    first.wait()
    stood = queries.one(LUZ, job)
    assert stood.state == "running" and 0 < stood.rows_done < ROWS
    # Two hosts from here on: they take turns, and never write one part twice.
    with (
        keys.running("amparo.doors.worker", config),
        keys.running("amparo.doors.worker", config),
    ):
        until(lambda: is_done(job), "the rest of it", 90)
        straight = ask()
        until(lambda: is_done(straight), "one without a break", 90)
    assert queries.one(LUZ, job).rows_done == ROWS
    assert whole(job) == whole(straight)
    assert whole(job).count(b"\r\n") == ROWS + 1
