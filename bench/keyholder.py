"""How long the keyholder takes for a page of 200 keys. Run: `python -m bench.keyholder`."""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

from amparo.kernel.sealed import EpochSealer, open_field, seal_field
from amparo.keyholder.tests.running import ACTOR, Running

KEYS = 200
REPEATS = 50


def milliseconds(work: Callable[[], object]) -> dict[str, float]:
    """Median, fastest and slowest of the repeats."""
    took = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1000)
    return {"median": statistics.median(took), "min": min(took), "max": max(took)}


def per_second(work: Callable[[], object], count: int) -> float:
    """How many of these one thread does in a second."""
    start = time.perf_counter()
    for _ in range(count):
        work()
    return count / (time.perf_counter() - start)


def opening(running: Running, held: int) -> dict[str, dict[str, float]]:
    """Round trips over the socket, with `held` keys in the store."""
    worker = running.client("worker")
    refs = [uuid4() for _ in range(held)]
    worker.make_keys(refs, "conversation")
    page = refs[:: max(1, held // KEYS)][:KEYS]
    sealed = [running.sealer().seal(b"x", bytes(16)).head for _ in range(4)]
    numbers = [f"+509{n:08}" for n in range(KEYS)]
    audit = UUID(int=1)
    return {
        "keys text": milliseconds(lambda: worker.keys(page, "text", actor=ACTOR, audit=audit)),
        "keys contact": milliseconds(
            lambda: worker.keys(page, "contact", actor=ACTOR, audit=audit)
        ),
        "make": milliseconds(
            lambda: worker.make_keys([uuid4() for _ in range(KEYS)], "conversation")
        ),
        "open 4 epochs of 200": milliseconds(lambda: worker.open_epochs(sealed * 50, audit=audit)),
        "blind": milliseconds(lambda: worker.blind("number", numbers)),
    }


def measure(held: int = 100_000) -> dict[str, object]:
    """Every figure, in milliseconds for 200, or pieces per second on one thread."""
    with tempfile.TemporaryDirectory() as folder:
        running = Running(Path(folder)).start()
        try:
            found: dict[str, object] = dict(opening(running, held))
            found["seal/s"] = per_second(seal_one(running.sealer()), 100_000)
        finally:
            running.clear()
    key, text = os.urandom(32), b"x" * 200
    blob = seal_field(key, text, b"here")
    found["seal_field/s"] = per_second(lambda: seal_field(key, text, b"here"), 100_000)
    found["open_field/s"] = per_second(lambda: open_field(key, blob, b"here"), 100_000)
    return found


def seal_one(sealer: EpochSealer) -> Callable[[], object]:
    """What the door does for each message of 200 bytes."""
    text, envelope = b"x" * 200, bytes(16)
    return lambda: sealer.seal(text, envelope)


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
