"""When to try again, and what stays sealed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.kernel.errors import AmparoError, InvalidError
from amparo.reach.calls import rules
from amparo.reach.messaging.rules import part_of_day

NOON = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
PARTS = ("morning", "afternoon", "evening", "night")


@pytest.mark.parametrize(
    ("outcome", "tries", "hours"),
    [("no_answer", 1, 1), ("no_answer", 2, 4), ("no_answer", 9, 24), ("not_safe", 1, 12)],
)
def test_it_suggests_the_next_try(outcome: str, tries: int, hours: int) -> None:
    assert rules.next_try(outcome, tries, NOON, ()) == NOON + timedelta(hours=hours)


@pytest.mark.parametrize("outcome", ["reached", "wrong_number"])
def test_it_suggests_none_when_there_is_nothing_to_try(outcome: str) -> None:
    assert rules.next_try(outcome, 1, NOON, ()) is None


def test_it_waits_for_an_hour_that_is_safe() -> None:
    later = rules.next_try("no_answer", 1, NOON, ("evening",))
    assert later == datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


@given(
    st.timedeltas(timedelta(0), timedelta(days=9_000)).map(lambda later: NOON + later),
    st.sets(st.sampled_from(PARTS), min_size=1),
)
def test_it_always_finds_a_safe_hour(at: datetime, hours: set[str]) -> None:
    found = rules.in_safe_hours(at, tuple(hours))
    assert at <= found <= at + timedelta(days=1) and part_of_day(found) in hours


def test_it_shows_a_number_to_who_promised_with_a_reason_only() -> None:
    rules.check_may_show(True, False, 29, "I call now")
    for mine, done, seen, reason in (
        (False, False, 0, "I call now"),
        (True, True, 0, "I call now"),
        (True, False, 30, "I call now"),
        (True, False, 0, " "),
    ):
        with pytest.raises(AmparoError):
            rules.check_may_show(mine, done, seen, reason)


def test_it_promises_nothing_for_next_year() -> None:
    rules.check_due(NOON + timedelta(days=29), NOON)
    with pytest.raises(InvalidError):
        rules.check_due(NOON + timedelta(days=300), NOON)
