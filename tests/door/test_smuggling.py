"""Nobody's request becomes two, and nobody gets another one's answer."""

from collections.abc import Iterator

import httpx
import pytest

from tests.door.house import House
from tests.door.pages import Pages, pages

pytestmark = pytest.mark.usefixtures("running")
SECOND = b"GET /theirs HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n"


@pytest.fixture
def site(place: House) -> Iterator[Pages]:
    with pages(place.web_socket) as server:
        yield server


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("named", ["content-length", "Content-Length, host", "transfer-encoding"])
def test_it_frames_a_body_itself_whatever_connection_names(
    client: httpx.Client, named: str
) -> None:
    seen = client.post("/mine", content=SECOND, headers={"Connection": named}).json()
    assert (seen["path"], seen["body"]) == ("/mine", len(SECOND))
    for _ in range(3):
        assert client.get("/next").json()["path"] == "/next"


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_it_keeps_no_connection_that_carried_a_body(client: httpx.Client, method: str) -> None:
    headers = {"Connection": "content-length"}
    client.request(method, "/mine", content=SECOND, headers=headers)
    assert client.get("/next").json()["path"] == "/next"


@pytest.mark.usefixtures("site")
def test_it_never_lets_go_of_what_says_who_and_where(client: httpx.Client, place: House) -> None:
    named = {"Connection": "host, cookie, x-forwarded-for, content-type", "Cookie": "a=1"}
    headers = client.get("/", headers=named).json()["headers"]
    assert headers["host"] == headers["x-forwarded-host"] == f"127.0.0.1:{place.port}"
    assert (headers["cookie"], headers["x-forwarded-for"]) == ("a=1", "127.0.0.1")
