"""Behind a TLS proxy the door knows who asked; from anyone else it believes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.doors.intake.callers import Proxies, proxies
from tests.door.house import House, door
from tests.door.pages import pages

SPOOFED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


@contextmanager
def behind(place: House, *trusted: str) -> Iterator[httpx.Client]:
    with (
        door(place, trusted_proxies=list(trusted)),
        pages(place.web_socket),
        httpx.Client(base_url=place.url, timeout=30) as client,
    ):
        yield client


def seen(client: httpx.Client, headers: dict[str, str]) -> tuple[str, str]:
    found = client.get("/", headers=headers).json()["headers"]
    return found["x-forwarded-for"], found["x-forwarded-proto"]


def test_a_proxy_on_the_list_says_who_asked_and_how(place: House) -> None:
    with behind(place, "127.0.0.1/32") as client:
        assert seen(client, SPOOFED) == ("203.0.113.9", "https")
        assert seen(client, {}) == ("127.0.0.1", "http")


def test_nobody_else_is_believed(place: House) -> None:
    with behind(place, "192.0.2.1/32") as client:
        assert seen(client, SPOOFED) == ("127.0.0.1", "http")


def asked(trusted: Proxies, peer: str, said: str, proto: str = "") -> tuple[str, bytes]:
    headers = [(b"x-forwarded-for", said.encode())] if said else []
    headers += [(b"x-forwarded-proto", proto.encode())] if proto else []
    found = trusted.caller({"client": (peer, 1), "headers": headers})
    return found.address, found.scheme


TWO = proxies("http", ["127.0.0.1", "10.0.0.0/8", "::1"])


@pytest.mark.parametrize(
    ("peer", "said", "address"),
    [
        # What the visitor wrote herself stands to the left of what our proxy saw.
        ("127.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.7, 203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, nonsense", "127.0.0.1"),
        ("127.0.0.1", "2001:db8::7", "2001:db8::7"),
        ("::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("203.0.113.1", "10.1.2.3", "203.0.113.1"),
        ("", "203.0.113.9", ""),
    ],
)
def test_the_last_address_that_is_not_ours_counts(peer: str, said: str, address: str) -> None:
    assert asked(TWO, peer, said)[0] == address


def test_only_http_and_https_are_ways_to_come() -> None:
    assert asked(TWO, "127.0.0.1", "", "HTTPS")[1] == b"https"
    assert asked(TWO, "127.0.0.1", "", "https, gopher")[1] == b"http"
    assert asked(TWO, "203.0.113.1", "", "https")[1] == b"http"


@given(st.text(max_size=60), st.text(max_size=20))
def test_whatever_a_stranger_says_changes_nothing(said: str, proto: str) -> None:
    headers = [
        (b"x-forwarded-for", said.encode(errors="replace")),
        (b"x-forwarded-proto", proto.encode(errors="replace")),
    ]
    found = TWO.caller({"client": ("203.0.113.1", 1), "headers": headers})
    assert (found.address, found.scheme) == ("203.0.113.1", b"http")
