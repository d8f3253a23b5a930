"""Who tries codes: enough to slow down, too little to know."""

from datetime import timedelta

import time_machine
from django.test import RequestFactory

from amparo.doors.public.callers import caller
from amparo.kernel import clock


def of(forwarded: str) -> str:
    """The caller behind these forwarded addresses."""
    return caller(RequestFactory().post("/", headers={"X-Forwarded-For": forwarded}))


def test_it_tells_addresses_apart_without_naming_them() -> None:
    assert of("203.0.113.7") != of("203.0.113.8")
    assert "203" not in of("203.0.113.7")


def test_it_believes_only_the_entry_of_our_own_door() -> None:
    assert of("198.51.100.1, 203.0.113.7") == of("192.0.2.99, 203.0.113.7")


def test_it_takes_an_ipv6_home_as_one() -> None:
    assert of("2001:db8:1:2::5") == of("2001:db8:1:2:ffff::9")
    assert of("2001:db8:1:2::5") != of("2001:db8:1:3::5")


def test_it_gives_a_new_name_each_day() -> None:
    today = of("203.0.113.7")
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert of("203.0.113.7") != today


def test_it_takes_nonsense_as_one_unknown_caller() -> None:
    assert of("nonsense") == of("<script>")
