"""People of a case, and cases of one family: both sides know, nobody else does."""

import pytest

from amparo.aid.cases import actions, queries
from amparo.aid.cases.actions import Person
from amparo.aid.cases.tests.stage_case import BRUNO, CARLA, a_case, another_case
from amparo.kernel.errors import InvalidError, NotFoundError
from tests.cast import OLA
from tests.harness import House


def test_it_keeps_people_with_as_little_as_one_word(keys: House) -> None:
    case = a_case(keys)
    actions.add_person(case=case, person=Person(relation="her mother"), by=BRUNO)
    actions.add_person(case=case, person=Person("Tití", "", "child"), by=BRUNO)
    found = queries.case(BRUNO, case).members
    assert [one.person for one in found] == [
        Person(relation="her mother"),
        Person("Tití", "", "child"),
    ]
    with pytest.raises(InvalidError):
        actions.add_person(case=case, person=Person(" "), by=BRUNO)
    actions.remove_person(person=found[0].id, by=BRUNO)
    assert len(queries.case(BRUNO, case).members) == 1


def test_it_ties_two_cases_both_ways_once(keys: House) -> None:
    case, other = a_case(keys), another_case()
    link = {"case": case, "reference": "zz22yy", "relation": "child", "together": True}
    actions.link_cases(**link, by=BRUNO)  # type: ignore[arg-type]
    (mine,), (theirs,) = queries.household(BRUNO, case), queries.household(BRUNO, other)
    assert (mine.case_id, mine.relation, mine.together) == (other, "child", True)
    assert (theirs.case_id, theirs.relation, theirs.together) == (case, "parent", True)
    with pytest.raises(InvalidError):
        actions.link_cases(**link, by=BRUNO)  # type: ignore[arg-type]


def test_it_is_changed_and_untied_from_either_side(keys: House) -> None:
    case, other = a_case(keys), another_case()
    actions.link_cases(case=case, reference="ZZ22YY", relation="sibling", together=False, by=BRUNO)
    theirs = queries.household(BRUNO, other)[0]
    actions.keep_together(link=theirs.id, together=True, by=BRUNO)
    assert queries.household(BRUNO, case)[0].together
    actions.unlink_cases(link=theirs.id, by=BRUNO)
    assert queries.household(BRUNO, case) == queries.household(BRUNO, other) == ()
    assert [one.state for one in queries.case(BRUNO, case).story if one.kind == "family"] == [
        "linked",
        "unlinked",
    ]


def test_it_finds_no_case_of_others(keys: House) -> None:
    case = a_case(keys)
    another_case(scope=OLA)
    with pytest.raises(InvalidError):
        actions.link_cases(
            case=case, reference="ZZ22YY", relation="child", together=False, by=BRUNO
        )
    person = actions.add_person(case=case, person=Person("Ana"), by=BRUNO)
    with pytest.raises(NotFoundError):
        actions.remove_person(person=person, by=CARLA)
    assert queries.household(CARLA, case) == ()
