"""The JSON webhook's body: taken whole, or refused by the name of the field."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.kernel.errors import InvalidError
from amparo.reach.messaging.channels.inbound import Inbound, Part
from amparo.reach.messaging.channels.json.parse import parse


def body(**changes: Any) -> bytes:
    return json.dumps({"id": "7", "from": "+509123", "text": "nou bezwen dlo", **changes}).encode()


def refused(blob: bytes) -> str:
    with pytest.raises(InvalidError) as refusal:
        parse(blob)
    assert refusal.value.reason.endswith(".")
    return refusal.value.field


def test_it_reads_the_least_that_makes_a_message() -> None:
    assert parse(body()) == Inbound("json", "7", "+509123", "nou bezwen dlo")


def test_it_reads_every_field() -> None:
    part = {"ref": "a1", "number": 2, "total": 3}
    message = parse(body(to="700", sent_at="2026-11-22T09:30:00Z", part=part, network="x", hop=2))
    assert message.to == "700"
    assert message.sent_at is not None and message.sent_at.hour == 9
    assert message.part == Part("a1", 2, 3)
    assert message.extra == {"network": "x", "hop": "2"}


def test_it_takes_in_a_message_without_words() -> None:
    assert parse(body(text="")).text == ""


def test_it_takes_in_broken_characters_and_marks_them() -> None:
    assert parse(body(text="a\ud800b\0c")).text == "a\ufffdb\ufffdc"
    assert parse(body(text="<b>=1+1</b>")).text == "<b>=1+1</b>"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": ""}, "id"),
        ({"id": 7}, "id"),
        ({"id": "a\0"}, "id"),
        ({"id": "\ud800"}, "id"),
        ({"id": "x" * 201}, "id"),
        ({"from": None}, "from"),
        ({"text": None}, "text"),
        ({"text": ["a"]}, "text"),
        ({"to": 700}, "to"),
        ({"sent_at": "yesterday"}, "sent_at"),
        ({"sent_at": "2026-11-22T09:30:00"}, "sent_at"),
        ({"sent_at": 1795000000}, "sent_at"),
        ({"part": {"ref": "a", "number": 1}}, "part"),
        ({"part": {"ref": "a", "number": 1, "total": 1000}}, "part"),
        ({"part": {"ref": "a", "number": 0, "total": 2}}, "part"),
        ({"part": {"ref": "a", "number": 3, "total": 2}}, "part"),
        ({"part": {"ref": "a", "number": True, "total": 2}}, "part"),
        ({"part": [1, 2]}, "part"),
        ({"more": "x" * 2_001}, "body"),
        ({f"more{n}": 1 for n in range(21)}, "body"),
    ],
)
def test_it_names_the_field_that_is_wrong(changes: dict[str, Any], field: str) -> None:
    assert refused(body(**changes)) == field


@pytest.mark.parametrize("field", ["id", "from", "text"])
def test_it_names_the_field_that_is_missing(field: str) -> None:
    whole = json.loads(body())
    del whole[field]
    assert refused(json.dumps(whole).encode()) == field


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"  ",
        b"[]",
        b"7",
        b"{",
        b'{"id": "1", "id": "2", "from": "a", "text": ""}',
        b'{"id": NaN}',
        '{"id": "ü"}'.encode("latin-1"),
        '{"id": "1"}'.encode("utf-16"),
        b'{"id": ' + b"9" * 5_000 + b"}",
        b"[" * 100_000,
    ],
)
def test_it_says_what_is_wrong_with_a_body_that_is_no_object(blob: bytes) -> None:
    assert refused(blob) == "body"


@given(st.binary() | st.text().map(str.encode))
def test_it_never_fails_in_another_way(blob: bytes) -> None:
    refused(blob)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)
)


@given(st.dictionaries(st.sampled_from(["to", "sent_at", "part", "text", "id", "x\ud800"]), VALUES))
def test_what_it_takes_can_be_sealed(changes: dict[str, Any]) -> None:
    try:
        message = parse(body(**changes))
    except InvalidError:
        return
    assert Inbound.from_bytes(message.to_bytes()) == message
