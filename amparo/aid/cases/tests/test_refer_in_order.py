"""Several receivers agreed to at once: each goes when the one before has said no or nothing."""

from datetime import timedelta
from uuid import UUID

import pytest

from amparo.aid.cases import actions, handover, queries
from amparo.aid.cases.models import Referral
from amparo.aid.cases.tests.ways import (
    BRUNO,
    CARLA,
    ELENA,
    HALL,
    RECEIVER_OF_HALL,
    a_case,
    a_pathway,
    ask,
)
from amparo.commons.directory.models import Organisation
from amparo.guard.vault.models import Consent
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError, InvalidError, WrongStateError
from amparo.kernel.rooms import room
from tests import events, seed
from tests.cast import LINE, OLA, TRACERS
from tests.harness import House


def states(case: UUID) -> list[tuple[str, str]]:
    return [(one.service, one.state) for one in queries.sent(BRUNO, case)]


def late() -> int:
    return handover.look_at_clocks(at=clock.now() + timedelta(days=40))


def test_it_goes_to_the_first_and_the_others_wait_with_a_yes_for_each(keys: House) -> None:
    case = a_case()
    ask(case, a_pathway(seed.SHELTER, HALL))
    assert states(case) == [("Casa shelter", "sent"), ("Community hall", "queued")]
    assert len(queries.received(CARLA)) == 1 and queries.received(RECEIVER_OF_HALL) == ()
    with room("guard", machine([LINE])):
        assert set(Consent.objects.values_list("receiver_id", flat=True)) == {OLA, TRACERS}


def test_it_carries_the_need_of_the_pathway_and_no_other(keys: House) -> None:
    case = a_case("Nou bezwen dlo ak yon kote pou domi nan Delmas 33")
    ask(case, a_pathway(seed.SHELTER), seed.SHELTER)
    (row,) = queries.received(CARLA)
    slip = dict(queries.received_one(CARLA, row.id).slip or ())
    assert slip == {"What is needed": "Shelter", "Language": "Kreyòl"}


def test_it_goes_to_the_next_after_a_no_and_only_once(keys: House) -> None:
    case = a_case()
    ask(case, a_pathway(seed.SHELTER, HALL))
    (row,) = queries.received(CARLA)
    actions.answer_referral(received=row.id, accept=False, reason="Full", by=CARLA)
    events.deliver_all(keys, twice=True)
    assert states(case) == [("Casa shelter", "declined"), ("Community hall", "sent")]
    assert len(queries.received(RECEIVER_OF_HALL)) == 1


def test_it_goes_to_the_next_when_nobody_answers_in_time(keys: House) -> None:
    case = a_case()
    ask(case, a_pathway(seed.SHELTER, HALL))
    assert handover.look_at_clocks() == 0
    assert late() == 2  # reminded of, and found late
    assert states(case) == [("Casa shelter", "sent"), ("Community hall", "sent")]
    assert [one.state for one in queries.case(BRUNO, case).story].count("late") == 1


def test_it_forgets_the_others_when_one_says_yes_even_late(keys: House) -> None:
    case = a_case()
    ask(case, a_pathway(seed.SHELTER, HALL))
    late()
    (row,) = queries.received(CARLA)
    actions.answer_referral(received=row.id, accept=True, reason="", by=CARLA)
    events.deliver_all(keys)
    assert states(case) == [("Casa shelter", "accepted"), ("Community hall", "withdrawn")]
    (gone,) = queries.received(RECEIVER_OF_HALL, open_only=False)
    assert (gone.state, gone.reference) == ("withdrawn", "")
    with pytest.raises(WrongStateError):
        actions.answer_referral(received=gone.id, accept=True, reason="", by=RECEIVER_OF_HALL)


