"""A referral: asked with her consent, answered, ended, heard of on the other side."""

from uuid import UUID

import pytest

from amparo.aid.cases import actions, handover, queries
from amparo.aid.cases.events import ReferralMoved
from amparo.aid.cases.models import Received
from amparo.commons.directory.models import Organisation
from amparo.guard.firewall.rules import NothingLeaves
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.queries import QueueFilter
from tests import events, seed
from tests.cast import LINE, OLA, TRACERS, actor
from tests.harness import House

BRUNO, CARLA = actor("bruno"), actor("carla")


def a_case(keys: House) -> UUID:
    setting = seed.crisis()
    seed.services()
    seed.message("Nou bezwen yon kote pou domi nan Delmas 33")
    seed.read_all(setting)
    row = messaging.queue(BRUNO, QueueFilter()).rows[0]
    facts = messaging.case_facts(BRUNO, row.id)
    return actions.open_case(facts=facts, wish="Stay together", by=BRUNO)


def refer(case: UUID, *, fields: tuple[str, ...] = ("needs",), agreed: bool = True) -> UUID:
    return handover.refer(
        case=case,
        service=seed.SHELTER,
        fields=fields,
        agreed=agreed,
        language="ht",
        how="call",
        by=BRUNO,
    )


def state(case: UUID) -> tuple[str, list[str]]:
    page = queries.case(BRUNO, case)
    return page.state, [one.state for one in page.referrals]


def test_it_shows_the_receiver_only_what_she_agreed_to(keys: House) -> None:
    refer(a_case(keys), fields=("needs", "language"))
    (row,) = queries.received(CARLA)
    slip = dict(queries.received_one(CARLA, row.id).slip or ())
    assert slip == {"What is needed": "Shelter", "Language": "Kreyòl"}


def test_it_is_not_seen_by_anyone_else(keys: House) -> None:
    case = a_case(keys)
    refer(case)
    (row,) = queries.received(CARLA)
    assert queries.received(BRUNO) == () and queries.received(actor("dario")) == ()
    with pytest.raises(NotFoundError):
        queries.received_one(actor("dario"), row.id)
    with pytest.raises(NotFoundError):
        queries.case(CARLA, case)
    with pytest.raises(DeniedError):
        queries.case(actor("farid"), case)


def test_it_goes_nowhere_without_her_yes(keys: House) -> None:
    case = a_case(keys)
    with pytest.raises(InvalidError):
        refer(case, agreed=False)
    with pytest.raises(InvalidError):
        refer(case, fields=())
    assert state(case) == ("open", []) and queries.received(CARLA) == ()


def test_it_never_goes_to_a_state_body(keys: House) -> None:
    case = a_case(keys)
    with room("commons", machine()):
        Organisation.objects.filter(id=OLA).update(kind="consulate")
    assert handover.preview(case=case, service=seed.SHELTER, by=BRUNO).refusal
    with pytest.raises(NothingLeaves):
        refer(case)
    assert state(case)[1] == ["refused"] and queries.received(CARLA) == ()


def test_it_is_declined_with_a_reason_and_comes_back(keys: House) -> None:
    case = a_case(keys)
    refer(case)
    (row,) = queries.received(CARLA)
    with pytest.raises(InvalidError):
        actions.answer_referral(received=row.id, accept=False, reason=" ", by=CARLA)
    actions.answer_referral(received=row.id, accept=False, reason="Full tonight", by=CARLA)
    events.deliver_all(keys)
    page = queries.case(BRUNO, case)
    assert (page.state, page.referrals[0].reason) == ("open", "Full tonight")
    refer(case)  # the same place may be asked again, later


def test_it_is_answered_once(keys: House) -> None:
    refer(a_case(keys))
    (row,) = queries.received(CARLA)
    actions.answer_referral(received=row.id, accept=True, reason="", by=CARLA)
    for accept in (True, False):
        with pytest.raises(WrongStateError):
            actions.answer_referral(received=row.id, accept=accept, reason="x", by=CARLA)
    with pytest.raises(NotFoundError):
        actions.finish_referral(received=row.id, done=True, reason="", by=BRUNO)


def test_it_is_heard_of_once_however_often_it_is_told(keys: House) -> None:
    case = a_case(keys)
    refer(case)
    (row,) = queries.received(CARLA)
    actions.answer_referral(received=row.id, accept=True, reason="", by=CARLA)
    assert events.deliver_all(keys, twice=True).count("ReferralMoved") == 1
    story = queries.case(BRUNO, case).story
    assert [one.state for one in story if one.kind == "answer"] == ["accepted"]


def test_it_does_not_ask_a_place_twice_while_it_thinks(keys: House) -> None:
    case = a_case(keys)
    refer(case)
    with pytest.raises(WrongStateError):
        refer(case)
    assert state(case) == ("referred", ["sent"])


def test_it_believes_no_news_that_mixes_two_referrals(keys: House) -> None:
    case = a_case(keys)
    ours = refer(case)
    (row,) = queries.received(CARLA)
    with room("aid", machine([TRACERS])):
        Received(
            id=UUID(int=1),
            scope_id=TRACERS,
            referral_id=UUID(int=2),
            sender_id=row.id,
            service_id=seed.CLINIC,
            reference="ABC123",
            state="declined",
            sealed_slip=b"",
            received_at=row.received_at,
            answer_due_at=row.answer_due_at,
        ).save(force_insert=True)
    with pytest.raises(WrongStateError):
        actions.hear(event=ReferralMoved(ours, UUID(int=1), LINE, TRACERS, "declined"))
    assert state(case) == ("referred", ["sent"])
