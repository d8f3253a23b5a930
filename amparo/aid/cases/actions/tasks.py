"""The plan: tasks added, changed, done, given up and opened again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.actions.against import against, against_entry
from amparo.aid.cases.actions.cases import get
from amparo.aid.cases.models import Task
from amparo.aid.cases.states import EntryKind, TaskKind, TaskState
from amparo.aid.protection import queries as protection
from amparo.commons.directory import queries as directory
from amparo.commons.guides.queries import GuideCard
from amparo.guard.accounts import queries as accounts
from amparo.guard.firewall import actions as firewall
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task as someone tells it. `why_against`: why, if it goes against her wish."""

    words: str
    kind: str = TaskKind.OTHER
    due_at: datetime | None = None
    assigned: UUID | None = None
    promiser: UUID | None = None
    guide: UUID | None = None
    why_against: str = ""
    is_against: bool = False


def add_task(*, case: UUID, facts: TaskFacts, by: Actor) -> UUID:
    """The new task's id."""
    return add_tasks(case=case, several=[facts], by=by)[0]


def follow_guide(*, case: UUID, guide: GuideCard, by: Actor) -> list[UUID]:
    """The ids of tasks that are the guide's steps, mine, each with its time from now on."""
    now = clock.now()
    several = [
        TaskFacts(
            words=step.words,
            kind=TaskKind.CHECK if guide.kind == "standard" else TaskKind.OTHER,
            due_at=now + timedelta(hours=step.hours),
            assigned=by.id,
            guide=guide.id,
        )
        for step in guide.steps
    ]
    return add_tasks(case=case, several=several, by=by)


def add_tasks(*, case: UUID, several: list[TaskFacts], by: Actor) -> list[UUID]:
    """The new tasks' ids: all of them, or none."""
    by = by.within(Power.WORK_CASES)
    ids = [refs.new_ref() for _ in several]
    _check(case, several, by)
    clear = [
        story.clear_task(case, ref, rules.check_words(one.words))
        for ref, one in zip(ids, several, strict=True)
    ]
    blobs = firewall.seal(what=clear, actor=by)
    lines = [against(case, "task", one.why_against, by) for one in several if one.why_against]
    with room("aid", by):
        row = get(case)
        rules.check_running(row.state)
        for ref, one, blob in zip(ids, several, blobs, strict=True):
            task = Task(id=ref, scope_id=row.scope_id, case_id=case, sealed_words=blob)
            task.made_at, task.made_by_id = clock.now(), by.id
            task.guide_id = one.guide
            _put(task, one)
            task.save(force_insert=True)
        for line in lines:
            against_entry(row, line, by)
        audit.write(by=by, verb="add_task", about=case, detail={"count": len(ids)})
    return ids


def change_task(*, task: UUID, facts: TaskFacts, by: Actor) -> None:
    """The task stands as told now: its words, its time, and who does it."""
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = _row(task)
    _check(row.case_id, [facts], by)
    clear = story.clear_task(row.case_id, task, rules.check_words(facts.words))
    blob = firewall.seal(what=[clear], actor=by)[0]
    line = against(row.case_id, "task", facts.why_against, by) if facts.why_against else None
    with room("aid", by):
        case, row = get(row.case_id), _row(task)
        rules.check_running(case.state)
        row.sealed_words = blob
        _put(row, facts)
        row.save(force_update=True)
        if line:
            against_entry(case, line, by)
        audit.write(by=by, verb="change_task", about=row.case_id)


def assign_task(*, task: UUID, to: UUID | None, by: Actor) -> None:
    """This colleague does it from now on; None: whoever is free."""
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = _row(task)
        Task.objects.filter(id=row.id).update(assigned_id=to)
        audit.write(by=by, verb="assign_task", about=row.case_id)


def end_task(*, task: UUID, state: str, by: Actor) -> None:
    """Done, or no longer needed. Who was second learns that someone was faster."""
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = _row(task)
        rules.check_task_move(row.state, state)
        row.state, row.ended_at, row.ended_by_id = state, clock.now(), by.id
        row.save(force_update=True)
        audit.write(by=by, verb="end_task", about=row.case_id, outcome=state)


def reopen_task(*, task: UUID, by: Actor) -> None:
    """To do again; the story keeps that it was thought done."""
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = _row(task)
        rules.check_task_move(row.state, TaskState.OPEN)
        case = get(row.case_id)
        rules.check_running(case.state)
        row.state, row.ended_at, row.ended_by_id = TaskState.OPEN, None, None
        row.save(force_update=True)
        story.entry(case, EntryKind.TASK, by, state="open").save(force_insert=True)
        audit.write(by=by, verb="reopen_task", about=row.case_id)


def _check(case: UUID, several: list[TaskFacts], by: Actor) -> None:
    """Nothing, or why one of them can't be: asked before anything is sealed."""
    with room("aid", by):
        row = get(case)
    for one in several:
        if one.kind not in TaskKind.values:
            raise InvalidError("kind", "Choose what kind of step it is.")
        rules.check_due(one.due_at, clock.now())
        needed = one.is_against or rules.goes_against(row.wish_kind, one.kind)
        rules.check_against(needed, one.why_against)
    _check_named(row.scope_id, several)
    if any(one.kind == TaskKind.RETURN for one in several):
        rules.check_return(protection.stops(by, case).returning)


def _check_named(scope: UUID, several: list[TaskFacts]) -> None:
    """Nothing, or InvalidError for someone who does not work here, or who is not in our list."""
    assigned = {one.assigned for one in several if one.assigned}
    if assigned and not assigned <= set(accounts.colleagues_with(scope, Power.WORK_CASES)):
        raise InvalidError("assigned", "Nobody of this case's colleagues: choose from the list.")
    promisers = {one.promiser for one in several if one.promiser}
    if promisers - set(directory.organisation_names(promisers)):
        raise InvalidError("promiser", "Choose an organisation of the list.")


def _put(row: Task, facts: TaskFacts) -> None:
    row.kind, row.due_at = facts.kind, facts.due_at
    row.assigned_id, row.promiser_id = facts.assigned, facts.promiser


def _row(task: UUID) -> Task:
    found = Task.objects.select_for_update().filter(id=task).first()
    if found is None:
        raise NotFoundError(NotFoundError.__doc__)
    return found
