"""The day's work: what is due in the viewer's cases, in one list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.models import Case, Entry, Referral, Task
from amparo.aid.cases.queries.opening import open_texts, services_of
from amparo.aid.cases.states import CaseState, EntryKind, ReferralState, TaskState
from amparo.guard.accounts import queries as accounts
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room

MOST = 500


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due. `words` is None where they are sealed away."""

    what: str  # task, answer (of a receiver), case, proposed (a message)
    id: UUID
    case_id: UUID
    reference: str
    kind: str
    words: str | None
    due_at: datetime | None
    made_at: datetime
    overdue: bool
    who: str
    mine: bool


def day(viewer: Actor, *, mine: bool = False, words: bool = True) -> tuple[Due, ...]:
    """What is due, the earliest first: open tasks, answers that receivers owe, idle cases.

    `mine` keeps what is the viewer's or nobody's. Without `words` nothing sealed is opened.
    """
    sends = viewer.within(Power.WORK_QUEUE).scopes if viewer.can(Power.WORK_QUEUE) else ()
    viewer = viewer.within(Power.READ_CASES)
    with room("aid", viewer):
        tasks = list(_tasks(viewer, mine))
        answers = list(_answers(viewer))
        cases = list(_idle(viewer))
        proposed = list(_proposed(sends))
    texts = (
        open_texts([story.held_task(one) for one in tasks], Purpose.ASSIST, viewer)[0]
        if (words and tasks)
        else {}
    )
    names, services, now = accounts.colleague_names(), services_of(answers), clock.now()
    found = [_task(one, texts, names, viewer, now) for one in tasks]
    found += [_answer(one, services.get(one.service_id, ("", "")), names, now) for one in answers]
    found += [_case(one, names, viewer, now) for one in cases]
    found += [_message(one, names, now) for one in proposed]
    if mine:
        found = [one for one in found if one.mine]
    last = datetime.max.replace(tzinfo=now.tzinfo)
    return tuple(sorted(found, key=lambda one: (one.due_at or last, one.made_at, str(one.id))))


def _tasks(viewer: Actor, mine: bool) -> list[Task]:
    open_ones = Task.objects.filter(scope_id__in=viewer.scopes, state=TaskState.OPEN)
    open_ones = open_ones.exclude(case__state=CaseState.CLOSED)
    if mine:
        open_ones = open_ones.filter(assigned_id__in=[viewer.id]) | open_ones.filter(
            assigned_id=None
        )
    return list(open_ones.select_related("case").order_by("due_at")[:MOST])


def _answers(viewer: Actor) -> list[Referral]:
    late = Referral.objects.filter(
        scope_id__in=viewer.scopes, state=ReferralState.SENT, answer_due_at__lt=clock.now()
    )
    late = late.exclude(case__state=CaseState.CLOSED)
    return list(late.select_related("case").order_by("answer_due_at")[:MOST])


def _idle(viewer: Actor) -> list[Case]:
    """Cases with us for which nothing is planned: the next step itself is due."""
    ours = Case.objects.filter(scope_id__in=viewer.scopes, state=CaseState.OPEN)
    planned = Task.objects.filter(state=TaskState.OPEN).values("case_id")
    return list(ours.exclude(id__in=planned).order_by("due_at")[:MOST])


def _proposed(sends: Collection[UUID]) -> list[Entry]:
    """Messages that a colleague proposes, where the viewer may send them."""
    if not sends:
        return []
    waiting = Entry.objects.filter(kind=EntryKind.PROPOSED, state="open", scope_id__in=sends)
    waiting = waiting.exclude(case__state=CaseState.CLOSED)
    return list(waiting.select_related("case").order_by("at")[:MOST])


def _task(
    one: Task, texts: dict[str, str | None], names: dict[UUID, str], viewer: Actor, now: datetime
) -> Due:
    return Due(
        "task",
        one.id,
        one.case_id,
        one.case.reference,
        one.kind,
        texts.get(story.held_task(one).place),
        one.due_at,
        one.made_at,
        one.due_at is not None and one.due_at < now,
        names.get(one.assigned_id, "") if one.assigned_id else "",
        one.assigned_id in (None, viewer.id),
    )


def _answer(one: Referral, service: tuple[str, str], names: dict[UUID, str], now: datetime) -> Due:
    return Due(
        "answer",
        one.id,
        one.case_id,
        one.case.reference,
        one.state,
        ", ".join(filter(None, (service[1], service[0]))),
        one.answer_due_at,
        one.made_at,
        one.answer_due_at < now,
        names.get(one.made_by_id, ""),
        True,
    )


def _message(one: Entry, names: dict[UUID, str], now: datetime) -> Due:
    due = one.at + timedelta(hours=rules.ANSWER_WITHIN_HOURS[one.case.urgency])
    by = names.get(one.by_id, "")
    late = due < now
    return Due(
        "proposed", one.id, one.case_id, one.case.reference, "", "", due, one.at, late, by, True
    )


def _case(one: Case, names: dict[UUID, str], viewer: Actor, now: datetime) -> Due:
    return Due(
        "case",
        one.id,
        one.id,
        one.reference,
        one.state,
        "",
        one.due_at,
        one.opened_at,
        one.due_at is not None and one.due_at < now,
        names.get(one.opened_by_id, ""),
        one.opened_by_id == viewer.id,
    )
