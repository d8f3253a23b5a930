"""The search of C01 over all sources, in batches that fit into memory."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.protect.found import Found, Value
from tests.protect.search import Letters, Marks, look
from tests.protect.sources import Source

Kind = type[Letters] | type[Marks]
BATCH = 140_000  # letters, as of a thousand people: 400,000 spellings, about half a gigabyte


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
    some: list[Value] = []
    letters = 0
    for value in values:
        some.append(value)
        letters += len(value.text)
        if letters > BATCH:
            yield Letters, some
            some, letters = [], 0
    if some:
        yield Letters, some


def _search(kind: Kind, values: Sequence[Value], places: Sequence[Source]) -> Found:
    needles = kind(values)
    found = Found(spellings=needles.count)
    for place in places:
        look(needles, place.pieces(), place.name, found)
    return found