def test_it_keeps_both_when_both_said_yes_before_it_was_heard(keys: House) -> None:
    case = a_case()
    ask(case, a_pathway(seed.SHELTER, HALL))
    late()
    for by in (CARLA, RECEIVER_OF_HALL):
        (row,) = queries.received(by)
        actions.answer_referral(received=row.id, accept=True, reason="", by=by)
    events.deliver_all(keys)
    assert [state for _, state in states(case)] == ["accepted", "accepted"]


def test_it_sends_nothing_that_has_changed_since_she_agreed(keys: House) -> None:
    case = a_case()
    ask(case, a_pathway(seed.SHELTER, HALL), fields=("needs", "wish"))
    actions.set_wish(case=case, wish="Something else", language="en", by=BRUNO)
    late()
    assert states(case) == [("Casa shelter", "sent"), ("Community hall", "withdrawn")]
    assert queries.sent(BRUNO, case)[1].withdrawn_why == "changed"
    assert queries.received(RECEIVER_OF_HALL) == ()


def test_it_never_goes_on_to_a_state_body(keys: House) -> None:
    case = a_case()
    ask(case, a_pathway(seed.SHELTER, HALL))
    with room("commons", machine()):
        Organisation.objects.filter(id=TRACERS).update(kind="consulate")
    late()
    assert states(case)[1][1] == "withdrawn" and queries.received(RECEIVER_OF_HALL) == ()


def test_it_carries_no_more_than_the_pathway_and_goes_to_nobody_else(keys: House) -> None:
    case = a_case()
    way = a_pathway(seed.SHELTER)
    for wrong in (
        {"fields": ("needs", "urgency")},
        {"agreed": False},
        {"fields": ()},
    ):
        with pytest.raises(InvalidError):
            ask(case, way, seed.SHELTER, **wrong)
    with pytest.raises(InvalidError):
        ask(case, way, HALL)
    assert states(case) == [] and queries.received(CARLA) == ()


def test_it_asks_nobody_for_consular_help_while_fear_was_not_ruled_out(keys: House) -> None:
    case = a_case()
    way = a_pathway(seed.SHELTER, need="consular")
    assert "Nothing consular" in handover.preview_pathway(case=case, pathway=way, by=BRUNO).refusal
    with pytest.raises(DeniedError):
        ask(case, way, seed.SHELTER)
    assert states(case) == []


def test_it_writes_down_why_it_goes_against_the_wish(keys: House) -> None:
    case = a_case()
    ask(case, a_pathway(seed.SHELTER), seed.SHELTER, against="No other place has a bed")
    lines = [(one.kind, one.text) for one in queries.case(BRUNO, case).story]
    assert ("against", "No other place has a bed") in lines


def test_it_is_closed_to_caseworkers_of_others(keys: House) -> None:
    case = a_case()
    way = a_pathway(seed.SHELTER)
    assert handover.preview_pathway(case=case, pathway=way, by=BRUNO).fields
    for by in (CARLA, ELENA):
        with pytest.raises(Exception, match="."):
            handover.preview_pathway(case=case, pathway=way, by=by)


def test_a_turn_that_stopped_half_way_goes_nowhere_and_blocks_nothing(keys: House) -> None:
    """The house stopped between her two yeses: one stands, the other was never kept."""
    case = a_case()
    way = a_pathway(seed.SHELTER, HALL)
    ref = ask(case, way)
    actions.take_back(referral=ref, her_wish=False, by=BRUNO)
    with room("aid", machine([LINE])):
        rows = Referral.objects.filter(case_id=case)
        old = {"withdrawn_at": None, "withdrawn_by_id": None, "withdrawn_why": ""}
        rows.update(state="queued", made_at=clock.now() - timedelta(minutes=6), **old)
        rows.filter(turn=2).update(consent_id=None)
    ask(case, way)
    events.deliver_all(keys, twice=True)
    assert [state for _, state in states(case)] == ["withdrawn", "withdrawn", "sent", "queued"]
    assert queries.received(RECEIVER_OF_HALL) == ()
