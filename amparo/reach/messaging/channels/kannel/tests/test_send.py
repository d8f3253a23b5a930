"""An outgoing SMS as a request, and what it costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.reach.messaging.channels.kannel.send import (
    Gateway,
    Outgoing,
    build_send,
    fits_gsm,
    parts,
)

GATEWAY = Gateway(
    "http://127.0.0.1:13013/cgi-bin/sendsms", "amparo", "word", "700", "http://127.0.0.1/r"
)


def test_it_puts_neither_number_nor_text_nor_password_into_the_address() -> None:
    request = build_send(Outgoing("m1", "+50912345678", "Bonjou"), GATEWAY)
    assert request.url == GATEWAY.url
    assert request.content == b"Bonjou"
    assert request.headers["X-Kannel-To"] == "+50912345678"
    assert request.headers["X-Kannel-DLR-Url"] == "http://127.0.0.1/r?id=m1&status=%d"
    assert "Bonjou" not in repr(request) and "word" not in repr((request, GATEWAY))


@pytest.mark.parametrize(("text", "coding"), [("Bonjou {€}", "0"), ("مرحبا", "2"), ("ç", "2")])
def test_it_takes_seven_bits_where_they_do(text: str, coding: str) -> None:
    request = build_send(Outgoing("m1", "+50912345678", text), GATEWAY)
    assert request.headers["X-Kannel-Coding"] == coding


@pytest.mark.parametrize("number", ["", "abc", "+509 1", "1\r\nX-Kannel-To: 2", "+" + "1" * 16])
def test_it_refuses_what_is_no_number(number: str) -> None:
    with pytest.raises(ValueError, match="number"):
        build_send(Outgoing("m1", number, "x"), GATEWAY)


def test_it_refuses_a_sender_that_would_end_the_header() -> None:
    with pytest.raises(ValueError, match="sender"):
        build_send(Outgoing("m1", "+509123", "x"), Gateway("u", "n", "p", "7\r\nX: y"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("م" * 70, 1),
        ("م" * 71, 2),
        ("م" * 134, 2),
        ("😀" * 35, 1),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
    ],
)
def test_it_counts_what_the_networks_count(text: str, count: int) -> None:
    assert parts(text) == count


@given(st.text(max_size=400))
def test_it_never_counts_less_for_more(text: str) -> None:
    assert 1 <= parts(text) <= parts(text + "a") <= parts(text) + (not fits_gsm(text)) + 1
