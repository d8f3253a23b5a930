"""Two hosts at the clock of alarms: one ring for each, and louder once; two who take one."""

from amparo.kernel.authority import machine
from amparo.kernel.errors import WrongStateError
from amparo.reach.duty import actions
from amparo.reach.duty.tests.world import ages, alarms, rings, waits
from amparo.reach.messaging.actions import queue
from tests.cast import actor
from tests.harness import House
from tests.together import at_once, audited

HOSTS = 4


def look() -> int:
    return actions.look(by=machine())


def hosts() -> int:
    """How many alarms all hosts together raised, made louder or ended; none of them breaks."""
    done = at_once(*[look] * HOSTS)
    found = [one for one in done if isinstance(one, int)]
    assert len(found) == HOSTS, done
    return sum(found)


def test_it_is_raised_rung_and_ended_once(keys: House) -> None:
    actions.set_phone(number="+50937019999", by=actor("bruno"))
    one = waits(6)
    assert hosts() == 1 and len(alarms()) == 1 == audited(keys, "raise_alarm")
    assert len(rings()) == 1
    ages(one, 31)
    assert hosts() == 1 and (len(alarms()), alarms()[0].level) == (1, 3)
    queue.take(conversation=one, by=actor("bruno"))
    assert hosts() == 1 and alarms()[0].ended == "taken"
    assert audited(keys, "end_alarm") == 1


def test_it_is_taken_by_one_of_two(keys: House) -> None:
    waits(6)
    look()
    ref = alarms()[0].id
    said = at_once(
        lambda: actions.take(alarm=ref, by=actor("bruno")),
        lambda: actions.take(alarm=ref, by=actor("kofi")),
    )
    assert sum(isinstance(one, WrongStateError) for one in said) == 1, said
    assert audited(keys, "take_alarm") == 1
