"""From envelopes to conversations that wait."""

from uuid import uuid4

import psycopg
import pytest

from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging import envelopes
from amparo.reach.messaging.actions import landing
from amparo.reach.messaging.channels.inbound import Inbound, reference_of
from amparo.reach.messaging.models import Contact, Conversation, Envelope, Message
from amparo.reach.messaging.queries import QueueFilter, Row, queue
from amparo.reach.messaging.understanding.understand import understand
from tests import seed
from tests.cast import LINE, actor
from tests.harness import House


def rows() -> tuple[Row, ...]:
    return queue(actor("bruno"), QueueFilter()).rows


def count(model: type[Message] | type[Conversation] | type[Contact]) -> int:
    with room("reach", machine([LINE])):
        return model.objects.count()


def test_it_makes_one_conversation_of_one_person_minutes_apart(keys: House) -> None:
    setting = seed.crisis()
    first = seed.message("Nou bezwen dlo nan Delmas 33")
    seed.message("Tanpri vini vit, gen timoun")
    seed.read_all(setting)
    seed.message("Nou la toujou")
    seed.read_all(setting)
    (row,) = rows()
    assert (row.messages_in, row.reference) == (3, reference_of(first))
    assert "water" in row.needs and row.text == "Nou la toujou"


def test_it_keeps_two_people_apart(keys: House) -> None:
    setting = seed.crisis()
    seed.message("Nou bezwen dlo", sender="+50937010203")
    seed.message("Nou bezwen dlo", sender="+50937010204")
    assert seed.read_all(setting).conversations == 2


def test_it_empties_the_envelope(keys: House) -> None:
    setting = seed.crisis()
    ref = seed.message("Nou bezwen dlo")
    with room("reach", machine()):
        assert bytes(Envelope.objects.get(id=ref).body)
    seed.read_all(setting)
    with room("reach", machine()):
        envelope = Envelope.objects.get(id=ref)
    assert (bytes(envelope.head), bytes(envelope.body), envelope.state) == (b"", b"", "handled")


def test_it_writes_a_batch_that_is_read_twice_once(keys: House) -> None:
    setting = seed.crisis()
    ref = uuid4()
    envelopes.store(envelope=ref, inbound=Inbound("json", "g", "+50937010203", "Nou bezwen dlo"))
    seed.read_all(setting)
    envelopes.store(envelope=ref, inbound=Inbound("json", "g", "+50937010203", "Nou bezwen dlo"))
    assert not seed.read_all(setting).any
    assert count(Conversation) == 1


def test_it_puts_parts_in_their_own_order(keys: House) -> None:
    setting = seed.crisis()
    seed.part("nan Delmas 33, tanpri", 2, 2)
    seed.part("Nou bezwen dlo ", 1, 2)
    seed.read_all(setting)
    (row,) = rows()
    assert row.place == "Delmas 33" and "water" in row.needs and row.messages_in == 2


@pytest.mark.parametrize("text", ["", "\0\0", "\ud800", "=1+1", "<b>x</b>", "٠١٢", "zzz qqq"])
def test_it_never_drops_what_it_cannot_understand(keys: House, text: str) -> None:
    setting = seed.crisis()
    seed.message(text.encode("utf-8", "replace").decode())
    seed.read_all(setting)
    assert len(rows()) == 1


def test_it_takes_in_even_when_our_own_rules_break(
    keys: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = seed.crisis()
    good, bad = seed.message("Nou bezwen dlo"), seed.message("boom", sender="+50937010299")
    whole = understand

    def breaks(text: str, **rest: object) -> object:
        if text == "boom":
            raise RuntimeError("a rule of ours")
        return whole(text, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(landing, "understand", breaks)
    taken = seed.read_all(setting)
    assert (taken.messages, taken.unreadable) == (1, 1)
    with room("reach", machine()):
        states = dict(Envelope.objects.values_list("id", "state"))
    assert (states[good], states[bad]) == ("handled", "unreadable")
    assert queue(actor("bruno"), QueueFilter()).unreadable >= 0


def test_it_leaves_everything_as_it_was_when_the_database_refuses(keys: House) -> None:
    setting = seed.crisis()
    seed.message("Nou bezwen dlo")
    with psycopg.connect(keys.owner) as connection:
        connection.execute(
            "ALTER TABLE kernel_audit ADD CONSTRAINT planted CHECK (verb <> 'take_in')"
        )
    try:
        assert seed.read_all(setting).unreadable == 1
        assert (count(Message), count(Conversation), count(Contact)) == (0, 0, 0)
    finally:
        with psycopg.connect(keys.owner) as connection:
            connection.execute("ALTER TABLE kernel_audit DROP CONSTRAINT planted")


def test_it_shows_a_doubtful_number_to_a_person_and_does_not_answer_it(keys: House) -> None:
    setting = seed.crisis()
    seed.message("Nou bezwen dlo", sender="DIGICEL")
    assert seed.read_all(setting).to_send == 0
    with room("reach", machine([LINE])):
        assert Contact.objects.get().doubtful
