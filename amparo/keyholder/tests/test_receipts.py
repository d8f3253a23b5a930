"""Receipt codes lead to one conversation and cannot be guessed."""

from uuid import uuid4

import pytest

from amparo.keyholder.client import Refused, TooManyTries
from amparo.keyholder.errors import TooManyTries as Limit
from amparo.keyholder.limits import TRIES, TRIES_ALL, TRIES_ALL_SECONDS, TRIES_SECONDS, Tries
from amparo.keyholder.tests.running import Running


def test_it_leads_from_the_code_to_its_conversation(keyholder: Running) -> None:
    """Linking twice is harmless; another code leads nowhere."""
    code, ref = uuid4().hex, uuid4()
    worker, web = keyholder.client("worker"), keyholder.client("web")
    worker.link_receipt(code, ref)
    worker.link_receipt(code, ref)
    assert web.try_receipt(code, caller=code) == ref
    assert web.try_receipt(uuid4().hex, caller=code) is None


def test_it_refuses_to_lead_one_code_to_two_conversations(keyholder: Running) -> None:
    """The first keeps it."""
    code, ref = uuid4().hex, uuid4()
    worker = keyholder.client("worker")
    worker.link_receipt(code, ref)
    with pytest.raises(Refused, match="elsewhere"):
        worker.link_receipt(code, uuid4())
    assert keyholder.client("web").try_receipt(code, caller=code) == ref


def test_it_stops_a_caller_who_guesses_and_nobody_else(keyholder: Running) -> None:
    """Even the right code does not help the guesser; the person beside him is let in."""
    code, ref = uuid4().hex, uuid4()
    web, guesser = keyholder.client("web"), uuid4().hex
    keyholder.client("worker").link_receipt(code, ref)
    for _ in range(TRIES):
        assert web.try_receipt(uuid4().hex, caller=guesser) is None
    with pytest.raises(TooManyTries) as no:
        web.try_receipt(code, caller=guesser)
    assert 0 < no.value.retry_after <= TRIES_SECONDS
    assert web.try_receipt(code, caller="a library") == ref


def test_it_counts_no_code_that_was_right(keyholder: Running) -> None:
    """A whole camp may share one address."""
    code, ref = uuid4().hex, uuid4()
    keyholder.client("worker").link_receipt(code, ref)
    web = keyholder.client("web")
    assert {web.try_receipt(code, caller="a camp") for _ in range(3 * TRIES)} == {ref}


def test_it_takes_a_revoked_code_for_a_wrong_one(keyholder: Running) -> None:
    """It costs a try like any other; the code of another still leads on."""
    (revoked, other), (ref, one) = (uuid4().hex, uuid4().hex), (uuid4(), uuid4())
    worker, web = keyholder.client("worker"), keyholder.client("web")
    worker.link_receipt(revoked, ref)
    worker.link_receipt(other, one)
    assert web.try_receipt(revoked, caller=revoked) == ref
    worker.unlink_receipts(ref)
    worker.unlink_receipts(ref)
    assert web.try_receipt(other, caller=revoked) == one
    for _ in range(TRIES):
        assert web.try_receipt(revoked, caller=revoked) is None
    with pytest.raises(TooManyTries):
        web.try_receipt(revoked, caller=revoked)


def test_it_leads_nowhere_once_the_conversation_is_destroyed(keyholder: Running) -> None:
    """The code of another still does."""
    (mine, gone), (ref, other) = (uuid4().hex, uuid4().hex), (uuid4(), uuid4())
    worker, web = keyholder.client("worker"), keyholder.client("web")
    worker.link_receipt(mine, ref)
    worker.link_receipt(gone, other)
    keyholder.client("cli").destroy([other])
    assert web.try_receipt(mine, caller=mine) == ref
    assert web.try_receipt(gone, caller=mine) is None


def test_it_lets_a_caller_try_again_after_the_time_told() -> None:
    """One more for each that is old enough."""
    tries = Tries()
    for second in range(TRIES):
        tries.failed("he", second)
    with pytest.raises(Limit) as no:
        tries.check("he", TRIES)
    tries.check("he", TRIES + no.value.retry_after)


def test_it_stops_all_when_many_callers_guess_together() -> None:
    """Each with an address of his own; a minute later it goes on."""
    tries = Tries()
    for n in range(TRIES_ALL):
        tries.check(str(n), 0)
        tries.failed(str(n), 0)
    with pytest.raises(Limit):
        tries.check("anyone", 1)
    tries.check("anyone", TRIES_ALL_SECONDS)
