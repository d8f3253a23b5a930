"""Hours, distances, counts and days, as each language says them."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone, translation

from amparo.commons.directory.queries import Door, Slot
from amparo.doors.public import door_words, times
from amparo.doors.public.languages import LANGUAGES

CODES = [one.code for one in LANGUAGES]
AT = datetime(2026, 3, 18, 14, 0, tzinfo=UTC)
DAYS = {
    "en": "21 March",
    "es": "21 de marzo",
    "fr": "21 mars",
    "pt": "21 de março",
    "ar": "21 مارس",
    "ht": "21 mas",
    "tl": "21 Marso",
    "bn": "21 মার্চ",
    "ne": "21 मार्च",
    "am": "21 ማርች",
    "ru": "21 марта",
    "id": "21 Maret",
}


@pytest.fixture(params=CODES)
def language(request: Any) -> Any:
    with translation.override(request.param), time_machine.travel(AT, tick=False):
        yield request.param


def test_a_day_has_its_own_month_and_digits_that_can_be_dialled(language: str) -> None:
    assert times.day(date(2026, 3, 21)) == DAYS[language]
    assert times.day(date(2025, 3, 21)).endswith("2025") or "2025" in times.day(date(2025, 3, 21))
    for said in (times.moment(AT), times.day(date(2026, 3, 9))):
        assert all(letter in "0123456789" for letter in said if letter.isdecimal())


def test_a_week_has_seven_names(language: str) -> None:
    names = [times.weekday(number) for number in range(7)]
    assert len(set(names)) == 7
    if language != "en":
        assert "Monday" not in names


@pytest.mark.parametrize(
    "door",
    [
        Door(None),
        Door(True),
        Door(True, until="17:00"),
        Door(True, until="Mon 02:00"),
        Door(False),
        Door(False, opens="at 08:00"),
        Door(False, opens="tomorrow at 08:00"),
        Door(False, opens="Mon at 08:00"),
        Door(False, opens="2026-04-06 08:00"),
    ],
)
def test_a_door_is_said_whole(language: str, door: Door) -> None:
    said = door_words.now_open(door)
    assert said and "%(" not in said
    for time in re.findall(r"\d\d:\d\d", door.until + door.opens):
        assert time in said
    if language != "en":
        assert not re.search(r"\b(Mon|tomorrow|at)\b", said)


def test_a_distance_has_the_decimal_sign_of_the_language(language: str) -> None:
    said = door_words.away(1.25, about=False)
    assert ("1,2" if language in ("es", "fr", "pt", "ht", "ru", "id") else "1.2") in said
    assert door_words.away(None, about=True) == ""
    assert "20" in door_words.away(20.0, about=True)


def test_days_that_are_alike_stand_together() -> None:
    with translation.override("en"):
        slots = [Slot(day, "08:00", "17:00") for day in range(5)] + [Slot(5, "09:00", "12:00")]
        assert door_words.in_short(slots) == (
            "Monday – Friday \u206608:00–17:00\u2069 · Saturday \u206609:00–12:00\u2069"
        )
        assert door_words.in_short([Slot(0, "08:00", "09:00"), Slot(2, "08:00", "09:00")]) == (
            "Monday \u206608:00–09:00\u2069 · Wednesday \u206608:00–09:00\u2069"
        )


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("en", 1, "1 free place"),
        ("en", 3, "3 free places"),
        ("ar", 2, "مكانان شاغران"),
        ("ar", 11, "11 مكانًا شاغرًا"),
    ],
)
def test_a_count_has_its_own_form(language: str, count: int, words: str) -> None:
    with translation.override(language), timezone.override(UTC):
        assert (
            translation.ngettext("%(n)s free place", "%(n)s free places", count) % {"n": count}
            == words
        )
