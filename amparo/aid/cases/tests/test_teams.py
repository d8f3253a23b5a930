"""A joint team keeps a case until there is an outcome."""

import pytest

from amparo.aid.cases import actions, queries
from amparo.aid.cases.tests.stage_case import BRUNO, CARLA, a_case
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from tests.cast import CONSULATE, OLA, TRACERS
from tests.harness import House


def test_it_has_one_lead_who_is_the_first(keys: House) -> None:
    case = a_case(keys)
    first = actions.join_team(case=case, organisation=OLA, by=BRUNO)
    second = actions.join_team(case=case, organisation=TRACERS, by=BRUNO)
    assert [(one.id, one.lead) for one in queries.case(BRUNO, case).team] == [
        (first, True),
        (second, False),
    ]
    actions.lead_team(seat=second, by=BRUNO)
    actions.leave_team(seat=second, by=BRUNO)
    team = queries.case(BRUNO, case).team
    assert [(one.id, one.lead, one.left_at is None) for one in team] == [
        (first, True, True),
        (second, False, False),
    ]
    assert queries.cases(BRUNO).rows[0].team == 1


def test_it_does_not_let_the_last_one_go_without_an_outcome(keys: House) -> None:
    case = a_case(keys)
    seat = actions.join_team(case=case, organisation=OLA, by=BRUNO)
    with pytest.raises(WrongStateError):
        actions.leave_team(seat=seat, by=BRUNO)
    with pytest.raises(InvalidError):
        actions.close_case(case=case, outcome="helped", by=BRUNO)
    actions.close_case(case=case, outcome="helped", words="All are home", by=BRUNO)
    line = [one.text for one in queries.case(BRUNO, case).story if one.kind == "outcome"]
    assert line == ["All are home"]
    actions.leave_team(seat=seat, by=BRUNO)


def test_it_has_no_state_body_and_nobody_twice(keys: House) -> None:
    case = a_case(keys)
    actions.join_team(case=case, organisation=OLA, by=BRUNO)
    for organisation in (CONSULATE, OLA):
        with pytest.raises(InvalidError):
            actions.join_team(case=case, organisation=organisation, by=BRUNO)


def test_it_opens_nothing_to_those_who_sit_in_it(keys: House) -> None:
    case = a_case(keys)
    actions.join_team(case=case, organisation=OLA, by=BRUNO)
    assert queries.case(BRUNO, case).team
    with pytest.raises(NotFoundError):
        queries.case(CARLA, case)
