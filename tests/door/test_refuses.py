"""What can't be taken is refused in the sender's terms, and nothing of it is kept."""

import socket
import time

import httpx
import pytest

from tests.door.house import House
from tests.door.senders import Partner

pytestmark = pytest.mark.usefixtures("running")


def refused(answer: httpx.Response, status: int) -> str:
    """The words of a refusal."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["kept"] is False
    words: str = problem["detail"]
    return words


@pytest.mark.parametrize("late", [-400, 400])
def test_it_refuses_a_stale_signature(place: House, partner: Partner, late: float) -> None:
    good = b'{"id": "1", "from": "a", "text": "b"}'
    assert "minutes away" in refused(partner.raw(good, late=late), 401)
    assert place.count() == 0
    assert partner.raw(good).status_code == 202


def test_it_refuses_a_forged_signature(place: House, partner: Partner) -> None:
    stranger = Partner(partner.client, "guessed", "guessed")
    assert "does not fit" in refused(stranger.json("1"), 401)
    assert "token" in refused(stranger.sms("message-1"), 401)
    assert "token" in refused(stranger.report("id=1&status=1"), 401)
    assert place.count() == 0


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"id": "1"}', "é".encode("latin-1"), b'{"id": "1", "from": 7}']
)
def test_it_names_what_is_wrong_in_the_body(place: House, partner: Partner, body: bytes) -> None:
    assert "Nothing was kept" in refused(partner.raw(body), 422)
    assert place.count() == 0


def test_it_names_a_message_of_a_thousand_parts(partner: Partner) -> None:
    answer = partner.json("1", part={"ref": "r", "number": 1, "total": 1000})
    assert "255" in refused(answer, 422)
    assert answer.json()["field"] == "part"


def test_it_refuses_more_than_a_megabyte(place: House, partner: Partner) -> None:
    assert "1,048,576" in refused(partner.raw(b"x" * ((1 << 20) + 1)), 413)
    assert "1,048,576" in refused(partner.sms("message-1", b"x" * (3 << 20)), 413)
    assert place.count() == 0
    assert partner.json("1").status_code == 202


@pytest.mark.parametrize("path", ["/intake/", "/intake/other", "/intake/kannel"])
def test_it_knows_no_other_way_in(client: httpx.Client, path: str) -> None:
    assert client.post(path).status_code in (401, 404)


def test_it_says_which_method_to_use(client: httpx.Client, place: House) -> None:
    for path in ("/intake/json", f"/intake/kannel/{place.token}"):
        answer = client.get(path)
        refused(answer, 405)
        assert answer.headers["allow"] == "POST"


def test_it_refuses_a_head_without_end(place: House) -> None:
    with socket.create_connection(("127.0.0.1", place.port)) as s:
        s.sendall(b"POST /intake/json HTTP/1.1\r\n")
        s.settimeout(10)
        for _ in range(40):
            try:
                s.sendall(b"X-More: " + b"a" * 4096 + b"\r\n")
            except OSError:
                break
        assert s.recv(65536).startswith(b"HTTP/1.1 431 ")


def test_it_refuses_a_request_that_is_none(place: House) -> None:
    with socket.create_connection(("127.0.0.1", place.port)) as s:
        s.sendall(b"\x16\x03\x01\x02\x00\x01\x00 hello\r\n\r\n")
        s.settimeout(10)
        assert s.recv(65536).startswith(b"HTTP/1.1 400 ")


def test_it_serves_others_while_many_say_nothing(place: House, partner: Partner) -> None:
    silent = [socket.create_connection(("127.0.0.1", place.port)) for _ in range(400)]
    try:
        begun = time.monotonic()
        assert partner.json("1").status_code == 202
        assert time.monotonic() - begun < 1
    finally:
        for s in silent:
            s.close()
