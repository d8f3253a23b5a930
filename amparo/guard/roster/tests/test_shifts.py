"""Planning, repeating, copying, changing and handing over shifts, and who may."""

from dataclasses import replace
from datetime import timedelta

import pytest

from amparo.guard.roster import actions, queries
from amparo.guard.roster.states import Part
from amparo.guard.roster.tests.world import planned, shift
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from tests.cast import FARO, LINE, actor, staff_id
from tests.harness import House

MONTH = timedelta(days=31)


def standing() -> tuple[queries.ShiftRow, ...]:
    now = clock.now()
    return queries.shifts(actor("bruno"), LINE, now - MONTH, now + 4 * MONTH)


def test_only_who_plans_may_plan(stage: House) -> None:
    assert actions.plan_shift(planned=planned("bruno", 60, 120), by=actor("luz"))
    for name in ("bruno", "carla", "farid", "dario"):
        with pytest.raises(DeniedError):
            actions.plan_shift(planned=planned("bruno", 300, 360), by=actor(name))
    assert len(standing()) == 1


def test_a_planner_of_another_house_plans_nothing_here(stage: House) -> None:
    luz = actor("luz")
    stranger = replace(luz, granted=((FARO, luz.powers),), scopes=(FARO,))
    with pytest.raises(NotFoundError):
        actions.plan_shift(planned=planned("bruno", 60, 120), by=stranger)


def test_a_shift_is_for_someone_who_works_there(stage: House) -> None:
    with pytest.raises(InvalidError):
        actions.plan_shift(planned=planned("dario", 60, 120), by=actor("luz"))


def test_on_a_line_nobody_is_planned_who_could_not_take_what_rings(stage: House) -> None:
    luz = actor("luz")
    assert {one.name for one in queries.players(luz, LINE)} == {"Bruno", "Kofi", "Luz"}
    assert actions.plan_shift(planned=planned("luz", 60, 120, Part.STANDBY), by=luz)
    for name, part in (("farid", Part.OFFICER), ("farid", Part.STANDBY), ("luz", Part.OFFICER)):
        with pytest.raises(InvalidError):
            actions.plan_shift(planned=planned(name, 200, 260, part), by=luz)


def test_it_repeats_and_the_same_twice_is_one(stage: House) -> None:
    one = planned("bruno", 60, 120)
    assert actions.plan_shift(planned=one, weeks=4, by=actor("luz"))
    assert actions.plan_shift(planned=one, by=actor("luz")) is None
    assert len(standing()) == 4


def test_a_week_is_copied(stage: House) -> None:
    now = clock.now()
    shift("bruno", 60, 120)
    shift("kofi", 90, 180)
    luz, end = actor("luz"), now + timedelta(days=7)
    assert actions.copy_week(scope=LINE, start=now, end=end, days=7, by=luz) == 2
    actions.copy_week(scope=LINE, start=now, end=end, days=7, by=luz)
    assert len(standing()) == 4


def test_it_is_changed_and_removed(stage: House) -> None:
    one = shift("bruno", 60, 120)
    actions.change(shift=one, planned=planned("kofi", 30, 200), by=actor("luz"))
    assert [row.name for row in standing()] == ["Kofi"]
    with pytest.raises(DeniedError):
        actions.remove(shift=one, by=actor("kofi"))
    actions.remove(shift=one, by=actor("luz"))
    assert not standing()


def test_it_changes_hands_only_with_a_yes(stage: House) -> None:
    one = shift("bruno", 60, 120)
    asked = actions.ask_change(shift=one, to=staff_id("kofi"), by=actor("bruno"))
    assert standing()[0].name == "Bruno"
    with pytest.raises(NotFoundError):
        actions.answer_change(change=asked, agree=True, by=actor("bruno"))
    actions.answer_change(change=asked, agree=True, by=actor("kofi"))
    assert standing()[0].name == "Kofi" and not queries.changes(actor("kofi"), LINE)
    with pytest.raises(WrongStateError):
        actions.answer_change(change=asked, agree=True, by=actor("kofi"))


def test_two_colleagues_swap(stage: House) -> None:
    mine, theirs = shift("bruno", 60, 120), shift("kofi", 600, 660)
    asked = actions.ask_change(shift=mine, to=staff_id("kofi"), in_return=theirs, by=actor("bruno"))
    actions.answer_change(change=asked, agree=True, by=actor("kofi"))
    assert [row.name for row in standing()] == ["Kofi", "Bruno"]


def test_a_third_one_cannot_move_anybody(stage: House) -> None:
    one = shift("bruno", 60, 120)
    with pytest.raises(DeniedError):
        actions.ask_change(shift=one, to=staff_id("bruno"), by=actor("kofi"))
    with pytest.raises(DeniedError):
        actions.ask_change(shift=one, to=staff_id("kofi"), by=actor("luz"))


def test_what_was_asked_is_gone_when_the_shift_changes(stage: House) -> None:
    one = shift("bruno", 60, 120)
    asked = actions.ask_change(shift=one, to=staff_id("kofi"), by=actor("bruno"))
    actions.change(shift=one, planned=planned("bruno", 30, 90), by=machine([LINE]))
    with pytest.raises(WrongStateError):
        actions.answer_change(change=asked, agree=True, by=actor("kofi"))
