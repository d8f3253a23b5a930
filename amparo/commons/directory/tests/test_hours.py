"""Opening hours: words in, words out, and the door at a moment."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.commons.directory.hours import DAY, WEEK, Door, Slot, door, length, minutes, read, write

MONDAY = datetime(2026, 3, 16, tzinfo=UTC)
times = st.integers(0, DAY - 1).map(lambda m: f"{m // 60:02}:{m % 60:02}")
slots = st.builds(Slot, st.integers(0, 6), times, times).filter(lambda s: s.opens != s.closes)
weeks = st.lists(slots, min_size=1, max_size=6)
moments = st.integers(631152000, 2524608000).map(lambda second: datetime.fromtimestamp(second, UTC))
zones = st.sampled_from(
    ["Europe/Berlin", "America/Port-au-Prince", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]
)


def covered(week: list[Slot]) -> set[int]:
    """Every minute of the week that is open, counted one by one."""
    found: set[int] = set()
    for slot in week:
        minute = slot.day * DAY + minutes(slot.opens)
        while True:
            found.add(minute % WEEK)
            minute += 1
            if minute % DAY == minutes(slot.closes) % DAY:
                break
    return found


@given(weeks, moments, zones)
def test_it_is_open_in_exactly_the_minutes_that_are_covered(
    week: list[Slot], at: datetime, zone: str
) -> None:
    local = at.astimezone(ZoneInfo(zone))
    minute = local.weekday() * DAY + local.hour * 60 + local.minute
    assert door(week, always=False, local=local).open == (minute in covered(week))


@given(weeks, moments)
def test_it_stays_open_until_the_minute_it_names(week: list[Slot], at: datetime) -> None:
    found, open_minutes = door(week, always=False, local=at), covered(week)
    if not found.until:
        return
    minute = at.weekday() * DAY + at.hour * 60 + at.minute
    end = next(n for n in range(WEEK) if (minute + n) % WEEK not in open_minutes)
    then = (minute + end) % DAY
    assert found.until.endswith(f"{then // 60:02}:{then % 60:02}")


@given(weeks)
def test_it_reads_what_it_wrote(week: list[Slot]) -> None:
    assert read(write(week)).slots == tuple(sorted(set(week)))


@given(st.text(max_size=60))
def test_it_reads_any_text_or_says_why_not(text: str) -> None:
    try:
        read(text)
    except ValueError as wrong:
        assert str(wrong)


SHELTER = [Slot(day, "20:00", "06:00") for day in range(7)]


@pytest.mark.parametrize(
    ("situation", "hour", "minute", "expected"),
    [
        ("before_it_opens", 19, 59, Door(False, opens="at 20:00")),
        ("the_minute_it_opens", 20, 0, Door(True, until="06:00")),
        ("after_midnight", 2, 30, Door(True, until="06:00")),
        ("the_minute_it_closes", 6, 0, Door(False, opens="at 20:00")),
    ],
)
def test_it_keeps_a_night_shelter_open_over_midnight(
    situation: str, hour: int, minute: int, expected: Door
) -> None:
    local = MONDAY + timedelta(hours=hour, minutes=minute)
    assert door(SHELTER, always=False, local=local) == expected


def test_it_opens_with_the_clock_on_the_wall_before_and_after_the_clocks_change() -> None:
    berlin, office = ZoneInfo("Europe/Berlin"), [Slot(day, "09:00", "17:00") for day in range(7)]
    winter = datetime(2026, 3, 28, 7, 30, tzinfo=UTC).astimezone(berlin)  # 08:30
    summer = datetime(2026, 3, 29, 7, 30, tzinfo=UTC).astimezone(berlin)  # 09:30
    assert not door(office, always=False, local=winter).open
    assert door(office, always=False, local=summer).open


def test_it_is_open_after_the_hour_that_the_clocks_leave_out() -> None:
    at = datetime(2026, 3, 29, 1, 5, tzinfo=UTC).astimezone(ZoneInfo("Europe/Berlin"))  # 03:05
    assert door([Slot(6, "02:30", "04:00")], always=False, local=at) == Door(True, until="04:00")


def test_it_is_open_in_both_hours_that_the_clocks_repeat() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    twice = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC).astimezone(berlin) for hour in (0, 1)]
    assert [door([Slot(6, "02:00", "03:00")], always=False, local=t).open for t in twice] == [
        True,
        True,
    ]


def test_it_joins_openings_that_touch() -> None:
    week = [Slot(0, "08:00", "12:00"), Slot(0, "12:00", "24:00"), Slot(1, "00:00", "02:00")]
    assert door(week, always=False, local=MONDAY.replace(hour=9)) == Door(True, until="02:00")


def test_it_says_always_when_no_minute_is_left_out() -> None:
    week = [Slot(day, "00:00", "24:00") for day in range(7)]
    assert door(week, always=False, local=MONDAY) == Door(True)


def test_it_does_not_guess_when_no_hours_are_known() -> None:
    assert door([], always=False, local=MONDAY).open is None


def test_it_names_the_day_when_it_opens_another_day() -> None:
    week, friday = [Slot(0, "08:00", "12:00")], MONDAY + timedelta(days=4)
    assert door(week, always=False, local=friday).opens == "Mon at 08:00"
    sunday = MONDAY + timedelta(days=6, hours=20)
    assert door(week, always=False, local=sunday).opens == "tomorrow at 08:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon-Fri 08:00-17:00; Sat 9-12", "Mon-Fri 08:00-17:00; Sat 09:00-12:00"),
        ("Mon-Fri 08:00-17:00, Sat 9-12", "Mon-Fri 08:00-17:00; Sat 09:00-12:00"),
        ("Mon 8am-5pm, sam, dim 9-12", "Mon 08:00-17:00; Sat-Sun 09:00-12:00"),
        ("lundi – vendredi 8h à 17h", "Mon-Fri 08:00-17:00"),
        ("lun,mié 8:30am - 1:00pm", "Mon 08:30-13:00; Wed 08:30-13:00"),
        ("Sun-Thu 13:00pm-17:00pm", "Mon-Thu 13:00-17:00; Sun 13:00-17:00"),
        ("Daily 08:00-12:00, 14:00-18:00", "Mon-Sun 08:00-12:00, 14:00-18:00"),
        ("Chak jou 20:00-06:00", "Mon-Sun 20:00-06:00"),
        ("24/7", "24/7"),
        ("", ""),
    ],
)
def test_it_understands_how_people_write_hours(text: str, expected: str) -> None:
    found = read(text)
    assert write(found.slots, always=found.always) == expected


@pytest.mark.parametrize("text", ["when the light is on", "Mon 25:00-26:00", "Xyz 08:00-09:00"])
def test_it_says_which_part_it_does_not_understand(text: str) -> None:
    with pytest.raises(ValueError, match="«"):
        read(text)


def test_it_counts_a_whole_day_as_a_day() -> None:
    assert length(Slot(0, "00:00", "24:00")) == DAY
