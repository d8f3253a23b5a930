"""The day's list, and the calendar that says no word."""

from datetime import timedelta

import pytest

from amparo.aid.cases import actions, handover, queries
from amparo.aid.cases.actions import TaskFacts
from amparo.aid.cases.models import Referral
from amparo.aid.cases.tests.stage_case import BRUNO, CARLA, a_case
from amparo.guard.accounts.models import Staff
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room
from tests import seed
from tests.cast import staff_id
from tests.harness import House


def test_it_puts_what_is_due_first_on_top(keys: House) -> None:
    case, now = a_case(keys), clock.now()
    late = TaskFacts("Late", due_at=now + timedelta(hours=5))
    soon = TaskFacts("Soon", due_at=now + timedelta(hours=1))
    actions.add_tasks(case=case, several=[late, TaskFacts("Some day"), soon], by=BRUNO)
    assert [one.words for one in queries.day(BRUNO)] == ["Soon", "Late", "Some day"]


def test_it_keeps_mine_and_what_is_free(keys: House) -> None:
    case = a_case(keys)
    theirs = TaskFacts("Theirs", assigned=staff_id("kofi"))
    actions.add_tasks(case=case, several=[theirs, TaskFacts("Free")], by=BRUNO)
    assert [one.words for one in queries.day(BRUNO, mine=True)] == ["Free"]
    assert len(queries.day(BRUNO)) == 2


def test_it_names_a_case_for_which_nothing_is_planned(keys: House) -> None:
    case = a_case(keys)
    assert [(one.what, one.case_id) for one in queries.day(BRUNO)] == [("case", case)]


def test_it_names_an_answer_that_is_late(keys: House) -> None:
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
    assert queries.day(BRUNO) == ()
    with room("aid", BRUNO):
        Referral.objects.update(answer_due_at=clock.now() - timedelta(minutes=1))
    assert [one.what for one in queries.day(BRUNO)] == ["answer"]


def test_its_calendar_is_revoked_by_a_new_one_and_by_hand(keys: House) -> None:
    case = a_case(keys)
    due = clock.now() + timedelta(hours=1)
    actions.add_task(case=case, facts=TaskFacts("Secret words", due_at=due), by=BRUNO)
    first, second = actions.make_calendar(by=BRUNO), actions.make_calendar(by=BRUNO)
    owner = queries.calendar_owner(second)
    (mark,) = queries.due_marks(owner)
    assert mark.due_at == due and "Secret" not in repr(mark)
    actions.end_calendar(by=BRUNO)
    for token in (first, second, "nonsense"):
        with pytest.raises(NotFoundError):
            queries.calendar_owner(token)
    assert queries.calendar_since(BRUNO) is None


def test_its_calendar_ends_with_the_work(keys: House) -> None:
    del keys
    token = actions.make_calendar(by=CARLA)
    assert queries.calendar_owner(token).id == CARLA.id
    with room("guard", machine()):
        Staff.objects.filter(id=CARLA.id).update(active=False)
    with pytest.raises(NotFoundError):
        queries.calendar_owner(token)
