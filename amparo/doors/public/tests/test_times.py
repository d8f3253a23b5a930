"""Moments in the reader's words."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import override_settings
from django.utils import translation

from amparo.doors.public.times import moment

AT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "21 November 21:30"), ("ar", "21 نوفمبر 21:30"), ("ht", "21 novanm 21:30")],
)
@override_settings(TIME_ZONE="America/Port-au-Prince")
def test_it_names_the_day_in_the_place_and_language(language: str, words: str) -> None:
    with time_machine.travel(datetime(2026, 11, 24, tzinfo=UTC)), translation.override(language):
        assert moment(AT) == words


@override_settings(TIME_ZONE="UTC")
def test_it_says_today_for_today() -> None:
    with time_machine.travel(AT), translation.override("en"):
        assert moment(AT) == "today 02:30"
