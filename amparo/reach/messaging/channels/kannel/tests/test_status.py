"""What became of an SMS."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.kernel.errors import InvalidError
from amparo.reach.messaging.channels.inbound import Inbound
from amparo.reach.messaging.channels.kannel.status import (
    Report,
    answer_of,
    as_inbound,
    from_inbound,
    parse_report,
)


@pytest.mark.parametrize(
    ("code", "state"),
    [(1, "delivered"), (2, "failed"), (4, "buffered"), (8, "accepted"), (16, "failed")],
)
def test_it_reads_each_of_kannels_states(code: int, state: str) -> None:
    assert parse_report(f"id=m1&status={code}") == Report("m1", state, code)  # type: ignore[arg-type]


def test_it_keeps_a_state_that_it_does_not_know() -> None:
    assert parse_report("id=m1&status=99") == Report("m1", "unknown", 99)


@pytest.mark.parametrize("query", ["", "id=m1", "status=1", "id=&status=1", "id=m1&status=%d"])
def test_it_refuses_a_report_that_says_nothing(query: str) -> None:
    with pytest.raises(InvalidError):
        parse_report(query)


@given(st.text())
def test_it_never_fails_in_another_way(query: str) -> None:
    with pytest.raises(InvalidError):
        parse_report(query)


def test_it_is_stored_as_a_message_and_read_again() -> None:
    report = parse_report("id=m1&status=16")
    stored = Inbound.from_bytes(as_inbound(report).to_bytes())
    assert from_inbound(stored) == report
    assert stored.channel == "kannel-report"


@pytest.mark.parametrize(
    ("status", "answer"),
    [(202, "accepted"), (503, "again"), (403, "refused"), (500, "unknown"), (302, "unknown")],
)
def test_it_sends_again_only_what_surely_was_not_sent(status: int, answer: str) -> None:
    assert answer_of(status) == answer
