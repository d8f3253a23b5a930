"""With the real Kannel: nothing is lost while the door is away, and answers arrive."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus, unquote_to_bytes

import httpx
import pytest

from amparo.reach.messaging.channels.inbound import Part
from amparo.reach.messaging.channels.kannel.send import Outgoing, build_send
from amparo.reach.messaging.channels.kannel.status import answer_of, from_inbound
from tests.door.house import House, Process, door, until
from tests.door.kannel import Kannel, kannel, needs_kannel, telephones

pytestmark = needs_kannel
NUMBER = "+50937123456"


@pytest.fixture
def gateway(place: House, tmp_path: Path) -> Iterator[Kannel]:
    with kannel(place, tmp_path) as made:
        yield made


def send(gateway: Kannel, id: str, text: str) -> str:
    asked = build_send(Outgoing(id, NUMBER, text), gateway.gateway)
    answer = httpx.request(asked.method, asked.url, headers=asked.headers, content=asked.content)
    return answer_of(answer.status_code)


def test_it_loses_nothing_while_the_door_is_stopped(place: House, gateway: Kannel) -> None:
    texts = [f"{NUMBER} 700 text nou bezwen dlo {n}" for n in range(3)]
    with telephones(gateway, texts, count=300) as answers:
        with door(place):
            until(lambda: place.count() >= 20, "the first messages")
        kept = place.count()
        until(lambda: gateway.received(300), "Kannel to have all")
        assert kept < 300
        with door(place):
            until(lambda: place.count() == 300, "every message")
    assert {m.sender for m in place.messages()} == {NUMBER}
    assert "Got message" not in answers.read_text()


def test_it_would_lose_them_without_our_lines(place: House, tmp_path: Path) -> None:
    text = f"{NUMBER} 700 text nou bezwen dlo"
    with kannel(place, tmp_path, without=("http-", "reply-")) as plain:
        with telephones(plain, [text]) as got:
            until(lambda: "Could not fetch content, sorry." in got.read_text(), "Kannel's words")
        with door(place), telephones(plain, [text]):
            until(lambda: place.count() >= 1, "the second message")
            assert plain.received(2)
            assert place.count() == 1


@pytest.mark.usefixtures("gateway")
def test_it_loses_nothing_while_the_database_is_stopped(place: House, gateway: Kannel) -> None:
    with door(place), telephones(gateway, [f"{NUMBER} 700 text ede n"], count=50) as answers:
        until(lambda: place.count() >= 1, "the first message")
        place.postgres.stop()
        until(lambda: gateway.received(50), "Kannel to have all")
        place.postgres.start()
        until(lambda: place.count() == 50, "every message")
        assert "Got message" not in answers.read_text()


@pytest.mark.usefixtures("running")
def test_it_reads_every_kind_of_message(place: House, gateway: Kannel) -> None:
    arabic = "%" + "%".join(f"{b:02x}" for b in "نحتاج ماء".encode("utf-16-be"))
    sent = [
        f"{NUMBER} 700 text Nou grangou",
        f"{NUMBER} 700 ucs2 {arabic}",
        f"{NUMBER} 700 udh-text %05%00%03%a5%02%01 premye moso",
        f"{NUMBER} 700 data %ff%fe%00",
    ]
    for text in sent:
        with telephones(gateway, [text]):
            until(lambda: place.count() == sent.index(text) + 1, text)  # noqa: B023
    first, second, third, fourth = place.messages()
    assert (first.text, second.text) == ("Nou grangou", "نحتاج ماء")
    assert (third.text, third.part) == ("premye moso", Part("a5", 1, 2))
    assert fourth.extra["raw"] == "//4A"


@pytest.mark.usefixtures("running")
def test_it_sends_and_hears_what_became_of_it(place: House, gateway: Kannel) -> None:
    arabic = "وصلتنا رسالتك. الرقم المرجعي ABC123"
    with telephones(gateway, [f"{NUMBER} 700 text ede n"]) as got:
        until(lambda: place.count() == 1, "the telephone to be there")
        assert send(gateway, "m1", "Nou resevwa mesaj ou a {ABC123}") == "accepted"
        assert send(gateway, "m2", arabic) == "accepted"
        until(lambda: place.count() == 5, "both reports of both messages")
        words = until(lambda: "ucs-2" in (w := got.read_text()) and w, "the Arabic message")
    assert "Nou resevwa mesaj ou a {ABC123}" in words
    assert unquote_to_bytes(quoted(words)).decode("utf-16-be") == arabic
    reports = [from_inbound(m) for m in place.messages() if m.channel == "kannel-report"]
    assert {(r.message_id, r.state) for r in reports} == {
        (id, state) for id in ("m1", "m2") for state in ("accepted", "delivered")
    }


def quoted(words: str) -> str:
    """The percent-encoded text in what the telephone printed."""
    return words.partition(" ucs-2 ")[2].partition(">")[0].replace("+", " ")


def test_it_refuses_to_send_for_a_stranger(gateway: Kannel) -> None:
    asked = build_send(Outgoing("m1", NUMBER, "x"), gateway.gateway)
    wrong = {**asked.headers, "X-Kannel-Password": "guessed"}
    answer = httpx.post(asked.url, headers=wrong, content=asked.content)
    assert answer_of(answer.status_code) == "refused"


@pytest.mark.usefixtures("running")
def test_it_tells_the_person_while_the_keys_are_sealed(place: House, gateway: Kannel) -> None:
    place.seal.touch()
    until(lambda: sealed(place), "the door to see the seal")
    with telephones(gateway, [f"{NUMBER} 700 text ede n"]) as got:
        until(lambda: "We have your message" in decoded(got.read_text()), "the reply")
    assert place.count() == 1


def sealed(place: House) -> bool:
    """True if the gateway's answer has words in it; the row is deleted again."""
    url = f"{place.url}/intake/kannel/{place.token}?id=probing-1"
    words = httpx.post(url, content=b"x", headers={"X-Kannel-From": "+50900000000"}).text
    place.clear()
    return bool(words)


def decoded(words: str) -> str:
    """Every UCS-2 piece in what the telephone printed, without what is not a letter of English."""
    return unquote_to_bytes(words.replace("+", " ")).replace(b"\0", b"").decode("latin-1")


def test_it_writes_neither_number_nor_text_into_its_logs(place: House, gateway: Kannel) -> None:
    with telephones(gateway, [f"{NUMBER} 700 text sekrè"]):
        until(lambda: gateway.received(1), "the message")
        with door(place):
            until(lambda: place.count() == 1, "the row")
            assert send(gateway, "m1", "repons") == "accepted"
            until(lambda: place.count() == 3, "the reports")
    logs = gateway.logs()
    assert not [
        secret for secret in (NUMBER, "sekr", quote_plus(NUMBER), "repons") if secret in logs
    ]
    assert not list((gateway.folder / "store").rglob("*-*"))


@pytest.mark.usefixtures("running")
def test_it_keeps_what_was_acknowledged_when_the_door_is_killed(
    place: House, gateway: Kannel, running: Process
) -> None:
    with telephones(gateway, [f"{NUMBER} 700 text ede n"], count=200):
        until(lambda: place.count() >= 20, "the first messages")
        running.handle.kill()
        running.handle.wait()
        with door(place):
            until(lambda: place.count() == 200, "every message, once")
