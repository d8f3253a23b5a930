"""The plan of a case: its tasks, and the steps of a guide that is followed."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import StringConstraints

from amparo.aid.cases import actions
from amparo.aid.cases import queries as cases
from amparo.commons.guides import queries as guides
from amparo.doors.api.cases import ONE
from amparo.doors.api.fields import Key, Moment, Sent, Text, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.problems import reader
from amparo.kernel.authority import Power

noun = Noun("tasks")
TASK = f"{ONE}/tasks/{{uuid:task}}"
# What the areas keep of a few words; more is refused here, not cut there.
Words = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]


class Task(Sent):
    """A step as someone tells it.

    Kinds: call_back, accompany, document, check, return, onward, other. `promiser` is an
    organisation that promised it. A step that goes `against` the wish needs `why_against`.
    """

    words: Words
    kind: Key = "other"
    due: Moment | None = None
    assigned: UUID | None = None
    promiser: UUID | None = None
    against: YesNo = False
    why_against: Text = ""

    def facts(self) -> actions.TaskFacts:
        """The same for the action."""
        return actions.TaskFacts(
            words=self.words,
            kind=self.kind,
            due_at=self.due,
            assigned=self.assigned,
            promiser=self.promiser,
            is_against=self.against,
            why_against=self.why_against,
        )


class WholeTask(Task):
    """The step with all of it: what is null is so from now on."""

    kind: Key
    due: Moment | None
    assigned: UUID | None
    promiser: UUID | None


class End(Sent):
    """Done, or no longer needed."""

    state: Literal["done", "dropped"]


class Tasks(Schema):
    """The new tasks, in the order of the guide's steps."""

    ids: list[UUID]


@noun.post(f"{ONE}/tasks", Power.WORK_CASES, gives=Made)
def add_task(request: ApiRequest, case: UUID, body: Task) -> Made:
    """One more step."""
    return Made(id=actions.add_task(case=case, facts=body.facts(), by=request.actor))


@noun.put(TASK, Power.WORK_CASES)
def change_task(request: ApiRequest, case: UUID, task: UUID, body: WholeTask) -> None:
    """The step stands as told now."""
    cases.check_part(request.actor, case, "task", task)
    actions.change_task(task=task, facts=body.facts(), by=request.actor)


@noun.post(f"{TASK}/take", Power.WORK_CASES)
def take_task(request: ApiRequest, case: UUID, task: UUID) -> None:
    """It is yours."""
    cases.check_part(request.actor, case, "task", task)
    actions.assign_task(task=task, to=request.actor.id, by=request.actor)


@noun.post(f"{TASK}/give-back", Power.WORK_CASES)
def give_back_task(request: ApiRequest, case: UUID, task: UUID) -> None:
    """Whoever is free does it."""
    cases.check_part(request.actor, case, "task", task)
    actions.assign_task(task=task, to=None, by=request.actor)


@noun.post(f"{TASK}/end", Power.WORK_CASES)
def end_task(request: ApiRequest, case: UUID, task: UUID, body: End) -> None:
    """Done, or no longer needed."""
    cases.check_part(request.actor, case, "task", task)
    actions.end_task(task=task, state=body.state, by=request.actor)


@noun.post(f"{TASK}/reopen", Power.WORK_CASES)
def reopen_task(request: ApiRequest, case: UUID, task: UUID) -> None:
    """To do again."""
    cases.check_part(request.actor, case, "task", task)
    actions.reopen_task(task=task, by=request.actor)


@noun.post(f"{ONE}/guides/{{uuid:guide}}/follow", Power.WORK_CASES, gives=Tasks)
def follow_guide(request: ApiRequest, case: UUID, guide: UUID) -> Tasks:
    """The guide's steps stand in the plan, in the reader's language, each with its time."""
    found = guides.guide(request.actor, guide, reader(request))
    return Tasks(ids=actions.follow_guide(case=case, guide=found, by=request.actor))
