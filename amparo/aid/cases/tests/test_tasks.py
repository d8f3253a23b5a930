"""The plan: promised, kept, given up; never against the wish without a reason."""

from datetime import timedelta
from uuid import UUID

import pytest

from amparo.aid.cases import actions, queries
from amparo.aid.cases.actions import TaskFacts
from amparo.aid.cases.tests.stage_case import BRUNO, CARLA, a_case
from amparo.aid.protection import actions as protection
from amparo.aid.protection.models import Sheet
from amparo.kernel import clock
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room
from tests.cast import LINE, OLA, actor
from tests.harness import House

SOON = timedelta(hours=2)


def add(case: UUID, words: str = "Call the aunt", **more: object) -> UUID:
    return actions.add_task(case=case, facts=TaskFacts(words, **more), by=BRUNO)  # type: ignore[arg-type]


def test_it_stands_in_the_plan_with_its_time(keys: House) -> None:
    case, due = a_case(keys), clock.now() + SOON
    add(case, kind="call_back", due_at=due, assigned=BRUNO.id, promiser=OLA)
    (task,) = queries.case(BRUNO, case).tasks
    assert (task.words, task.due_at, task.assigned, task.promiser) == (
        "Call the aunt",
        due,
        "Bruno",
        "Org a1",
    )
    assert not task.overdue


def test_it_is_overdue_in_the_plan_and_in_the_list(keys: House) -> None:
    case = a_case(keys)
    add(case, due_at=clock.now() - SOON)
    assert queries.case(BRUNO, case).tasks[0].overdue and queries.cases(BRUNO).rows[0].overdue


def test_it_is_done_once_and_can_be_opened_again(keys: House) -> None:
    case = a_case(keys)
    task = add(case)
    actions.end_task(task=task, state="done", by=BRUNO)
    with pytest.raises(WrongStateError):
        actions.end_task(task=task, state="dropped", by=BRUNO)
    line = queries.timeline(BRUNO, queries.case(BRUNO, case)).moments
    assert [(one.state, one.text) for one in line if one.what == "task"] == [
        ("done", "Call the aunt")
    ]
    actions.reopen_task(task=task, by=BRUNO)
    page = queries.case(BRUNO, case)
    assert page.tasks[0].state == "open" and page.story[-1].kind == "task"


def test_it_changes_and_changes_hands(keys: House) -> None:
    case = a_case(keys)
    task = add(case)
    actions.change_task(task=task, facts=TaskFacts("Go along", kind="accompany"), by=BRUNO)
    actions.assign_task(task=task, to=BRUNO.id, by=BRUNO)
    (row,) = queries.case(BRUNO, case).tasks
    assert (row.words, row.kind, row.assigned) == ("Go along", "accompany", "Bruno")


def test_it_refuses_a_return_until_it_is_cleared(keys: House) -> None:
    case = a_case(keys)
    with pytest.raises(DeniedError):
        add(case, kind="return")
    assert queries.case(BRUNO, case).tasks == ()
    protection.begin(case=case, scope=LINE)
    with room("aid", BRUNO):
        Sheet.objects.filter(case_id=case).update(cleared=True)
    add(case, kind="return")


def test_it_asks_why_when_it_goes_against_the_wish(keys: House) -> None:
    case = a_case(keys, "To stay", "stay")
    with pytest.raises(InvalidError):
        add(case, kind="onward")
    with pytest.raises(InvalidError):
        add(case, is_against=True)
    add(case, kind="onward", why_against="The building will fall")
    page = queries.case(BRUNO, case)
    assert [(one.state, one.text) for one in page.story if one.kind == "against"] == [
        ("task", "The building will fall")
    ]


def test_it_keeps_nothing_of_an_empty_or_a_late_one(keys: House) -> None:
    case = a_case(keys)
    with pytest.raises(InvalidError):
        add(case, "  ")
    with pytest.raises(InvalidError):
        add(case, kind="nonsense")
    actions.close_case(case=case, outcome="helped", by=BRUNO)
    with pytest.raises(WrongStateError):
        add(case)
    assert queries.case(BRUNO, case).tasks == ()


def test_it_is_nobody_elses(keys: House) -> None:
    case = a_case(keys)
    task = add(case)
    assert queries.case(BRUNO, case).tasks[0].id == task
    for act in (
        lambda: actions.end_task(task=task, state="done", by=CARLA),
        lambda: actions.assign_task(task=task, to=CARLA.id, by=CARLA),
        lambda: actions.change_task(task=task, facts=TaskFacts("x"), by=CARLA),
        lambda: actions.add_task(case=case, facts=TaskFacts("x"), by=CARLA),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert queries.day(CARLA) == ()
    with pytest.raises(DeniedError):
        queries.day(actor("dario"))
