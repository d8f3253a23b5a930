"""Whatever bytes come, the answer is a clear refusal and the keyholder goes on."""

import socket
from typing import Any

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.keyholder.tests.running import TOKENS, Running
from amparo.keyholder.wire import MAX_FRAME, receive

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.binary(max_size=30)
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=5), max_leaves=10)
names = st.sampled_from(
    [
        "refs",
        "cls",
        "kind",
        "actor",
        "audit",
        "heads",
        "values",
        "domain",
        "code",
        "caller",
        "sweep",
    ]
)
operations = st.sampled_from(
    ["keys", "make_keys", "open_epochs", "blind", "link_receipt", "try_receipt", "finish_sweep"]
)


def exchange(bare: socket.socket, body: bytes) -> dict[str, Any]:
    """The answer to one frame with this body."""
    bare.sendall(len(body).to_bytes(4, "big") + body)
    return receive(bare)


@given(body=st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_it_refuses_bytes_that_mean_nothing(keyholder: Running, body: bytes) -> None:
    """And answers the next question on the same socket."""
    with keyholder.connect() as bare:
        assert exchange(bare, body)["kind"] == "refused"
        assert "ok" in exchange(bare, cbor2.dumps({"op": "status"}))


@given(op=operations, fields=st.dictionaries(names, values), role=st.sampled_from(sorted(TOKENS)))
@settings(max_examples=200, deadline=None)
def test_it_answers_every_question_however_odd(
    keyholder: Running, op: str, fields: dict[str, Any], role: str
) -> None:
    """With a good token, so that the fields themselves are read."""
    answer = keyholder.ask(op=op, token=TOKENS[role], **fields)
    assert "ok" in answer or answer["no"] != "The keyholder could not do this; nothing was opened."


@pytest.mark.parametrize(
    "body",
    [
        b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x81" * 100_000,
        b"\xd8\x1c\x81\xd8\x1d\x00",
        b"\xd8\x23\x61(",
        b"\xc4\x82\x1b\x7f\xff\xff\xff\xff\xff\xff\xff\x01",
        cbor2.dumps({"op": ["keys"], "token": {}}),
        cbor2.dumps({1: 2}),
        cbor2.dumps([1]),
        b"",
    ],
)
def test_it_survives_what_was_made_to_break_a_decoder(keyholder: Running, body: bytes) -> None:
    """Huge lengths, deep nests, loops, patterns, exponents."""
    with keyholder.connect() as bare:
        assert exchange(bare, body)["kind"] == "refused"
        assert "ok" in exchange(bare, cbor2.dumps({"op": "status"}))


def test_it_hangs_up_after_a_length_that_no_frame_has(keyholder: Running) -> None:
    """It says so first; the largest frame is still read."""
    with keyholder.connect() as bare:
        assert "not readable" in exchange(bare, b"\xff" * MAX_FRAME)["no"]
        bare.sendall((MAX_FRAME + 1).to_bytes(4, "big"))
        assert "at most" in receive(bare)["no"]
        assert bare.recv(1) == b""


def test_it_serves_others_while_one_stops_in_the_middle_of_a_frame(keyholder: Running) -> None:
    """A slow caller holds up nobody."""
    with keyholder.connect() as slow:
        slow.sendall(b"\x00\x00")
        assert "ok" in keyholder.ask(op="status")


def test_it_names_an_operation_it_does_not_know(keyholder: Running) -> None:
    """In words."""
    assert "no such operation" in keyholder.ask(op="open_all", token=TOKENS["worker"])["no"]
