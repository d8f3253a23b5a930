"""Only who shares the secret, and only now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.kernel.errors import DeniedError
from amparo.reach.messaging.channels.json.verify import check_signature, sign

NOW = 1_795_000_000.0
SECRET, BODY = b"shared", b'{"id": "1"}'


def test_it_lets_the_signed_body_pass_and_no_other() -> None:
    check_signature([SECRET], sign(SECRET, BODY, NOW), BODY, NOW)
    with pytest.raises(DeniedError, match="does not fit"):
        check_signature([SECRET], sign(SECRET, BODY, NOW), BODY + b" ", NOW)


def test_it_knows_the_former_secret_while_it_is_being_changed() -> None:
    check_signature([b"new", SECRET], sign(SECRET, BODY, NOW), BODY, NOW)
    with pytest.raises(DeniedError):
        check_signature([b"new"], sign(SECRET, BODY, NOW), BODY, NOW)


def test_it_lets_nobody_in_without_a_secret() -> None:
    with pytest.raises(DeniedError):
        check_signature([], sign(b"", BODY, NOW), BODY, NOW)


@pytest.mark.parametrize("late", [-301, 301])
def test_it_refuses_a_signature_outside_five_minutes(late: int) -> None:
    header = sign(SECRET, BODY, NOW)
    check_signature([SECRET], header, BODY, NOW + late - (1 if late > 0 else -1))
    with pytest.raises(DeniedError, match="minutes away"):
        check_signature([SECRET], header, BODY, NOW + late)


def test_it_refuses_a_time_that_was_not_signed() -> None:
    later = sign(SECRET, BODY, NOW).replace("t=1795000000", "t=1795000001")
    with pytest.raises(DeniedError, match="does not fit"):
        check_signature([SECRET], later, BODY, NOW)


@pytest.mark.parametrize(
    "header", ["", "v1=aa", "t=1795000000", "t=x,v1=aa", "t=१,v1=aa", "t=1,t=2"]
)
def test_it_says_what_the_header_lacks(header: str) -> None:
    with pytest.raises(DeniedError, match="x-amparo-signature"):
        check_signature([SECRET], header, BODY, NOW)


@given(st.text(), st.binary())
def test_it_refuses_whatever_a_stranger_makes_up(header: str, body: bytes) -> None:
    with pytest.raises(DeniedError):
        check_signature([SECRET], header, body, NOW)
