"""While the keys are sealed away messages are still kept, and their senders are told."""

import time

import pytest

from amparo.doors.intake.sealed_reply import SealedReply
from amparo.reach.messaging.channels.inbound import Inbound, Part
from tests.door.house import House, until
from tests.door.senders import NUMBER, TEXT, Partner


@pytest.mark.usefixtures("running")
def test_it_says_so_and_keeps_the_message(place: House, partner: Partner) -> None:
    assert "sealed" not in partner.json("1").json()
    place.seal.touch()
    answer = until(lambda: (a := partner.json("2")).json().get("sealed") and a, "the seal")
    told = partner.sms("message-1")
    assert "We have your message" in told.text and "وصلتنا" in told.text
    assert told.headers["x-kannel-coding"] == "2"
    assert partner.sms("message-1").text == told.text
    assert answer.json()["kept"] is True
    assert place.count() == 3


@pytest.mark.usefixtures("running")
def test_it_repeats_nothing_that_was_written(place: House, partner: Partner) -> None:
    place.seal.touch()
    until(lambda: partner.json("1").json().get("sealed"), "the seal")
    told = partner.sms("message-1").text
    assert not set(TEXT.lower().split()) & set(told.lower().split()) - {"nou", "nan"}
    assert NUMBER not in told


def message(sender: str = NUMBER, part: Part | None = None) -> Inbound:
    return Inbound("kannel", "1", sender, TEXT, part=part)


def test_it_tells_a_person_once_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    reply = SealedReply(["en"])
    assert "ABCDEF" in reply.to(message(), b"1", "ABCDEF")
    assert reply.to(message(), b"2", "ABCDEG") == ""
    assert reply.to(message("+50900000000"), b"3", "ABCDEH")
    later = time.monotonic() + 3601
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert reply.to(message(), b"4", "ABCDEJ")


@pytest.mark.parametrize("sender", ["700", "DIGICEL", "", "+1"])
def test_it_never_answers_a_machine(sender: str) -> None:
    assert SealedReply(["en"]).to(message(sender), b"1", "ABCDEF") == ""


def test_it_answers_only_the_first_piece() -> None:
    reply = SealedReply(["en"])
    assert reply.to(message(part=Part("a", 2, 2)), b"2", "ABCDEF") == ""
    assert reply.to(message(part=Part("a", 1, 2)), b"1", "ABCDEF")


def test_it_speaks_english_when_it_knows_no_language_asked_for() -> None:
    assert SealedReply(["xx"]).to(message(), b"1", "ABCDEF").startswith("We have")
