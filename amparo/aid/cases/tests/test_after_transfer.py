"""What was on its way when a case went to another organisation arrives all the same."""

from uuid import UUID

import pytest

from amparo.aid.cases import actions, queries
from amparo.aid.cases.models import Case, Referral
from amparo.aid.cases.tests.stage_case import BRUNO, CARLA, a_case
from amparo.aid.cases.tests.ways import HALL, RECEIVER_OF_HALL, a_pathway, ask, hall, refer
from amparo.kernel.authority import Actor, machine, person
from amparo.kernel.errors import WrongStateError
from amparo.kernel.rooms import room
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.queries import QueueFilter
from tests import events, seed
from tests.cast import LINE, OLA, TRACERS, actor
from tests.harness import House

ELENA = actor("elena")


def states(case: UUID, viewer: Actor = ELENA) -> list[str]:
    return [one.state for one in queries.sent(viewer, case)]


def her_of(case: UUID, scope: UUID) -> Actor:
    with room("aid", machine([scope])):
        found = Case.objects.values_list("conversation_id", flat=True).get(id=case)
    assert found is not None
    return person(found)


def in_flight(keys: House) -> UUID:
    """A case that has moved while an answer and a question were on their way to the old place."""
    case = a_case(keys)
    refer(case)
    events.deliver_all(keys)
    (row,) = queries.received(CARLA)
    actions.transfer_case(
        case=case, receiver=TRACERS, agreed=True, language="ht", how="call", by=BRUNO
    )
    # Said before the machine moved the case: these news name the old place, and come after it.
    actions.ask_sender(received=row.id, words="Which street?", by=CARLA)
    actions.answer_referral(received=row.id, accept=False, reason="Full", by=CARLA)
    return case


def test_news_that_name_the_old_place_are_heard_at_the_new_one(keys: House) -> None:
    case = in_flight(keys)
    events.deliver_all(keys, twice=True)
    (sent,) = queries.sent(ELENA, case)
    assert (sent.state, sent.reason) == ("declined", "Full")
    assert [one.text for one in sent.said] == ["Which street?"]


def test_the_next_in_turn_is_asked_from_the_new_place(keys: House) -> None:
    case = a_case(keys)
    hall()
    ask(case, a_pathway(seed.SHELTER, HALL))
    actions.transfer_case(case=case, receiver=OLA, agreed=True, language="ht", how="call", by=BRUNO)
    (row,) = queries.received(CARLA)
    actions.answer_referral(received=row.id, accept=False, reason="Full", by=CARLA)
    events.deliver_all(keys)
    assert states(case, CARLA) == ["declined", "sent"]
    assert len(queries.received(RECEIVER_OF_HALL)) == 1


def test_the_new_place_can_take_a_referral_back(keys: House) -> None:
    case = a_case(keys)
    ref = refer(case)
    actions.transfer_case(
        case=case, receiver=TRACERS, agreed=True, language="ht", how="call", by=BRUNO
    )
    events.deliver_all(keys)
    actions.take_back(referral=ref, her_wish=True, by=ELENA)
    assert states(case) == ["withdrawn"] and queries.received(CARLA) == ()


def test_the_person_can_take_back_what_went_before_the_case_moved(keys: House) -> None:
    case = a_case(keys)
    refer(case)
    actions.transfer_case(
        case=case, receiver=TRACERS, agreed=True, language="ht", how="call", by=BRUNO
    )
    events.deliver_all(keys)
    her = her_of(case, TRACERS)
    (one,) = [line for line in queries.passed_on(her) if line.can_take_back]
    actions.take_back_own(disclosure=one.disclosure, scope=one.scope, her=her)
    assert states(case) == ["withdrawn"] and queries.received(CARLA) == ()


def test_a_case_does_not_go_while_a_referral_is_half_way(keys: House) -> None:
    case = a_case(keys)
    ref = refer(case)
    with room("aid", machine([LINE])):
        Referral.objects.filter(id=ref).update(state="prepared")
    with pytest.raises(WrongStateError):
        actions.transfer_case(
            case=case, receiver=TRACERS, agreed=True, language="ht", how="call", by=BRUNO
        )


def test_nothing_is_referred_while_a_case_is_on_its_way(keys: House) -> None:
    case = a_case(keys)
    actions.transfer_case(
        case=case, receiver=TRACERS, agreed=True, language="ht", how="call", by=BRUNO
    )
    with pytest.raises(WrongStateError):
        refer(case)
    assert queries.received(CARLA) == ()


def test_a_second_case_of_the_conversation_is_refused_in_words(keys: House) -> None:
    case = a_case(keys)
    row = messaging.queue(BRUNO, QueueFilter()).rows[0]
    facts = messaging.case_facts(BRUNO, row.id)
    actions.transfer_case(
        case=case, receiver=TRACERS, agreed=True, language="ht", how="call", by=BRUNO
    )
    events.deliver_all(keys)
    with pytest.raises(WrongStateError):
        actions.open_case(facts=facts, wish="", by=BRUNO)
