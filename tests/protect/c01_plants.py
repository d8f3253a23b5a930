"""The negative controls of C01: values planted where a careless change would leave them.

Each must be found. Afterwards the house is as it was, but for a line in its log.
"""

import json
from collections.abc import Sequence

from tests.protect import sources
from tests.protect.c01_search import search
from tests.protect.found import Found, Value
from tests.protect.house import Whole
from tests.protect.load import Doors, each, read
from tests.protect.people import Crowd, Person

FIRST = 1_000_000  # numbers of those who are planted: nobody else has them
PLACES = ("in a column", "in a long text", "in bytea", "in a log line", "in a job")
SEALED, UNSEALED = "amparo.doors.worker", "tests.protect.unsealed_worker"
# Repeated, so that PostgreSQL compresses it: in its files the words can't be read then.
FILLER = "Nou bezwen dlo ak manje pou timoun yo. " * 400


def run(house: Whole, unsealed: int, seed: int) -> dict[str, int]:
    """For each control how many of those planted there were found; 0 is a blind search."""
    planted = dict(zip(PLACES, Crowd(seed, len(PLACES), FIRST).people, strict=True))
    crowd = Crowd(seed, unsealed, FIRST + 100).people
    _without_sealing(house, crowd)
    _plant(house, planted)
    try:
        places = sources.collect(house, files=False)
        found = search(places, values_of([*crowd, *planted.values()]))
    finally:
        _weed(house)
    figures = {place: int(one.number in _owners(found)) for place, one in planted.items()}
    figures["sealing off"] = len({one.number for one in crowd} & _owners(found))
    return figures


def values_of(people: Sequence[Person]) -> list[Value]:
    """All that must not be found of these people."""
    return [Value(one.number, kind, text) for one in people for kind, text in one.values.items()]


def _owners(found: Found) -> set[int]:
    return {value.owner for value in found.values}


def _without_sealing(house: Whole, crowd: Sequence[Person]) -> None:
    """These people's messages were read by a worker that seals nothing."""

    def come(one: Person) -> None:
        answer = doors.json(f"unsealed-{one.number}", one.values["phone"], one.message)
        answer.raise_for_status()

    house.tell(f"become worker {UNSEALED}")
    house.tell("kill worker")
    with Doors(house) as doors:
        each(come, crowd)
    read(house)
    house.tell(f"become worker {SEALED}")
    house.tell("kill worker")


def _plant(house: Whole, planted: dict[str, Person]) -> None:
    column, long_text, blob, log, job = (planted[place].values["family"] for place in PLACES)
    house.sql("CREATE TABLE protect_planted (body text, raw bytea)")
    house.sql("GRANT SELECT ON protect_planted TO amparo_backup")
    insert = "INSERT INTO protect_planted VALUES (%s, %s)"
    house.sql(insert, column, None)
    house.sql(insert, f"{FILLER}{long_text}{FILLER}", None)
    house.sql(insert, None, blob.encode())
    house.sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) "
        "VALUES ('planted', 'planted', %s, 'todo')",
        json.dumps({"about": job}),
    )
    with (house.data / "log" / "worker.log").open("a") as lines:
        lines.write(f"2026-01-01 00:00:00 WARNING no place found for {log}\n")


def _weed(house: Whole) -> None:
    house.sql("DROP TABLE IF EXISTS protect_planted")
    house.sql("DELETE FROM procrastinate_jobs WHERE queue_name = 'planted'")
