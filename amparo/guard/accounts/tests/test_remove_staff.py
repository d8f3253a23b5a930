"""Removing staff: no way in any more, and only who manages staff may do it."""

import pytest

from amparo.guard.accounts import actions, queries
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError, NotFoundError
from tests.cast import actor, staff_id
from tests.harness import House


def test_it_leaves_no_way_in(stage: House) -> None:
    carla = staff_id("carla")
    token, link = actions.open_session(staff=carla), actions.make_link(staff=carla, by=machine())
    assert queries.who(token) is not None
    actions.remove_staff(staff=carla, by=actor("farid"))
    assert queries.who(token) is None and queries.staff_actor(carla) is None
    with pytest.raises(DeniedError):
        actions.sign_in_by_link(secret=link)


def test_only_who_manages_staff_may_do_it(stage: House) -> None:
    with pytest.raises(DeniedError):
        actions.remove_staff(staff=staff_id("carla"), by=actor("bruno"))
    assert queries.staff_actor(staff_id("carla")) is not None


def test_a_second_time_there_is_nobody(stage: House) -> None:
    actions.remove_staff(staff=staff_id("carla"), by=machine())
    with pytest.raises(NotFoundError):
        actions.remove_staff(staff=staff_id("carla"), by=machine())
