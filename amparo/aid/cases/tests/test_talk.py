"""Questions, replies and reports on a referral: both sides read them, the clock runs on."""

from uuid import UUID

import pytest

from amparo.aid.cases import actions, handover, queries
from amparo.aid.cases.tests.ways import BRUNO, CARLA, ELENA, a_case, refer
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from tests import events
from tests.cast import actor
from tests.harness import House


def received() -> UUID:
    return queries.received(CARLA)[0].id


def say(words: str = "How old are the children?") -> UUID:
    return actions.ask_sender(received=received(), words=words, by=CARLA)


def reply(referral: UUID, *, agreed: bool = True, words: str = "Four and six") -> UUID:
    return handover.reply(
        referral=referral, words=words, agreed=agreed, language="ht", how="call", by=BRUNO
    )


def test_it_is_asked_and_replied_to_and_both_sides_read_it(keys: House) -> None:
    case = a_case()
    ref = refer(case)
    due = queries.received(CARLA)[0].answer_due_at
    say()
    events.deliver_all(keys, twice=True)
    (line,) = queries.sent(BRUNO, case)
    assert [(one.kind, one.by, one.text) for one in line.said] == [
        ("question", "Carla", "How old are the children?")
    ]
    assert line.asks and line.state == "sent"
    reply(ref)
    page = queries.received_one(CARLA, received())
    assert [(one.kind, one.by, one.text) for one in page.said][1:] == [
        ("reply", "Bruno", "Four and six")
    ]
    assert page.row.answer_due_at == due and not queries.sent(BRUNO, case)[0].asks


def test_it_replies_nothing_she_did_not_agree_to(keys: House) -> None:
    case = a_case()
    ref = refer(case)
    with pytest.raises(InvalidError):
        reply(ref, agreed=False)
    with pytest.raises(InvalidError):
        reply(ref, words="  ")
    assert queries.received_one(CARLA, received()).said == ()


def test_it_reports_only_after_a_yes(keys: House) -> None:
    case = a_case()
    refer(case)
    with pytest.raises(WrongStateError):
        actions.report_progress(received=received(), words="On the way", by=CARLA)
    actions.answer_referral(received=received(), accept=True, reason="", by=CARLA)
    actions.report_progress(received=received(), words="On the way", by=CARLA)
    events.deliver_all(keys)
    (line,) = queries.sent(BRUNO, case)
    assert line.state == "accepted" and line.said[0].text == "On the way"


def test_it_is_over_when_the_referral_is_over(keys: House) -> None:
    ref = refer(a_case())
    one = received()
    actions.answer_referral(received=one, accept=False, reason="Full", by=CARLA)
    events.deliver_all(keys)
    with pytest.raises(WrongStateError):
        actions.ask_sender(received=one, words="And tomorrow?", by=CARLA)
    with pytest.raises(WrongStateError):
        reply(ref)


def test_it_shows_the_receiver_the_reason_that_was_given(keys: House) -> None:
    case = a_case()
    refer(case)
    one = received()
    actions.answer_referral(received=one, accept=False, reason="Full until Friday", by=CARLA)
    events.deliver_all(keys)
    page = queries.received_one(CARLA, one)
    assert (page.reason, page.answered_by) == ("Full until Friday", "Carla")
    (line,) = queries.sent(BRUNO, case)
    assert (line.reason, line.answered_by) == ("Full until Friday", "Carla")
    assert line.answered_at is not None


@pytest.mark.parametrize("by", [BRUNO, ELENA, actor("dario")])
def test_it_is_not_there_for_others(keys: House, by: object) -> None:
    ref = refer(a_case())
    one = received()
    with pytest.raises((NotFoundError, DeniedError)):
        actions.ask_sender(received=one, words="x", by=by)  # type: ignore[arg-type]
    if by is not BRUNO:
        with pytest.raises((NotFoundError, DeniedError)):
            queries.sent_one(by, ref)  # type: ignore[arg-type]
