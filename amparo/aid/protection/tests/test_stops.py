"""Not asked stops as much as yes; only a recorded «no» lifts it; nobody else learns which."""

from uuid import UUID, uuid4

import psycopg
import pytest

from amparo.aid.protection import actions, queries
from amparo.aid.protection.sealing import Noted
from amparo.aid.protection.states import Answer
from amparo.aid.protection.tests.world import BRUNO, CARLA, IRIS, SCOPE, a_case
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError
from tests import cast
from tests.harness import House

STOPPING = [one for one in Answer.values if one != Answer.NO]


def answer(case: UUID, said: str) -> None:
    actions.set_answer(case=case, scope=SCOPE, answer=said, words="Kanari", by=IRIS)


def shape(house: House, case: UUID) -> tuple[object, ...]:
    """All that the database shows of a sheet without a key: what is clear, what is how long."""
    with psycopg.connect(house.owner) as connection:
        row = connection.execute(
            "SELECT cleared, scope_id, length(sealed_sheet), length(sealed_carried) "
            "FROM aid_sheet WHERE case_id = %s",
            [case],
        ).fetchone()
    assert row is not None
    return row


@pytest.mark.parametrize("said", STOPPING)
def test_it_can_not_be_told_from_not_asked(keys: House, said: str) -> None:
    case = a_case(keys)
    before, untouched = queries.stops(BRUNO, case), shape(keys, case)
    answer(case, said)
    assert queries.stops(BRUNO, case) == before == queries.NOT_CLEARED
    assert before.consular and before.returning and before.why == "not cleared"
    assert shape(keys, case) == untouched


def test_it_is_lifted_by_no_and_stands_again(keys: House) -> None:
    case = a_case(keys)
    answer(case, Answer.NO)
    assert queries.stops(BRUNO, case) == queries.CLEARED
    assert queries.stops(machine([SCOPE]), case) == queries.CLEARED
    answer(case, Answer.PENDING)
    assert queries.stops(BRUNO, case) == queries.NOT_CLEARED


def test_a_worry_about_safety_stops_although_the_answer_was_no(keys: House) -> None:
    case = a_case(keys)
    answer(case, Answer.NO)
    actions.set_needs(case=case, scope=SCOPE, needs={"older": Noted()}, by=IRIS)
    assert not queries.stops(BRUNO, case).returning
    actions.set_needs(case=case, scope=SCOPE, needs={"safety": Noted("extortion")}, by=IRIS)
    assert queries.stops(BRUNO, case) == queries.NOT_CLEARED


def test_another_organisation_learns_nothing_and_lifts_nothing(keys: House) -> None:
    case = a_case(keys)
    answer(case, Answer.NO)
    assert queries.stops(BRUNO, case) == queries.CLEARED
    assert queries.stops(CARLA, case) == queries.stops(CARLA, uuid4()) == queries.NOT_CLEARED
    # A row that another scope's trained staff make for this case counts for nobody here.
    answer(case, Answer.FEARS)
    actions.set_answer(case=case, scope=cast.FARO, answer=Answer.NO, words="", by=IRIS)
    assert queries.stops(BRUNO, case) == queries.NOT_CLEARED


def test_it_answers_only_those_who_may_read_cases(keys: House) -> None:
    case = a_case(keys)
    assert queries.stops(BRUNO, case) == queries.NOT_CLEARED
    for name in ("dario", "farid"):
        with pytest.raises(DeniedError):
            queries.stops(cast.actor(name), case)
