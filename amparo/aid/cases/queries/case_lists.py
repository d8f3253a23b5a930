"""Cases: the list, what is due first on top."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from amparo.aid.cases.models import Case, Referral, Seat, Task
from amparo.aid.cases.queries.opening import offset_of
from amparo.aid.cases.states import CaseState, ReferralState, TaskState
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in the list."""

    id: UUID
    reference: str
    state: str
    needs: tuple[str, ...]
    urgency: int
    language: str
    opened_at: datetime
    due_at: datetime | None
    referrals_open: int
    overdue: bool
    task_due_at: datetime | None = None
    team: int = 0


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of cases, and how many there are in each state."""

    rows: tuple[CaseRow, ...]
    counts: dict[str, int]
    next: str


def cases(viewer: Actor, state: str = "", after: str = "", limit: int = 50) -> CaseList:
    """One page of cases: what is due first. `state` is empty for all that are not closed."""
    viewer = viewer.within(Power.READ_CASES)
    start = offset_of(after)
    with room("aid", viewer):
        found = Case.objects.filter(scope_id__in=viewer.scopes)
        counts = dict(found.values_list("state").annotate(Count("id")).order_by())
        wanted = found.filter(state=state) if state else found.exclude(state=CaseState.CLOSED)
        rows = list(wanted.order_by("due_at", "-opened_at", "id")[start : start + limit + 1])
        beside = _beside([one.id for one in rows[:limit]])
    now = clock.now()
    shown = tuple(_case_row(one, now, *beside) for one in rows[:limit])
    return CaseList(shown, counts, str(start + limit) if len(rows) > limit else "")


def _beside(ids: list[UUID]) -> tuple[dict[UUID, int], dict[UUID, datetime], dict[UUID, int]]:
    """For the shown cases only: open referrals, the next task's time, seats of the team."""
    still = Referral.objects.filter(
        case_id__in=ids, state__in=[ReferralState.SENT, ReferralState.ACCEPTED]
    )
    tasks = Task.objects.filter(case_id__in=ids, state=TaskState.OPEN, due_at__isnull=False)
    seats = Seat.objects.filter(case_id__in=ids, left_at=None)
    return (
        dict(still.values_list("case_id").annotate(Count("id")).order_by()),
        dict(tasks.values_list("case_id").annotate(Min("due_at")).order_by()),
        dict(seats.values_list("case_id").annotate(Count("id")).order_by()),
    )


def _case_row(
    one: Case,
    now: datetime,
    still: dict[UUID, int],
    tasks: dict[UUID, datetime],
    seats: dict[UUID, int],
) -> CaseRow:
    task = tasks.get(one.id)
    times = [at for at in (one.due_at, task) if at is not None]
    return CaseRow(
        one.id,
        one.reference,
        one.state,
        tuple(one.needs),
        one.urgency,
        one.language,
        one.opened_at,
        one.due_at,
        still.get(one.id, 0),
        one.state != CaseState.CLOSED and any(at < now for at in times),
        task,
        seats.get(one.id, 0),
    )
