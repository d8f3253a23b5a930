"""Officers at the same moment, on connections of their own: one has it, the others are told."""

from uuid import UUID

from amparo.kernel.authority import Actor, machine
from amparo.kernel.errors import WrongStateError
from amparo.kernel.rooms import room
from amparo.reach.messaging.actions import merging, queue
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.queries import QueueFilter
from amparo.reach.messaging.queries import queue as read_queue
from tests import seed
from tests.cast import LINE, actor, staff_id
from tests.harness import House
from tests.together import at_once, audited

BRUNO, KOFI = actor("bruno"), actor("kofi")
GITA = Actor(staff_id("gita"), "staff", (LINE,), BRUNO.powers, name="Gita")
OFFICERS = (BRUNO, KOFI, GITA)


def waiting(count: int) -> list[UUID]:
    setting = seed.crisis()
    for number in range(count):
        seed.message("Nou bezwen dlo nan Delmas", sender=f"+5093701020{number}")
    seed.read_all(setting)
    return [row.id for row in read_queue(BRUNO, QueueFilter()).rows]


def takes(ref: UUID, by: Actor) -> UUID:
    queue.take(conversation=ref, by=by)
    return by.id


def test_it_is_taken_by_one_of_three(keys: House) -> None:
    for number, ref in enumerate(waiting(6), 1):
        said = at_once(*[lambda by=by, ref=ref: takes(ref, by) for by in OFFICERS])
        holders = [one for one in said if isinstance(one, UUID)]
        refused = [one for one in said if isinstance(one, WrongStateError)]
        assert (len(holders), len(refused)) == (1, 2), said
        with room("reach", machine([LINE])):
            row = Conversation.objects.get(id=ref)
        assert row.taken_by_id == holders[0]
        assert audited(keys, "take") == number


def test_it_never_waits_for_each_other_when_two_merge_both_ways(keys: House) -> None:
    one, other = waiting(2)
    said = at_once(
        lambda: merging.merge(conversation=one, into=other, by=BRUNO),
        lambda: merging.merge(conversation=other, into=one, by=KOFI),
    )
    assert sum(isinstance(found, WrongStateError) for found in said) == 1, said
    assert len(read_queue(BRUNO, QueueFilter()).rows) == 1


def test_it_is_not_taken_while_it_is_merged(keys: House) -> None:
    one, other = waiting(2)
    at_once(
        lambda: merging.merge(conversation=one, into=other, by=BRUNO),
        lambda: queue.take(conversation=one, by=KOFI),
    )
    with room("reach", machine([LINE])):
        row = Conversation.objects.get(id=one)
    assert row.merged_into_id is None or row.taken_by_id is None
