"""Many more from one area than usual: an early sign, by the setting and by what is usual there."""

import h3
import pytest

from amparo.guard.roster import actions as roster
from amparo.guard.roster.rules import Steps
from amparo.kernel.authority import machine
from amparo.reach.duty import actions, queries, rules
from amparo.reach.duty.tests.world import alarms, waits
from tests.cast import LINE, actor
from tests.harness import House

HERE = h3.str_to_int(h3.latlng_to_cell(18.55, -72.30, 7))
FAR = h3.str_to_int(h3.latlng_to_cell(19.75, -72.20, 7))
FEW = Steps(volume_more_than=3, volume_minutes=60)


@pytest.fixture(autouse=True)
def few(stage: House) -> None:
    roster.set_steps(scope=LINE, steps=FEW, by=machine([LINE]))


def many(count: int, minutes: float, cell: int = HERE) -> None:
    for _ in range(count):
        waits(minutes, urgency=2, cell=cell)


def look() -> int:
    return actions.look(by=machine())


def test_it_rings_beyond_the_setting(stage: House) -> None:
    many(3, 10)
    many(2, 10, FAR)
    assert look() == 0
    many(1, 10)
    assert look() == 1
    row = queries.ringing(actor("bruno")).rows[0]
    assert row.kind == "volume" and row.count == 4 and row.centre


def test_what_is_usual_there_is_no_sign(stage: House) -> None:
    many(4, 10)
    for hour in range(1, 169):
        many(2, hour * 60 + 10)
    assert look() == 0


def test_it_ends_when_it_is_quiet_again(stage: House) -> None:
    many(4, 59)
    look()
    roster.set_steps(scope=LINE, steps=Steps(volume_more_than=9), by=machine([LINE]))
    assert look() == 1 and alarms()[0].ended == "over"


@pytest.mark.parametrize(
    ("count", "usual", "loud"), [(20, 0, False), (21, 0, True), (21, 7, False), (22, 7, True)]
)
def test_the_rule_is_the_written_one(count: int, usual: float, loud: bool) -> None:
    assert rules.is_loud(count, usual, Steps(volume_minutes=60)) is loud
