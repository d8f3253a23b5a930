"""What a stranger may send must hold up nobody else, lose nothing, and silence nobody."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from amparo.kernel import receipts
from amparo.kernel.authority import machine
from amparo.kernel.errors import SealedAwayError
from amparo.kernel.rooms import room
from amparo.reach.messaging import web as pages
from amparo.reach.messaging.actions import answer, outbox
from amparo.reach.messaging.channels.inbound import Inbound
from amparo.reach.messaging.models import MOST_COUNTED, Conversation, Message
from amparo.reach.messaging.queries import QueueFilter, Row, conversation, queue
from tests import seed
from tests.cast import LINE, actor
from tests.harness import House

BRUNO = actor("bruno")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def rows() -> tuple[Row, ...]:
    return queue(BRUNO, QueueFilter()).rows


def change(**values: object) -> None:
    with room("reach", machine([LINE])):
        Conversation.objects.update(**values)


def sent() -> list[tuple[str, str]]:
    with room("reach", machine([LINE])):
        found = Message.objects.filter(direction="out").order_by("at")
        return list(found.values_list("kind", "delivery"))


def asked(words: str, **extra: str) -> str:
    """A request on our own page; its code."""
    code = receipts.new_code()
    seed.put(Inbound("web", uuid4().hex, "", words, extra={"code": code, **extra}))
    return code


@pytest.mark.parametrize("length", [300, 5_000])
def test_it_takes_in_a_way_to_be_reached_of_any_length(keys: House, length: int) -> None:
    setting = seed.crisis()
    asked("Mwen bezwen dlo", contact_kind="phone", contact="x" * length)
    seed.message("Nou bezwen manje")
    assert seed.read_all(setting, keys).messages == 2
    assert {row.text for row in rows()} == {"Mwen bezwen dlo", "Nou bezwen manje"}


def test_it_tells_long_senders_apart(keys: House) -> None:
    setting = seed.crisis()
    seed.message("Nou bezwen dlo", sender="n" * 320, channel="json")
    seed.message("Nou bezwen manje", sender="n" * 319 + "x", channel="json")
    assert seed.read_all(setting, keys).conversations == 2


def test_it_takes_in_more_than_it_can_count(keys: House) -> None:
    setting = seed.crisis()
    code = asked("Mwen bezwen dlo", contact_kind="phone", contact="+50937010203")
    seed.read_all(setting, keys)
    change(messages_in=MOST_COUNTED)
    seed.message("Nou la toujou")
    assert seed.read_all(setting, keys).unreadable == 0
    with keys.role("web"):
        pages.add_words(code, "Vini vit", caller="c")
    assert (rows()[0].messages_in, rows()[0].text) == (MOST_COUNTED, "Vini vit")


def test_it_keeps_her_place_in_the_queue_whoever_says_stop(keys: House) -> None:
    setting = seed.crisis()
    seed.message("Nou bezwen dlo")
    seed.read_all(setting)
    change(waiting_since=LONG_AGO)
    seed.message("STOP")
    seed.read_all(setting)
    assert rows()[0].waiting_since == LONG_AGO


def test_it_says_one_thing_to_who_begins_with_stop_and_reads_on(keys: House) -> None:
    setting = seed.crisis()
    seed.message("STOP")
    seed.read_all(setting)
    assert sent() == [("stopped", "queued")]
    seed.message("Nou bezwen dlo")
    seed.read_all(setting)
    assert rows()[0].text == "Nou bezwen dlo"


def test_it_takes_back_what_colleagues_translated(keys: House) -> None:
    setting = seed.crisis()
    code = asked("Dlo nan Delmas 33")
    seed.read_all(setting)
    row = rows()[0].id
    message = conversation(BRUNO, row).messages[0].id
    answer.translate(message=message, language="en", text="Water in Delmas 33", by=BRUNO)
    with keys.role("web"):
        pages.take_back(code, caller="c")
    assert [line.translations for line in conversation(BRUNO, row).messages] == [()]


def test_it_waits_to_send_while_the_keys_are_away(keys: House) -> None:
    setting = seed.crisis()
    seed.message("Nou bezwen dlo")
    seed.read_all(setting)
    with keys.role("cli"), pytest.raises(SealedAwayError):
        outbox.send_waiting(send=lambda _: outbox.Sent("accepted"), by=setting.actor)
    assert sent() == [("ack", "queued")]
