"""The search of C01 over all sources, in batches that fit into memory."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.protect.found import Found, Value
from tests.protect.search import Letters, Marks, look
from tests.protect.sources import Source

Kind = type[Letters] | type[Marks]
BATCH = 7_000  # values, as of a thousand people: 300,000 spellings, about 400 MB


def search(
    places: Sequence[Source],
    values: Sequence[Value],
    jobs: int = 1,
    say: Callable[[str], object] = lambda _: None,
) -> Found:
    """Everything that is found of these values in these places."""
    found = Found()
    tasks = list(_tasks(values))
    if jobs == 1:
        for kind, some in tasks:
            found.add(_search(kind, some, places))
        return found
    # Processes of their own, started afresh: a fork would share this one's threads' locks.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        rows = [(*task, places) for task in tasks]
        for number, one in enumerate(pool.map(_search, *zip(*rows, strict=True)), 1):
            found.add(one)
            say(f"searched {number}/{len(rows)}: {len(found.values)} found")
    return found


def _tasks(values: Sequence[Value]) -> Iterator[tuple[Kind, Sequence[Value]]]:
    yield Marks, values
    for start in range(0, len(values), BATCH):
        yield Letters, values[start : start + BATCH]


def _search(kind: Kind, values: Sequence[Value], places: Sequence[Source]) -> Found:
    needles = kind(values)
    found = Found(spellings=needles.count)
    for place in places:
        look(needles, place.pieces(), place.name, found)
    return found
