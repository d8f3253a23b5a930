"""Command words by SMS: STOP, STATUS, and the answer to our question."""

from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging.actions import told
from amparo.reach.messaging.models import Contact, Conversation, Message
from amparo.reach.messaging.queries import QueueFilter, conversation, queue
from amparo.reach.messaging.setting import Setting
from tests import seed
from tests.cast import LINE, actor
from tests.harness import House

LINE_ACTOR = machine([LINE])


def out_kinds() -> list[str]:
    with room("reach", LINE_ACTOR):
        found = Message.objects.filter(direction="out").order_by("at", "id")
        return [one.kind for one in found]


def text_and_then(setting: Setting, *texts: str) -> None:
    for text in texts:
        seed.message(text)
        seed.read_all(setting)


def test_it_acknowledges_once(keys: House) -> None:
    text_and_then(seed.crisis(), "Nou bezwen dlo", "Tanpri vini")
    assert out_kinds() == ["ack"]


def test_it_stops_writing_after_stop(keys: House) -> None:
    text_and_then(seed.crisis(), "Nou bezwen dlo", "STOP")
    assert out_kinds() == ["ack", "stopped"]
    with room("reach", LINE_ACTOR):
        assert Contact.objects.get().stopped_at is not None


def test_it_writes_again_once_she_writes_again(keys: House) -> None:
    text_and_then(seed.crisis(), "Nou bezwen dlo", "STOP", "Nou bezwen dlo toujou", "STATUS")
    assert out_kinds() == ["ack", "stopped", "received"]


def test_it_still_reads_a_person_who_stopped_us(keys: House) -> None:
    text_and_then(seed.crisis(), "STOP", "Nou bezwen dlo")
    assert queue(actor("bruno"), QueueFilter()).rows[0].text == "Nou bezwen dlo"


def test_it_tells_the_status(keys: House) -> None:
    text_and_then(seed.crisis(), "Nou bezwen dlo", "STATUS")
    assert out_kinds() == ["ack", "received"]


def test_it_brings_a_help_alone_to_people(keys: House) -> None:
    text_and_then(seed.crisis(), "HELP")
    assert len(queue(actor("bruno"), QueueFilter()).rows) == 1


def test_it_notes_that_it_helped_and_lets_a_no_wait(keys: House) -> None:
    setting = seed.crisis()
    text_and_then(setting, "Nou bezwen dlo")
    row = queue(actor("bruno"), QueueFilter()).rows[0]
    once = seed.CLINIC
    told.tell_person(conversation=row.id, scope=LINE, what="ended", once=once)
    told.tell_person(conversation=row.id, scope=LINE, what="ended", once=once)
    text_and_then(setting, "NON")
    thread = conversation(actor("bruno"), row.id)
    assert (thread.helped, thread.question) == ("no", "")
    assert out_kinds() == ["ack", "asked_helped", "thanks"]
    with room("reach", LINE_ACTOR):
        assert Conversation.objects.get().waiting_since is not None
