"""What hangs on a case: its tasks, its people, its family, its team."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.aid.cases import story
from amparo.aid.cases.models import Case, Link, Member, Seat, Task
from amparo.aid.cases.people import Person
from amparo.aid.cases.states import TaskState
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room

Texts = Mapping[str, str | None]
Names = Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One step of the plan. `words` is None where they are sealed away."""

    id: UUID
    case_id: UUID
    kind: str
    state: str
    words: str | None
    due_at: datetime | None
    overdue: bool
    assigned_id: UUID | None
    assigned: str
    promiser_id: UUID | None
    promiser: str
    made_at: datetime
    made_by: str
    ended_at: datetime | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person of the case."""

    id: UUID
    person: Person | None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A tie to another case; `case_id` is None when that case is another organisation's by now."""

    id: UUID
    reference: str
    relation: str
    together: bool
    case_id: UUID | None
    state: str


@dataclass(frozen=True, slots=True)
class SeatRow:
    """An organisation in the team, or one that left it."""

    id: UUID
    organisation_id: UUID
    organisation: str
    lead: bool
    joined_at: datetime
    joined_by: str
    left_at: datetime | None


def task_rows(
    tasks: Iterable[Task], texts: Texts, names: Names, organisations: Names
) -> tuple[TaskRow, ...]:
    """The steps, in the order given."""
    now = clock.now()
    return tuple(
        TaskRow(
            one.id,
            one.case_id,
            one.kind,
            one.state,
            texts.get(story.held_task(one).place),
            one.due_at,
            one.state == TaskState.OPEN and one.due_at is not None and one.due_at < now,
            one.assigned_id,
            names.get(one.assigned_id, "") if one.assigned_id else "",
            one.promiser_id,
            organisations.get(one.promiser_id, "") if one.promiser_id else "",
            one.made_at,
            names.get(one.made_by_id, "Amparo"),
            one.ended_at,
            names.get(one.ended_by_id, "") if one.ended_by_id else "",
        )
        for one in tasks
    )


def member_rows(members: Iterable[Member], texts: Texts) -> tuple[MemberRow, ...]:
    """The people of a case, as far as they can be read."""
    found = [(one.id, texts.get(story.held_member(one).place)) for one in members]
    return tuple(MemberRow(ref, Person.from_text(text) if text else None) for ref, text in found)


def link_rows(links: Iterable[Link], others: Mapping[UUID, Case]) -> tuple[LinkRow, ...]:
    """The ties; `others` holds those of the other cases that the viewer may see."""
    return tuple(
        LinkRow(
            one.id,
            one.other_reference,
            one.relation,
            one.together,
            one.other_id if one.other_id in others else None,
            others[one.other_id].state if one.other_id in others else "",
        )
        for one in links
    )


def seat_rows(seats: Iterable[Seat], names: Names, organisations: Names) -> tuple[SeatRow, ...]:
    """The team, the lead first, those who left last."""
    return tuple(
        SeatRow(
            one.id,
            one.organisation_id,
            organisations.get(one.organisation_id, ""),
            one.lead,
            one.joined_at,
            names.get(one.joined_by_id, ""),
            one.left_at,
        )
        for one in sorted(seats, key=lambda one: (one.left_at is not None, not one.lead))
    )


def household(viewer: Actor, case: UUID) -> tuple[LinkRow, ...]:
    """The cases of one family with this one; those marked `together` must not be parted.

    Empty for a case that the viewer may not read.
    """
    if viewer.kind != "machine":
        viewer = viewer.within(Power.READ_CASES)
    with room("aid", viewer):
        links = list(Link.objects.filter(case_id=case).order_by("made_at"))
        others = _others(one.other_id for one in links)
    return link_rows(links, others)


def _others(refs: Iterable[UUID]) -> dict[UUID, Case]:
    wanted: Collection[UUID] = set(refs)
    return Case.objects.only("id", "state").in_bulk(list(wanted)) if wanted else {}


def others_of(links: Iterable[Link]) -> dict[UUID, Case]:
    """The other cases of these ties, as far as the room shows them. Call it inside the room."""
    return _others(one.other_id for one in links)
