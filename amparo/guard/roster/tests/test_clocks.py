"""Clocks on walls, on ordinary days and on the two nights a year when they change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.guard.roster import rules
from amparo.kernel.errors import InvalidError

HAITI, BERLIN, BEIRUT = "America/Port-au-Prince", "Europe/Berlin", "Asia/Beirut"


@pytest.mark.parametrize(
    ("zone", "day", "hours", "said"),
    [
        (HAITI, date(2026, 3, 7), 7, ("shorter",)),  # 8 March 2026, 02:00 becomes 03:00
        (HAITI, date(2026, 10, 31), 9, ("longer",)),
        (HAITI, date(2026, 6, 1), 8, ()),
        (BERLIN, date(2026, 3, 28), 7, ("shorter",)),
        (BERLIN, date(2026, 10, 24), 9, ("longer",)),
        (BEIRUT, date(2026, 3, 28), 7, ("shorter",)),  # at midnight there
        (BEIRUT, date(2026, 10, 24), 9, ("longer",)),
    ],
)
def test_a_night_shift_keeps_its_wall_clock(
    zone: str, day: date, hours: int, said: tuple[str, ...]
) -> None:
    found = rules.span(day, time(22), time(6), zone)
    assert found.ends_at - found.starts_at == timedelta(hours=hours)
    assert found.said == said
    assert found.ends_at.astimezone(ZoneInfo(zone)).time() == time(6)


def test_an_hour_that_comes_twice_means_the_first_time() -> None:
    found = rules.moment(datetime.combine(date(2026, 10, 25), time(2, 30)), BERLIN)
    assert found == rules.Moment(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "twice")


def test_an_hour_that_is_left_out_means_when_the_clocks_jump() -> None:
    found = rules.moment(datetime.combine(date(2026, 3, 29), time(2, 30)), BERLIN)
    assert found == rules.Moment(datetime(2026, 3, 29, 1, tzinfo=UTC), "missing")
    midnight = rules.moment(datetime.combine(date(2026, 3, 29), time(0, 15)), BEIRUT)
    assert midnight == rules.Moment(datetime(2026, 3, 28, 22, tzinfo=UTC), "missing")


def test_a_shift_within_the_doubled_hour_goes_forward() -> None:
    found = rules.span(date(2026, 10, 25), time(2, 30), time(2, 45), BERLIN)
    assert found.ends_at > found.starts_at


def test_a_copy_keeps_the_wall_not_utc() -> None:
    before = datetime(2026, 3, 24, 7, tzinfo=UTC)  # 08:00 in Berlin, winter time
    assert rules.same_wall(before, BERLIN, 7).at == datetime(2026, 3, 31, 6, tzinfo=UTC)


@pytest.mark.parametrize("wrong", ["", "Mars/Base", "Europe/Berlin\0", "../etc/passwd"])
def test_a_zone_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidError):
        rules.zone(wrong)


@settings(deadline=None)
@given(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.times(),
    st.times(),
    st.sampled_from([HAITI, BERLIN, BEIRUT, "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]),
)
def test_any_day_any_place_it_goes_forward(day: date, a: time, b: time, zone: str) -> None:
    a, b = a.replace(second=0, microsecond=0), b.replace(second=0, microsecond=0)
    found = rules.span(day, a, b, zone)
    assert timedelta(0) < found.ends_at - found.starts_at <= timedelta(hours=25)


_MONDAY = datetime(2026, 6, 1, tzinfo=UTC)
_HOURS = st.integers(0, 48).map(lambda hour: _MONDAY + timedelta(hours=hour))


@given(st.lists(st.tuples(_HOURS, _HOURS).filter(lambda one: one[0] < one[1]), max_size=8))
def test_gaps_and_shifts_fill_the_day_between_them(
    taken: list[tuple[datetime, datetime]],
) -> None:
    end = _MONDAY + timedelta(hours=24)
    found = rules.gaps(taken, _MONDAY, end)
    for hour in range(24):
        at = _MONDAY + timedelta(hours=hour, minutes=30)
        there = any(a <= at < b for a, b in taken)
        assert there is not any(a <= at < b for a, b in found)


def test_shifts_that_touch_are_one_stretch() -> None:
    def at(hour: int) -> datetime:
        return _MONDAY + timedelta(hours=hour)

    spans = [(at(0), at(8)), (at(8), at(12)), (at(14), at(16))]
    assert rules.merged_end(spans, at(3)) == at(12)
    assert rules.merged_end(spans, at(13)) is None
