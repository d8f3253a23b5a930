"""What is acknowledged is stored, sealed, once."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from amparo.reach.messaging.channels.kannel.status import from_inbound
from tests.door.house import House, Process, until
from tests.door.senders import NUMBER, TEXT, Partner

pytestmark = pytest.mark.usefixtures("running")


def test_it_stores_before_it_acknowledges(place: House, partner: Partner) -> None:
    answer = partner.json("1")
    assert (answer.status_code, answer.json()["kept"]) == (202, True)
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{6}", answer.json()["reference"])
    assert [message.text for message in place.messages()] == [TEXT]


def test_it_stores_a_repeat_once_and_answers_the_same(place: House, partner: Partner) -> None:
    answers = {partner.json("1").text for _ in range(3)} | {partner.raw(b"x").text}
    assert len(answers) == 2
    assert place.count() == 1


def test_it_keeps_everything_that_many_send_at_once(place: House, partner: Partner) -> None:
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda n: partner.sms(f"message-{n}"), range(300)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({message.gateway_id for message in place.messages()}) == 300


def test_it_answers_the_gateway_with_nothing_to_send(place: House, partner: Partner) -> None:
    answer = partner.sms("message-1")
    assert (answer.status_code, answer.text) == (202, "")
    assert answer.headers["content-type"].startswith("text/plain")


def test_it_leaves_no_word_in_the_clear(place: House, partner: Partner) -> None:
    partner.sms("message-1")
    ((row,),) = place.rows("SELECT row_to_json(e)::text FROM reach_envelope e")
    for secret in (TEXT, NUMBER, TEXT.encode().hex(), NUMBER.encode().hex(), "message-1"):
        assert secret not in row


def test_it_takes_in_texts_that_nobody_can_read(place: House, partner: Partner) -> None:
    bodies = [b"\xff\xfe\x00", b"", b"a\0b", bytes(range(256))]
    for number, body in enumerate(bodies):
        assert partner.sms(f"message-{number}", body).status_code == 202
    assert place.count() == len(bodies)


def test_it_keeps_a_text_of_nearly_a_megabyte_whole(place: House, partner: Partner) -> None:
    long = "dlo " * 260_000
    assert partner.json("long", long).status_code == 202
    assert place.messages()[0].text == long


def test_it_keeps_pieces_in_whatever_order_they_come(place: House, partner: Partner) -> None:
    for number in (3, 1, 2, 1):
        partner.json(f"p{number}", part={"ref": "r", "number": number, "total": 3})
    parts = [message.part for message in place.messages()]
    assert sorted(part.number for part in parts if part) == [1, 2, 3]


def test_it_keeps_delivery_reports_as_messages(place: House, partner: Partner) -> None:
    assert partner.report("id=m1&status=8").status_code == 202
    assert partner.report("id=m1&status=1").status_code == 202
    assert partner.report("id=m1&status=1").status_code == 202
    states = {from_inbound(message).state for message in place.messages()}
    assert states == {"accepted", "delivered"}
    assert place.count() == 2


def test_it_wakes_whoever_waits_for_envelopes(place: House, partner: Partner) -> None:
    place.rows("SELECT 1")
    assert place.owner is not None
    place.owner.execute("LISTEN amparo_envelopes")
    partner.json("1")
    partner.json("2")
    notes = list(place.owner.notifies(timeout=10, stop_after=1))
    assert [note.channel for note in notes] == ["amparo_envelopes"]


def test_it_ends_cleanly_when_asked(running: Process, partner: Partner, place: House) -> None:
    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(partner.sms, f"message-{n}") for n in range(200)]
        until(lambda: place.count() > 10, "the first rows")
        assert running.stop() == 0
    kept = [s.result() for s in sent if s.exception() is None]
    acknowledged = sum(answer.status_code == 202 for answer in kept)
    assert 10 < acknowledged <= place.count()


def test_it_never_loads_django() -> None:
    script = "import sys, amparo.doors.intake.__main__; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
