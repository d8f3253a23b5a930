"""A whole case goes to another organisation: with consent, as a whole, never to a State body."""

from uuid import UUID

import pytest

from amparo.aid.cases import actions, handover, queries
from amparo.aid.cases.actions import Person, TaskFacts
from amparo.aid.cases.tests.stage_case import BRUNO, CARLA, a_case
from amparo.guard.firewall.models import Disclosure
from amparo.guard.vault.models import Consent
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room
from tests import events, seed
from tests.cast import CONSULATE, FARO, OLA, TRACERS, actor
from tests.harness import House

ELENA = actor("elena")


def transfer(case: UUID, receiver: UUID = OLA, *, agreed: bool = True) -> UUID:
    return actions.transfer_case(
        case=case, receiver=receiver, agreed=agreed, language="ht", how="call", by=BRUNO
    )


def full(keys: House) -> UUID:
    """A case with something of everything."""
    case = a_case(keys)
    actions.note(case=case, text="She has a cousin there", by=BRUNO)
    task = TaskFacts("Call the cousin", assigned=BRUNO.id)
    actions.add_task(case=case, facts=task, by=BRUNO)
    actions.add_person(case=case, person=Person("Ana"), by=BRUNO)
    actions.join_team(case=case, organisation=TRACERS, by=BRUNO)
    return case


def test_it_takes_everything_along_and_leaves_one_line(keys: House) -> None:
    case = full(keys)
    transfer(case, TRACERS)
    assert queries.case(BRUNO, case).going_to == "Org a3"
    assert events.deliver_all(keys, twice=True).count("CaseTransferred") == 1
    with pytest.raises(NotFoundError):
        queries.case(BRUNO, case)
    assert [(one.receiver, one.case_id) for one in queries.gone(BRUNO)] == [("Org a3", case)]
    page = queries.case(ELENA, case)
    assert page.wish == "Stay together" and page.members[0].person == Person("Ana")
    assert (page.tasks[0].words, page.tasks[0].assigned) == ("Call the cousin", "")
    assert "She has a cousin there" in [one.text for one in page.story]
    assert [one.state for one in page.story if one.kind == "transferred"] == ["sent", "received"]
    assert page.team and page.going_to == ""


def test_it_is_written_down_before_it_goes(keys: House) -> None:
    transfer(a_case(keys))
    with room("guard", BRUNO):
        consent, row = Consent.objects.get(), Disclosure.objects.get()
    assert (consent.receiver_id, consent.fields) == (OLA, ["whole_case"])
    assert (row.passed, row.receiver_id, row.consent_id) == (True, OLA, consent.id)


def test_it_goes_nowhere_without_a_yes(keys: House) -> None:
    case = a_case(keys)
    with pytest.raises(InvalidError):
        transfer(case, agreed=False)
    events.deliver_all(keys)
    assert queries.case(BRUNO, case).going_to == ""


@pytest.mark.parametrize("receiver", [CONSULATE])
def test_it_never_goes_to_a_state_body(keys: House, receiver: UUID) -> None:
    case = a_case(keys)
    with pytest.raises(DeniedError):
        transfer(case, receiver)
    assert receiver not in actions.receivers() and queries.case(BRUNO, case).going_to == ""


def test_it_goes_only_where_someone_works(keys: House) -> None:
    case = a_case(keys)
    assert set(actions.receivers()) >= {FARO, OLA, TRACERS}
    transfer(case)
    with pytest.raises(WrongStateError):
        transfer(case, TRACERS)


def test_it_brings_answers_to_the_new_place(keys: House) -> None:
    case = a_case(keys)
    handover.refer(
        case=case,
        service=seed.SHELTER,
        fields=("needs",),
        agreed=True,
        language="ht",
        how="call",
        by=BRUNO,
    )
    transfer(case, TRACERS)
    events.deliver_all(keys)
    (row,) = queries.received(CARLA)
    actions.answer_referral(received=row.id, accept=False, reason="Full", by=CARLA)
    events.deliver_all(keys)
    page = queries.case(ELENA, case)
    assert [(one.state, one.reason) for one in page.referrals] == [("declined", "Full")]


def test_it_still_asks_the_person_when_it_ends(keys: House) -> None:
    case = a_case(keys)
    transfer(case, TRACERS)
    events.deliver_all(keys)
    actions.close_case(case=case, outcome="helped", by=ELENA)
    assert "PersonToBeTold" in events.deliver_all(keys)
