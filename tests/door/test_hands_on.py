"""Everything that is no message goes to the pages, unread, and says truly who asked."""

from collections.abc import Iterator

import httpx
import pytest

from tests.door.house import House
from tests.door.pages import Pages, pages
from tests.door.senders import Partner

pytestmark = pytest.mark.usefixtures("running")


@pytest.fixture
def site(place: House) -> Iterator[Pages]:
    with pages(place.web_socket) as server:
        yield server


@pytest.mark.usefixtures("site")
def test_it_passes_method_path_and_body_on(client: httpx.Client) -> None:
    seen = client.post("/ht/ed%20e?q=1&q=%2F", content=b"a=1").json()
    assert (seen["method"], seen["path"], seen["body"]) == ("POST", "/ht/ed%20e?q=1&q=%2F", 3)


@pytest.mark.usefixtures("site")
def test_it_brings_the_answer_back_whole(client: httpx.Client) -> None:
    answer = client.get("/")
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert "keep-alive" not in answer.headers
    assert len(answer.headers.get_list("date")) == 1
    assert client.get("/chunks").text == "one two three"
    assert client.head("/").text == ""


@pytest.mark.usefixtures("site")
def test_it_says_who_asked_whatever_they_claim(client: httpx.Client, place: House) -> None:
    claims = {
        "X-Forwarded-For": "10.0.0.1",
        "X-Forwarded-Proto": "https",
        "X_Forwarded_For": "10.0.0.1",
        "Forwarded": "for=10.0.0.1",
        "X-Real-IP": "10.0.0.1",
        "Connection": "keep-alive, X-Secret",
        "X-Secret": "1",
        "TE": "trailers",
    }
    headers = client.get("/", headers={**claims, "Accept": "text/html"}).json()["headers"]
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "http"
    assert headers["x-forwarded-host"] == headers["host"] == f"127.0.0.1:{place.port}"
    assert headers["accept"] == "text/html"
    assert "10.0.0.1" not in str(headers)
    assert not {"x_forwarded_for", "x-secret", "te", "forwarded", "x-real-ip"} & set(headers)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("size", [10, 300_000, 3_000_000])
def test_it_passes_a_body_without_a_length(client: httpx.Client, size: int) -> None:
    pieces = (b"x" * 1_000 for _ in range(size // 1_000))
    assert client.post("/", content=pieces).json()["body"] == size // 1_000 * 1_000
    assert client.post("/", content=b"x" * size).json()["body"] == size


def test_it_uses_a_connection_again(client: httpx.Client, site: Pages) -> None:
    for _ in range(10):
        assert client.get("/").status_code == 200
    assert site.connections < 5


def test_it_says_in_plain_words_that_the_pages_are_away(client: httpx.Client) -> None:
    answer = client.get("/ht/")
    assert answer.status_code == 502
    assert "Please try again in a minute" in answer.text
    assert 'dir="rtl"' in answer.text


def test_it_keeps_messages_while_the_pages_are_away(partner: Partner, place: House) -> None:
    assert partner.client.get("/").status_code == 502
    assert partner.json("1").status_code == 202
    assert place.count() == 1


@pytest.mark.usefixtures("site")
def test_it_never_passes_half_an_answer_as_whole(client: httpx.Client) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("/dies")
    assert client.get("/").status_code == 200


def test_it_finds_the_pages_again_when_they_come_back(client: httpx.Client, place: House) -> None:
    for _ in range(2):
        with pages(place.web_socket):
            assert client.post("/").status_code == 200
        assert client.post("/").status_code == 502
