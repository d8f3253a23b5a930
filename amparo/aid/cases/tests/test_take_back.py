"""A referral is taken back: it disappears at the receiver, and no link opens it any more."""

from uuid import UUID

import pytest

from amparo.aid.cases import actions, handover, queries
from amparo.aid.cases.events import ReferralMoved
from amparo.aid.cases.models import Received, Word
from amparo.aid.cases.tests.ways import (
    BRUNO,
    CARLA,
    ELENA,
    HALL,
    RECEIVER_OF_HALL,
    a_case,
    a_pathway,
    ask,
    refer,
)
from amparo.guard.vault.models import Consent
from amparo.kernel.authority import machine, person
from amparo.kernel.errors import DeniedError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room
from tests import events, seed
from tests.cast import LINE, OLA
from tests.harness import House


def her_of(case: UUID) -> UUID:
    """Her conversation."""
    found = queries.case(BRUNO, case).conversation_id
    assert found is not None
    return found


def received() -> UUID:
    return queries.received(CARLA, open_only=False)[0].id


def is_forgotten() -> bool:
    """Nothing of it can be read at the receiver, not even with its key."""
    with room("aid", machine([OLA])):
        row = Received.objects.get()
        words = [bytes(one) for one in Word.objects.values_list("sealed_text", flat=True)]
    emptied = (bytes(row.sealed_slip), row.reference, row.state) == (b"", "", "withdrawn")
    return emptied and not any(words)


def test_it_disappears_at_the_receiver_and_its_links_are_dead(keys: House) -> None:
    case = a_case()
    ref = refer(case)
    token = actions.make_ticket(referral=ref, by=BRUNO)
    actions.ask_sender(received=received(), words="Which street?", by=CARLA)
    actions.take_back(referral=ref, her_wish=True, by=BRUNO)
    page = queries.received_one(CARLA, received())
    assert (page.slip, page.said, page.row.reference) == (None, (), "")
    assert page.row.withdrawn_at is not None and is_forgotten()
    assert queries.received(CARLA) == ()
    with pytest.raises(NotFoundError):
        actions.holder(token=token)
    events.deliver_all(keys, twice=True)
    assert is_forgotten() and queries.case(BRUNO, case).state == "open"


def test_it_can_not_be_answered_any_more_and_old_news_change_nothing(keys: House) -> None:
    case = a_case()
    ref = refer(case)
    one = received()
    actions.take_back(referral=ref, her_wish=False, by=BRUNO)
    with pytest.raises(WrongStateError):
        actions.answer_referral(received=one, accept=True, reason="", by=CARLA)
    actions.hear(event=ReferralMoved(ref, one, LINE, OLA, "accepted"))
    assert queries.sent(BRUNO, case)[0].state == "withdrawn"


def test_it_takes_the_yes_back_too(keys: House) -> None:
    ref = refer(a_case())
    actions.take_back(referral=ref, her_wish=True, by=BRUNO)
    with room("guard", machine([LINE])):
        assert not Consent.objects.filter(withdrawn_at=None).exists()
    with pytest.raises(WrongStateError):
        actions.take_back(referral=ref, her_wish=True, by=BRUNO)


def test_it_asks_nobody_who_was_to_come_after(keys: House) -> None:
    case = a_case()
    ref = ask(case, a_pathway(seed.SHELTER, HALL))
    actions.take_back(referral=ref, her_wish=True, by=BRUNO)
    handover.send_next(turn=ref, scope=LINE)
    assert [one.state for one in queries.sent(BRUNO, case)] == ["withdrawn", "withdrawn"]
    assert queries.received(RECEIVER_OF_HALL) == ()


def test_it_is_taken_back_by_the_person_herself(keys: House) -> None:
    case = a_case()
    refer(case)
    her = person(her_of(case))
    (one,) = queries.passed_on(her)
    assert one.can_take_back and one.fields == ("language", "needs")
    actions.take_back_own(disclosure=one.disclosure, scope=one.scope, her=her)
    actions.take_back_own(disclosure=one.disclosure, scope=one.scope, her=her)
    assert is_forgotten()
    assert [line.state for line in queries.passed_on(her)] == ["withdrawn"]
    assert queries.sent(BRUNO, case)[0].withdrawn_why == "person"


def test_it_is_nobody_elses_to_take_back(keys: House) -> None:
    case = a_case()
    ref = refer(case)
    (one,) = queries.passed_on(person(her_of(case)))
    stranger = person(UUID(int=9))
    assert queries.passed_on(stranger) == ()
    with pytest.raises(NotFoundError):
        actions.take_back_own(disclosure=one.disclosure, scope=one.scope, her=stranger)
    for by in (CARLA, ELENA, RECEIVER_OF_HALL):
        with pytest.raises((NotFoundError, DeniedError)):
            actions.take_back(referral=ref, her_wish=True, by=by)
    assert queries.sent(BRUNO, case)[0].state == "sent"
