"""Dates that differ, and what they do to a door."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.commons.directory import dates, hours
from amparo.commons.directory.hours import Day, Slot

TIMES = st.integers(0, 1439).map(lambda n: f"{n // 60:02}:{n % 60:02}")
SLOTS = st.lists(st.builds(Slot, st.integers(0, 6), TIMES, TIMES), max_size=12)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1))  # noqa: DTZ001
DAYS = st.lists(
    st.one_of(
        st.builds(Day, st.dates().map(str), TIMES, TIMES, st.just("Eve")),
        st.builds(Day, st.dates().map(str)),
    ),
    max_size=6,
    unique=True,
)


@given(SLOTS, st.booleans(), MOMENTS)
def test_it_opens_and_closes_as_the_week_says_when_no_date_differs(
    slots: list[Slot], always: bool, local: datetime
) -> None:
    far = [Day((local.date() + timedelta(days=200)).isoformat())]
    usual = hours.door(slots, always=always, local=local)
    assert hours.door_on(slots, far, always=always, local=local) == usual


@given(SLOTS, st.booleans(), MOMENTS)
def test_it_says_the_same_when_a_date_tells_what_the_week_says(
    slots: list[Slot], always: bool, local: datetime
) -> None:
    on = local.date()
    today = [one for one in slots if one.day == on.weekday()]
    told = [Day(on.isoformat(), one.opens, one.closes) for one in today]
    if told and not always:
        usual = hours.door(slots, always=False, local=local)
        assert hours.door_on(slots, told, always=False, local=local).open == usual.open


@given(DAYS)
def test_it_reads_what_it_writes(days: list[Day]) -> None:
    by_day = {(one.on, bool(one.opens)) for one in days}
    if len({on for on, _ in by_day}) == len(by_day):
        assert set(dates.read(dates.write(days))) == set(days)


@given(st.text(max_size=60))
def test_it_reads_any_text_or_says_why_not(text: str) -> None:
    try:
        dates.read(text)
    except ValueError as wrong:
        assert str(wrong)


def test_it_is_closed_on_a_holiday_and_says_when_it_opens() -> None:
    week = [Slot(day, "08:00", "17:00") for day in range(5)]
    noon = datetime(2026, 12, 25, 12, 0, tzinfo=UTC)  # a Friday
    door = hours.door_on(week, [Day("2026-12-25")], always=False, local=noon)
    assert (door.open, door.opens) == (False, "Mon at 08:00")


def test_it_stays_open_past_midnight_into_a_closed_day() -> None:
    late = datetime(2026, 12, 25, 1, 0, tzinfo=UTC)
    told = [Day("2026-12-24", "20:00", "02:00"), Day("2026-12-25")]
    assert hours.door_on([], told, always=False, local=late) == hours.Door(True, "02:00")


@pytest.mark.parametrize(
    "line", ["tomorrow", "2026-13-01 closed", "2026-12-01", "2026-12-01 25:00-26:00"]
)
def test_it_says_which_line_it_does_not_understand(line: str) -> None:
    with pytest.raises(ValueError, match="«"):
        dates.read(line)
