"""A part is found under its own case only."""

import pytest

from amparo.aid.cases import actions, queries
from amparo.aid.cases.actions import Person, TaskFacts
from amparo.aid.cases.tests.stage_case import BRUNO, CARLA, a_case, another_case
from amparo.kernel import refs
from amparo.kernel.errors import NotFoundError
from tests.harness import House


def test_a_part_is_found_under_its_own_case_by_its_own_people(keys: House) -> None:
    case, other = a_case(keys), another_case()
    task = actions.add_task(case=case, facts=TaskFacts("Call the aunt"), by=BRUNO)
    person = actions.add_person(case=case, person=Person("Tití"), by=BRUNO)
    queries.check_part(BRUNO, case, "task", task)
    queries.check_part(BRUNO, case, "person", person)
    for who, where, kind, part in (
        (BRUNO, other, "task", task),
        (BRUNO, case, "person", task),
        (BRUNO, case, "task", refs.new_ref()),
        (CARLA, case, "task", task),
    ):
        with pytest.raises(NotFoundError):
            queries.check_part(who, where, kind, part)
