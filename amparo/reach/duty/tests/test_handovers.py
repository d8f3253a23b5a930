"""A shift ends: everything in one go, a note that is sealed, and who read it."""

import pytest

from amparo.guard.roster.tests.world import shift
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError
from amparo.kernel.rooms import room
from amparo.reach.duty import actions, queries
from amparo.reach.duty.models import HandOver
from amparo.reach.duty.tests.world import waits
from amparo.reach.messaging.actions import queue
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.queries import line
from tests.cast import LINE, OLA, actor, staff_id
from tests.harness import House

NOTE = "The bridge at Jacmel is shut; call the two families before noon."


def holders() -> list[object]:
    with room("reach", machine([LINE])):
        return list(Conversation.objects.values_list("taken_by_id", flat=True))


def hold(count: int = 2) -> None:
    for _ in range(count):
        queue.take(conversation=waits(3), by=actor("bruno"))


def test_everything_goes_back_in_one_go(keys: House) -> None:
    hold()
    waits(1, urgency=2)
    assert len(line.held_by(actor("bruno"), LINE)) == 2
    actions.give(scope=LINE, note=NOTE, to=None, by=actor("bruno"))
    assert holders() == [None] * 3 and not line.held_by(actor("bruno"), LINE)
    row = queries.notes(actor("kofi"))[0]
    assert (row.given, row.waiting, row.urgent, row.note) == (2, 3, 2, NOTE)


def test_it_goes_to_a_colleague_on_duty_only(keys: House) -> None:
    hold()
    with pytest.raises(InvalidError):
        actions.give(scope=LINE, note=NOTE, to=staff_id("kofi"), by=actor("bruno"))
    assert holders() == [staff_id("bruno")] * 2
    shift("kofi", -5, 60)
    actions.give(scope=LINE, note=NOTE, to=staff_id("kofi"), by=actor("bruno"))
    assert holders() == [staff_id("kofi")] * 2
    assert queries.notes(actor("kofi"))[0].to_me


def test_a_note_is_needed_only_when_something_is_held(keys: House) -> None:
    hold(1)
    with pytest.raises(InvalidError):
        actions.give(scope=LINE, note="  ", to=None, by=actor("bruno"))
    assert holders() == [staff_id("bruno")]
    actions.give(scope=LINE, note="", to=None, by=actor("kofi"))
    assert not queries.notes(actor("bruno"))


def test_nothing_of_the_note_can_be_read_in_the_database(keys: House) -> None:
    hold(1)
    actions.give(scope=LINE, note=NOTE, to=None, by=actor("bruno"))
    with room("reach", machine([LINE])):
        row = HandOver.objects.values().get()
    assert row["sealed_note"]
    assert not any(b"Jacmel" in bytes(str(value), "utf-8") for value in row.values())
    assert b"Jacmel" not in bytes(row["sealed_note"])


def test_it_stands_until_read_and_says_who_read_it(keys: House) -> None:
    hold(1)
    one = actions.give(scope=LINE, note=NOTE, to=None, by=actor("bruno"))
    assert not queries.notes(actor("bruno"))
    for _ in range(2):
        actions.mark_read(hand_over=one, by=actor("kofi"))
    assert not queries.notes(actor("kofi")) and queries.notes(actor("luz"))
    read = queries.recent(actor("bruno"), LINE)[0].read
    assert [name for name, _ in read] == ["Kofi"]


def test_another_house_sees_no_note(keys: House) -> None:
    hold(1)
    one = actions.give(scope=LINE, note=NOTE, to=None, by=actor("bruno"))
    with pytest.raises(DeniedError):
        queries.notes(actor("carla"))
    with pytest.raises(DeniedError):
        actions.mark_read(hand_over=one, by=actor("carla"))
    with pytest.raises(NotFoundError):
        actions.give(scope=OLA, note=NOTE, to=None, by=actor("bruno"))
