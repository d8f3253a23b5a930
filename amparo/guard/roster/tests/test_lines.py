"""The closed list of a line, and after how many minutes who is rung."""

from datetime import date

import pytest

from amparo.guard.accounts import actions as accounts
from amparo.guard.accounts.actions import Newcomer
from amparo.guard.accounts.roles import Role
from amparo.guard.roster import actions, queries
from amparo.guard.roster.rules import Steps
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from tests.cast import CONSULATE, FARO, LINE, OLA, actor
from tests.harness import House

DAY = date(2026, 1, 1)


def test_the_controller_is_on_the_list_first(stage: House) -> None:
    assert queries.members(LINE) == (FARO,)
    actions.add_member(line=LINE, organisation=OLA, joined_on=DAY, by=actor("farid"))
    assert queries.members(LINE) == (FARO, OLA)
    with pytest.raises(WrongStateError):
        actions.add_member(line=LINE, organisation=OLA, joined_on=DAY, by=actor("farid"))
    actions.remove_member(line=LINE, organisation=OLA, by=actor("farid"))
    assert queries.members(LINE) == (FARO,)


def test_a_consulate_can_never_join(stage: House) -> None:
    with pytest.raises(DeniedError):
        actions.add_member(line=LINE, organisation=CONSULATE, joined_on=DAY, by=actor("farid"))
    assert CONSULATE not in queries.members(LINE)


def test_nobody_of_a_consulate_reads_a_line(stage: House) -> None:
    consul = Newcomer("consul", "Consul", (), [(CONSULATE, Role.RECEIVER)])
    assert accounts.add_staff(newcomer=consul, by=actor("farid"))
    both = Newcomer("both", "B", (), [(CONSULATE, Role.RECEIVER), (LINE, Role.OFFICER)])
    with pytest.raises(DeniedError):
        accounts.add_staff(newcomer=both, by=actor("farid"))


def test_only_who_manages_staff_adds(stage: House) -> None:
    for name in ("bruno", "luz", "dario"):
        with pytest.raises(DeniedError):
            actions.add_member(line=LINE, organisation=OLA, joined_on=DAY, by=actor(name))


def test_steps_have_defaults_and_can_be_set(stage: House) -> None:
    assert queries.steps(actor("bruno"), LINE) == Steps()
    chosen = Steps(first=3, second=6, third=9)
    actions.set_steps(scope=LINE, steps=chosen, by=actor("luz"))
    assert queries.steps(actor("bruno"), LINE) == chosen
    assert queries.steps(actor("carla"), LINE) == Steps()


@pytest.mark.parametrize(
    "wrong",
    [
        Steps(first=0),
        Steps(first=20),
        Steps(third=5000),
        Steps(unsorted=0),
        Steps(volume_minutes=1),
    ],
)
def test_steps_that_make_no_sense_are_refused(stage: House, wrong: Steps) -> None:
    with pytest.raises(InvalidError):
        actions.set_steps(scope=LINE, steps=wrong, by=actor("luz"))


def test_only_who_plans_sets_them(stage: House) -> None:
    with pytest.raises(DeniedError):
        actions.set_steps(scope=LINE, steps=Steps(), by=actor("bruno"))
    with pytest.raises(NotFoundError):
        actions.set_steps(scope=OLA, steps=Steps(), by=actor("luz"))
