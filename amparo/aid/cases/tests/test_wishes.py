"""Wishes in counts: no small cell, and none that the others give away."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.aid.cases import figures
from amparo.aid.cases.models import Case, Entry
from amparo.aid.cases.release import LEAST, STEP, release, release_part
from amparo.aid.cases.tests.stage_case import BRUNO
from amparo.kernel import clock, refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import DeniedError
from amparo.kernel.rooms import room
from tests.cast import FARO, LINE, OLA, THEN
from tests.harness import House

COUNTS = st.dictionaries(st.sampled_from("abcdefghi"), st.integers(0, 40), min_size=1, max_size=9)


def around(told: int) -> tuple[int, int]:
    """What a reader knows of a count that is told."""
    return told, told + STEP - 1


@given(COUNTS)
def test_it_tells_no_small_cell(counts: dict[str, int]) -> None:
    told = release(counts)
    for key, count in counts.items():
        assert told.cells[key] is None or (count >= LEAST and told.cells[key] == count - count % 5)


@given(COUNTS)
def test_it_lets_nobody_work_out_what_is_held_back(counts: dict[str, int]) -> None:
    told = release(counts)
    back = [key for key, cell in told.cells.items() if cell is None]
    if not back or told.total is None:
        return
    shown = [around(cell) for cell in told.cells.values() if cell is not None]
    most = around(told.total)[1] - sum(low for low, _high in shown)
    least = around(told.total)[0] - sum(high for _low, high in shown)
    # Any one of them may be nothing at all, or more than a small cell: the sum does not say.
    assert len(back) > 1 and most >= LEAST and least <= most
    assert sum(counts[key] for key in back) >= LEAST


@given(COUNTS, st.data())
def test_it_tells_a_part_only_where_both_sides_are_large(
    counts: dict[str, int], data: st.DataObject
) -> None:
    part = {key: data.draw(st.integers(0, count)) for key, count in counts.items()}
    told, whole = release_part(counts, part), release(counts)
    for key, cell in told.cells.items():
        if cell is not None:
            assert part[key] >= LEAST and counts[key] - part[key] >= LEAST
            assert whole.cells[key] is not None
    assert told.total == (sum(c for c in told.cells.values() if c is not None) or None)


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ({"a": 12, "b": 3}, {"a": None, "b": None}, 15),
        ({"a": 12, "b": 3, "c": 9}, {"a": 10, "b": None, "c": None}, 20),
        ({"a": 12, "b": 9}, {"a": 10, "b": 5}, 20),
        ({"a": 4}, {"a": None}, None),
    ],
)
def test_it_holds_back_the_next_smallest_too(
    counts: dict[str, int], cells: dict[str, int | None], total: int | None
) -> None:
    told = release(counts)
    assert (told.cells, told.total) == (cells, total)


def plant(kind: str, count: int, against: int = 0, scope: UUID = LINE) -> None:
    with room("aid", machine([scope])):
        for number in range(count):
            ref = refs.new_ref()
            Case(
                id=ref,
                scope_id=scope,
                reference="ABC123",
                wish_kind=kind,
                opened_at=THEN,
                opened_by_id=BRUNO.id,
            ).save(force_insert=True)
            if number < against:
                Entry(
                    id=refs.new_ref(),
                    scope_id=scope,
                    case_id=ref,
                    kind="against",
                    at=THEN,
                    by_id=BRUNO.id,
                ).save(force_insert=True)


def coordinator() -> Actor:
    powers = frozenset({Power.READ_FIGURES})
    return Actor(UUID(int=0xE0), "staff", (LINE, FARO), powers, name="Ines")


def test_it_counts_the_wishes_of_ones_own_scopes(keys: House) -> None:
    del keys
    plant("stay", 13, against=6)
    plant("home", 7)
    plant("papers", 2)
    plant("stay", 20, scope=OLA)
    found = figures.wishes(coordinator(), ZoneInfo("America/Port-au-Prince"))
    assert found.cases.cells["stay"] == 10 and found.against.cells["stay"] == 5
    assert found.cases.cells["papers"] is None and found.against.cells["home"] is None
    assert found.until.weekday() == 0 and found.until <= clock.now().date() + timedelta(days=1)
    with pytest.raises(DeniedError):
        figures.wishes(BRUNO, ZoneInfo("UTC"))
