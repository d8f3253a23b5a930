"""A link for a receiver without an account: one referral, for a while, and nothing else."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.aid.cases import actions, queries
from amparo.aid.cases.models import Received, Ticket
from amparo.aid.cases.tests.ways import BRUNO, CARLA, ELENA, a_case, refer
from amparo.commons.directory.models import Organisation
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room
from tests import events
from tests.cast import OLA
from tests.harness import House


def end(token: str) -> None:
    """The link's time is over."""
    with room("aid", machine()):
        Ticket.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    del token


def test_it_opens_one_referral_and_answers_it_with_the_typed_name(keys: House) -> None:
    case = a_case()
    token = actions.make_ticket(referral=refer(case), by=BRUNO)
    received, by = actions.holder(token=token)
    assert queries.received_one(by, received).slip
    actions.answer_referral(received=received, accept=True, reason="", by=by, name="Sister Marta")
    actions.report_progress(received=received, words="Two beds", by=by, name="Sister Marta")
    events.deliver_all(keys)
    (line,) = queries.sent(BRUNO, case)
    assert (line.state, line.answered_by) == ("accepted", "Sister Marta")
    assert [(one.by, one.text) for one in line.said] == [("Sister Marta", "Two beds")]


def test_it_sees_that_one_row_and_no_other(keys: House) -> None:
    token = actions.make_ticket(referral=refer(a_case()), by=BRUNO)
    received, by = actions.holder(token=token)
    other = UUID(int=77)
    with room("aid", machine([OLA])):
        row = Received.objects.get(id=received)
        row.id, row.referral_id = other, other
        row.save(force_insert=True)
    assert queries.received_one(CARLA, other).row.id == other
    with pytest.raises(NotFoundError):
        queries.received_one(by, other)
    with pytest.raises(NotFoundError):
        actions.answer_referral(received=other, accept=True, reason="", by=by)
    assert queries.received(by) == ()


def test_it_answers_once_however_often_it_is_used(keys: House) -> None:
    token = actions.make_ticket(referral=refer(a_case()), by=BRUNO)
    received, by = actions.holder(token=token)
    actions.answer_referral(received=received, accept=True, reason="", by=by)
    with pytest.raises(WrongStateError):
        actions.answer_referral(received=received, accept=False, reason="x", by=by)
    with pytest.raises(WrongStateError):
        actions.answer_referral(received=received, accept=True, reason="", by=CARLA)
    assert queries.received_one(by, received).row.state == "accepted"


def test_it_is_closed_when_its_time_is_over_or_another_was_made(keys: House) -> None:
    ref = refer(a_case())
    first, second = (actions.make_ticket(referral=ref, by=BRUNO) for _ in range(2))
    with pytest.raises(NotFoundError):
        actions.holder(token=first)
    actions.holder(token=second)
    end(second)
    with pytest.raises(WrongStateError):
        actions.holder(token=second)


def test_it_is_closed_when_its_organisation_may_not_receive_any_more(keys: House) -> None:
    ref = refer(a_case())
    token = actions.make_ticket(referral=ref, by=BRUNO)
    with room("commons", machine()):
        Organisation.objects.filter(id=OLA).update(kind="ministry")
    with pytest.raises(DeniedError):
        actions.holder(token=token)
    with pytest.raises(DeniedError):
        actions.make_ticket(referral=ref, by=BRUNO)


def test_it_is_made_by_the_sender_only_and_for_a_week_at_most(keys: House) -> None:
    ref = refer(a_case())
    assert actions.make_ticket(referral=ref, by=BRUNO, hours=1)
    for by in (CARLA, ELENA):
        with pytest.raises(NotFoundError):
            actions.make_ticket(referral=ref, by=by)
    for hours in (0, -1, 169):
        with pytest.raises(InvalidError):
            actions.make_ticket(referral=ref, by=BRUNO, hours=hours)


def test_it_keeps_no_token(keys: House) -> None:
    token = actions.make_ticket(referral=refer(a_case()), by=BRUNO)
    with room("aid", machine()):
        (row,) = Ticket.objects.values_list("token_hash", flat=True)
    assert token.encode() not in bytes(row) and len(bytes(row)) == 32


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.one_of(st.text(max_size=60), st.text("abcXYZ019-_", min_size=43, max_size=43)))
def test_it_opens_nothing_for_a_guess(stage: House, token: str) -> None:
    with pytest.raises(NotFoundError):
        actions.holder(token=token)
