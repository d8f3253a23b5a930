"""Whatever Kannel hands over is a message."""

from base64 import b64decode
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.reach.messaging.channels.inbound import Inbound, Part
from amparo.reach.messaging.channels.kannel.parse import parse

# As Kannel 1.4.5 sends them.
HEADERS = {
    "content-type": 'text/plain; charset="UTF-8"',
    "x-kannel-from": "+50912345678",
    "x-kannel-to": "700",
    "x-kannel-time": "2026-11-22 01:43:36",
    "x-kannel-smsc": "fake",
    "x-kannel-coding": "0",
}
WHOLE = ("utf-8", "utf-16-be", "latin-1", "iso8859-15", "cp1252")
KANNEL_ID = "cf54ff11-6cfb-48a1-a6e3-fc59fe852e75"


def test_it_reads_what_kannel_sends() -> None:
    message = parse(HEADERS, "Nou grangou à Delmas".encode(), KANNEL_ID)
    assert message == Inbound(
        channel="kannel",
        gateway_id=KANNEL_ID,
        sender="+50912345678",
        text="Nou grangou à Delmas",
        to="700",
        sent_at=datetime(2026, 11, 22, 1, 43, 36, tzinfo=UTC),
        extra={"smsc": "fake"},
    )


@pytest.mark.parametrize(
    ("changes", "body", "text"),
    [
        ({"x-kannel-coding": "2"}, "مرحبا 😀".encode("utf-16-be"), "مرحبا 😀"),
        ({"content-type": 'text/plain; charset="UTF-16BE"'}, "नेपाल".encode("utf-16-be"), "नेपाल"),
        ({"content-type": "text/plain; charset=ISO-8859-1"}, "né".encode("latin-1"), "né"),
        ({"content-type": "text/plain"}, "né".encode(), "né"),
        ({"content-type": "application/octet-stream", "x-kannel-coding": "1"}, b"abc", "abc"),
        ({}, b"", ""),
    ],
)
def test_it_reads_each_coding(changes: dict[str, str], body: bytes, text: str) -> None:
    assert parse(HEADERS | changes, body).text == text


@pytest.mark.parametrize(
    ("changes", "body"),
    [
        ({}, b"dlo \xff\xfe"),
        ({}, b"a\0b"),
        ({"x-kannel-coding": "2"}, b"\x06\x45\x06"),
        ({"x-kannel-coding": "2"}, b"\x00a\xd8\x3d"),
        ({"x-kannel-coding": "1", "content-type": "application/octet-stream"}, bytes(range(256))),
        ({"content-type": 'text/plain; charset="zip"'}, b"\x81"),
    ],
)
def test_it_keeps_the_bytes_of_what_it_cannot_read(changes: dict[str, str], body: bytes) -> None:
    message = parse(HEADERS | changes, body)
    assert message.text
    assert b64decode(message.extra["raw"]) == body


@pytest.mark.parametrize(
    ("udh", "part"),
    [
        ("%05%00%03%A5%02%01", Part("a5", 1, 2)),
        ("050003A50201", Part("a5", 1, 2)),
        ("%06%08%04%12%34%03%03", Part("1234", 3, 3)),
        ("%0A%24%01%02%00%03%41%02%02", Part("41", 2, 2)),
        ("%05%00%03%A5%02%03", None),
        ("%05%00%03%A5%00%00", None),
        ("%05%00%03%A5", None),
        ("%06%05%04%15%82%00%00", None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_it_reads_which_piece_of_a_long_message_it_is(udh: str, part: Part | None) -> None:
    message = parse(HEADERS | {"x-kannel-udh": udh}, b"x")
    assert message.part == part
    assert ("udh" in message.extra) == bool(udh)


def test_it_names_a_repeat_the_same_without_kannels_id() -> None:
    first = parse(HEADERS, b"a").gateway_id
    assert parse(HEADERS, b"a", "?").gateway_id == first
    assert parse(HEADERS, b"b").gateway_id != first
    assert parse(HEADERS | {"x-kannel-udh": "050003A50201"}, b"a").gateway_id != first


@given(
    st.dictionaries(st.sampled_from([*HEADERS, "x-kannel-udh"]), st.text()),
    st.binary(),
    st.text(),
)
def test_it_takes_in_whatever_comes(changes: dict[str, str], body: bytes, given_id: str) -> None:
    message = parse(HEADERS | changes, body, given_id)
    assert Inbound.from_bytes(message.to_bytes()) == message
    if "raw" not in message.extra:
        assert body in {message.text.encode(code, "replace") for code in WHOLE}
