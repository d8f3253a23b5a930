"""A claim after the shift ended takes nothing; what was held can be taken over."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from amparo.guard.roster import actions as roster
from amparo.guard.roster.models import Shift
from amparo.kernel import clock, refs
from amparo.kernel.authority import Actor, machine
from amparo.kernel.errors import WrongStateError
from amparo.kernel.rooms import room
from amparo.reach.messaging.actions import queue
from amparo.reach.messaging.actions.shifts import OffShiftError
from amparo.reach.messaging.queries import QueueFilter, conversation
from amparo.reach.messaging.queries import queue as read_queue
from tests import seed
from tests.cast import LINE, actor, staff_id
from tests.harness import House
from tests.walls.rows import build

BRUNO = actor("bruno")
NADIA = Actor(staff_id("gita"), "staff", (LINE,), BRUNO.powers, name="Gita")
HOUR = timedelta(hours=1)


def a_row(keys: House) -> UUID:
    del keys
    setting = seed.crisis()
    seed.message("Nou bezwen dlo")
    seed.read_all(setting)
    return read_queue(BRUNO, QueueFilter()).rows[0].id


def shift(who: Actor, starts: datetime, ends: datetime) -> None:
    given = {"staff_id": who.id, "scope_id": LINE, "starts_at": starts, "ends_at": ends}
    with room("guard", machine([LINE])):
        build(Shift, {"id": refs.new_ref(), "timezone": "UTC", **given})[-1].save(force_insert=True)


def test_without_a_plan_everyone_may_take(keys: House) -> None:
    queue.take(conversation=a_row(keys), by=BRUNO)


def test_after_the_shift_nothing_is_taken_until_she_stays(keys: House) -> None:
    ref, now = a_row(keys), clock.now()
    shift(BRUNO, now - 8 * HOUR, now - timedelta(minutes=20))
    with pytest.raises(OffShiftError, match="Your shift ended at") as refused:
        queue.take(conversation=ref, by=BRUNO)
    assert refused.value.scope == LINE
    assert conversation(BRUNO, ref).row.taken_by == ""
    roster.stay(scope=LINE, by=BRUNO)
    queue.take(conversation=ref, by=BRUNO)
    assert conversation(BRUNO, ref).row.taken_by == "Bruno"


def test_before_the_shift_nothing_is_taken(keys: House) -> None:
    ref, now = a_row(keys), clock.now()
    shift(BRUNO, now + HOUR, now + 8 * HOUR)
    with pytest.raises(OffShiftError, match="not on shift"):
        queue.take(conversation=ref, by=BRUNO)


def test_what_was_held_past_the_shift_can_be_taken_over(keys: House) -> None:
    ref, now = a_row(keys), clock.now()
    queue.take(conversation=ref, by=NADIA)
    with pytest.raises(WrongStateError, match="on shift, or it is free"):
        queue.take_over(conversation=ref, by=BRUNO)
    shift(NADIA, now - 8 * HOUR, now - timedelta(minutes=5))
    queue.take_over(conversation=ref, by=BRUNO)
    assert conversation(BRUNO, ref).row.taken_by == "Bruno"
    with pytest.raises(WrongStateError):
        queue.take_over(conversation=ref, by=BRUNO)
    with pytest.raises(OffShiftError):
        queue.take_over(conversation=ref, by=NADIA)


def test_two_take_it_over_and_one_has_it(keys: House) -> None:
    ref, now = a_row(keys), clock.now()
    queue.take(conversation=ref, by=NADIA)
    shift(NADIA, now - 8 * HOUR, now - timedelta(minutes=5))
    other = Actor(staff_id("farid"), "staff", (LINE,), BRUNO.powers, name="Farid")
    queue.take_over(conversation=ref, by=other)
    with pytest.raises(WrongStateError):
        queue.take_over(conversation=ref, by=BRUNO)
    assert conversation(BRUNO, ref).row.taken_by == "Farid"
