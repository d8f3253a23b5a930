"""Whether a posted form is ours."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpRequest
from django.test import RequestFactory

from amparo.doors.public import guard
from amparo.kernel import clock


def posted(form: str, **headers: str) -> HttpRequest:
    """A post with this token."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return RequestFactory().post("/en/help/", {"form": form}, headers=named)


def test_it_knows_its_own_form() -> None:
    assert guard.is_ours(posted(guard.token()))
    assert guard.is_ours(posted(guard.token(), Sec_Fetch_Site="same-origin"))


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_it_does_not_take_a_form_from_another_site(site: str) -> None:
    assert not guard.is_ours(posted(guard.token(), Sec_Fetch_Site=site))


@pytest.mark.parametrize("form", ["", "made up", "a:b:c", "\x00"])
def test_it_does_not_take_a_token_that_it_did_not_make(form: str) -> None:
    assert not guard.is_ours(posted(form))


def test_it_takes_a_form_for_a_week() -> None:
    form = guard.token()
    with time_machine.travel(clock.now() + timedelta(days=6), tick=False):
        assert guard.is_ours(posted(form))
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        assert not guard.is_ours(posted(form))
