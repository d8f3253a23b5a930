"""C01: no identifier of anyone is found anywhere that a house leaves bytes.

A search that finds nothing proves something only beside one that finds what was planted: see
`c01_plants.py`. Photographs are not searched for: no door takes any yet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tests.protect import c01_plants, c01_replay, sources
from tests.protect.c01_search import search
from tests.protect.found import Value
from tests.protect.house import Whole
from tests.protect.load import Loaded, knock, load, work
from tests.protect.people import Crowd, Person, worked
from tests.protect.report import Report


@dataclass(frozen=True, slots=True)
class Size:
    """How many people; for how many staff work; how many knock wrongly; how many go unsealed."""

    people: int
    worked: int
    knocks: int
    unsealed: int
    jobs: int = 1
    replay: bool = False  # real messages as well, where there are any


SMALL = Size(people=200, worked=6, knocks=4, unsealed=12)
LARGE = Size(people=10_000, worked=200, knocks=100, unsealed=200, jobs=2, replay=True)
FULL = replace(LARGE, worked=1_000, unsealed=10_000)


def run(house: Whole, size: Size, seed: int = 1) -> Report:
    """The report, from a house that has been started."""
    crowd = Crowd(seed, size.people).people
    house.say(f"{size.people:,} people come in")
    with sources.Activity(house, house.folder / "activity"):
        loaded = load(house, crowd)
        house.say(f"staff work for {size.worked} of them")
        work(house, crowd[: size.worked], loaded)
        knock(house, crowd[: size.knocks])
        texts = c01_replay.run(house) if size.replay else []
    values = [*_values(crowd, size.worked, loaded), *texts]
    house.say(f"looking for {len(values):,} values")
    found = search(sources.collect(house), values, size.jobs, house.say)
    house.say("the controls are planted and looked for")
    planted = c01_plants.run(house, size.unsealed, seed)
    return Report(
        check="C01",
        size={
            "people": size.people,
            "with a case": size.worked,
            "real messages": len({one.owner for one in texts}),
            "values": len(values),
            "spellings": found.spellings,
            "bytes": found.bytes.total(),
            "sources": dict(found.bytes),
        },
        figure=len(found.values),
        unit="values found",
        bar=0,
        holds=not found.values,
        control_figure=planted,
        control_red=all(planted.values()) and planted["sealing off"] == size.unsealed,
        words=str(found),
    )


def _values(crowd: Sequence[Person], with_case: int, loaded: Loaded) -> Iterator[Value]:
    yield from c01_plants.values_of(crowd)
    for one in crowd[:with_case]:
        for kind, text in worked(one).items():
            yield Value(one.number, kind, text)
    for number, code in loaded.codes.items():
        yield Value(number, "code", code)
