"""Alarms: raised once, louder with time, for the right people, over when taken or answered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections

from amparo.guard.roster.rules import Steps
from amparo.guard.roster.tests.world import shift
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room
from amparo.reach.duty import actions, queries, rules
from amparo.reach.duty.tests.world import ages, alarms, waits
from amparo.reach.messaging.actions import queue
from amparo.reach.messaging.models import Conversation, Envelope, Gateway
from tests.cast import LINE, actor, staff_id
from tests.harness import House


def look() -> int:
    return actions.look(by=machine())


def test_it_rings_when_someone_waits_too_long(stage: House) -> None:
    waits(4)
    waits(60, urgency=3)
    assert look() == 0 and not alarms()
    late = waits(6)
    assert look() == 1
    assert [one.about for one in alarms()] == [str(late)]
    assert look() == 0


@pytest.mark.parametrize(
    ("urgency", "minutes", "level"),
    [(4, 4, 0), (4, 5, 1), (4, 15, 2), (4, 30, 3), (0, 14, 0), (0, 15, 1), (0, 25, 2), (0, 40, 3),
     (3, 999, 0)],
)  # fmt: skip
def test_it_climbs_with_the_minutes(urgency: int, minutes: int, level: int) -> None:
    assert rules.level_waiting(urgency, timedelta(minutes=minutes), Steps()) == level


def test_it_grows_louder_as_time_passes(stage: House) -> None:
    one = waits(6)
    look()
    for minutes, level in ((16, 2), (31, 3)):
        ages(one, minutes)
        assert look() == 1 and alarms()[0].level == level
    assert len(alarms()) == 1


def test_two_hosts_raise_it_once(stage: House) -> None:
    for _ in range(5):
        waits(20)

    def host() -> int:
        try:
            return look()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        done = [one.result() for one in [pool.submit(host) for _ in range(8)]]
    assert sum(done) == 5 and len(alarms()) == 5


def test_it_is_over_when_taken_or_answered(stage: House) -> None:
    taken, answered = waits(6), waits(6)
    look()
    queue.take(conversation=taken, by=actor("bruno"))
    with room("reach", machine([LINE])):
        Conversation.objects.filter(id=answered).update(waiting_since=None)
    assert look() == 2
    assert {one.about: one.ended for one in alarms()} == {
        str(taken): "taken",
        str(answered): "over",
    }


def test_i_take_it_takes_the_conversation(stage: House) -> None:
    one = waits(6)
    look()
    assert actions.take(alarm=alarms()[0].id, by=actor("bruno")) == one
    assert alarms()[0].ended == "taken"
    with room("reach", actor("bruno")):
        assert Conversation.objects.get(id=one).taken_by_id == staff_id("bruno")
    with pytest.raises(WrongStateError):
        actions.take(alarm=alarms()[0].id, by=actor("kofi"))


def test_another_house_cannot_take_it(stage: House) -> None:
    waits(6)
    look()
    assert queries.ringing(actor("bruno")).rows
    with pytest.raises(DeniedError):
        actions.take(alarm=alarms()[0].id, by=actor("carla"))
    with pytest.raises(NotFoundError):
        actions.take(alarm=uuid4(), by=actor("bruno"))
    assert not queries.ringing(actor("carla")).rows and not queries.ringing(actor("dario")).rows


def test_it_rings_who_is_on_duty_first(stage: House) -> None:
    one = waits(6)
    look()
    assert queries.ringing(actor("bruno")).loud and queries.ringing(actor("kofi")).loud
    shift("kofi", -60, 60)
    assert not queries.ringing(actor("bruno")).loud and queries.ringing(actor("kofi")).loud
    assert not queries.ringing(actor("luz")).loud
    ages(one, 16)
    look()
    assert queries.ringing(actor("luz")).loud and not queries.ringing(actor("bruno")).loud
    ages(one, 31)
    look()
    assert queries.ringing(actor("bruno")).loud


def test_what_was_left_behind_rings_again(stage: House) -> None:
    shift("bruno", -300, -30)
    one = waits(40)
    with room("reach", machine([LINE])):
        Conversation.objects.filter(id=one).update(
            taken_by_id=staff_id("bruno"), taken_at=clock.now()
        )
    assert look() == 1
    shift("bruno", -1, 60)
    assert look() == 1 and alarms()[0].ended == "taken"


def test_a_silent_gateway_rings_and_ends(stage: House) -> None:
    then = clock.now() - timedelta(minutes=9)
    with room("reach", machine()):
        Gateway(name="kannel", heard_at=then).save(force_insert=True)
    assert look() == 1 and queries.ringing(actor("bruno")).gateway
    assert actions.take(alarm=alarms()[0].id, by=actor("bruno")) is None
    found = queries.ringing(actor("kofi"))
    assert found.rows[0].taken_by == "Bruno" and not found.loud
    with pytest.raises(WrongStateError):
        actions.take(alarm=alarms()[0].id, by=actor("kofi"))
    with room("reach", machine()):
        Gateway.objects.update(heard_at=clock.now())
    assert look() == 1 and not queries.ringing(actor("bruno")).rows


def test_more_unreadable_ones_ring_again(stage: House) -> None:
    def spoil() -> None:
        now = clock.now()
        with room("reach", machine()):
            Envelope(
                id=uuid4(), received_at=now, channel="json", head=b"x", body=b"x",
                state="unreadable",
            ).save(force_insert=True)  # fmt: skip

    spoil()
    look()
    actions.take(alarm=alarms()[0].id, by=actor("bruno"))
    assert not queries.ringing(actor("bruno")).loud
    spoil()
    look()
    assert queries.ringing(actor("bruno")).loud[0].count == 2


def test_only_the_machine_looks(stage: House) -> None:
    with pytest.raises(DeniedError):
        actions.look(by=actor("luz"))
