"""One case from the wish to the outcome, with all that hangs on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from amparo.aid.cases import story
from amparo.aid.cases.models import Case, Entry, Link, Member, Referral, Seat, Task, Transfer
from amparo.aid.cases.queries.opening import open_texts, services_of
from amparo.aid.cases.queries.plans import (
    LinkRow,
    MemberRow,
    SeatRow,
    TaskRow,
    link_rows,
    member_rows,
    others_of,
    seat_rows,
    task_rows,
)
from amparo.commons.directory import queries as directory
from amparo.guard.accounts import queries as accounts
from amparo.guard.vault.held import Held
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line of a case's story."""

    id: UUID
    kind: str
    at: datetime
    by: str
    text: str | None
    state: str
    referral_id: UUID | None


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """One referral as its sender sees it."""

    id: UUID
    receiver: str
    service: str
    service_id: UUID
    state: str
    made_at: datetime
    made_by: str
    answer_due_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    reason: str | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case from the wish to the outcome. A text is None where its key is gone or sealed away."""

    id: UUID
    reference: str
    state: str
    wish: str | None
    wish_language: str
    language: str
    needs: tuple[str, ...]
    urgency: int
    people: int | None
    place_cell: int | None
    opened_at: datetime
    opened_by: str
    due_at: datetime | None
    closed_at: datetime | None
    outcome: str
    conversation_id: UUID | None
    story: tuple[StoryLine, ...]
    referrals: tuple[ReferralLine, ...]
    sealed: bool
    scope_id: UUID
    wish_kind: str
    tasks: tuple[TaskRow, ...]
    members: tuple[MemberRow, ...]
    household: tuple[LinkRow, ...]
    team: tuple[SeatRow, ...]
    line_id: UUID | None  # where the conversation is
    going_to: str  # the organisation that the case is on its way to

    @property
    def on_its_line(self) -> bool:
        """Whether it is worked where its conversation is, and not at another organisation."""
        return self.line_id == self.scope_id


@dataclass(frozen=True, slots=True)
class _Rows:
    """A case and all rows that hang on it, read in one room."""

    case: Case
    entries: list[Entry]
    referrals: list[Referral]
    tasks: list[Task]
    members: list[Member]
    links: list[Link]
    others: dict[UUID, Case]
    seats: list[Seat]
    transfer: Transfer | None

    def held(self) -> list[Held]:
        """Everything sealed, to be opened in one call."""
        held = [story.held_wish(self.case), *map(story.held_entry, self.entries)]
        held += map(story.held_reason, self.referrals)
        held += map(story.held_task, self.tasks)
        return [*held, *map(story.held_member, self.members)]

    def organisations(self) -> dict[UUID, str]:
        """The names of all organisations that are named."""
        named: Iterable[UUID | None] = (
            *(one.promiser_id for one in self.tasks),
            *(one.organisation_id for one in self.seats),
            self.transfer.receiver_id if self.transfer else None,
        )
        return directory.organisation_names({one for one in named if one})


def _read(viewer: Actor, ref: UUID) -> _Rows:
    with room("aid", viewer):
        one = Case.objects.filter(id=ref).first()
        if one is None:
            raise NotFoundError(NotFoundError.__doc__)
        links = list(one.links.order_by("made_at"))
        return _Rows(
            one,
            list(one.entries.order_by("at", "id")),
            list(one.referrals.order_by("made_at")),
            list(one.tasks.order_by(F("due_at").asc(nulls_last=True), "id")),
            list(one.members.order_by("made_at")),
            links,
            others_of(links),
            list(one.seats.order_by("joined_at")),
            Transfer.objects.filter(case_id=ref, moved=False).first(),
        )


def case(viewer: Actor, ref: UUID) -> CasePage:
    """The whole case; NotFoundError for not there and for not yours."""
    viewer = viewer.within(Power.READ_CASES)
    rows = _read(viewer, ref)
    one = rows.case
    texts, sealed = open_texts(rows.held(), Purpose.ASSIST, viewer)
    names, services = accounts.colleague_names(), services_of(rows.referrals)
    organisations = rows.organisations()
    return CasePage(
        id=one.id,
        reference=one.reference,
        state=one.state,
        wish=texts.get(story.held_wish(one).place),
        wish_language=one.wish_language,
        language=one.language,
        needs=tuple(one.needs),
        urgency=one.urgency,
        people=one.people,
        place_cell=one.cell,
        opened_at=one.opened_at,
        opened_by=names.get(one.opened_by_id, ""),
        due_at=one.due_at,
        closed_at=one.closed_at,
        outcome=one.outcome,
        conversation_id=one.conversation_id,
        story=tuple(_story_line(entry, texts, names) for entry in rows.entries),
        referrals=tuple(_referral(row, texts, names, services) for row in rows.referrals),
        sealed=sealed,
        scope_id=one.scope_id,
        wish_kind=one.wish_kind,
        tasks=task_rows(rows.tasks, texts, names, organisations),
        members=member_rows(rows.members, texts),
        household=link_rows(rows.links, rows.others),
        team=seat_rows(rows.seats, names, organisations),
        line_id=one.line_id,
        going_to=organisations.get(rows.transfer.receiver_id, "") if rows.transfer else "",
    )


def _story_line(one: Entry, texts: dict[str, str | None], names: dict[UUID, str]) -> StoryLine:
    text = texts.get(story.held_entry(one).place)
    return StoryLine(
        one.id, one.kind, one.at, names.get(one.by_id, "Amparo"), text, one.state, one.referral_id
    )


def _referral(
    one: Referral,
    texts: dict[str, str | None],
    names: dict[UUID, str],
    services: dict[UUID, tuple[str, str]],
) -> ReferralLine:
    service, receiver = services.get(one.service_id, ("", ""))
    return ReferralLine(
        one.id,
        receiver,
        service,
        one.service_id,
        one.state,
        one.made_at,
        names.get(one.made_by_id, ""),
        one.answer_due_at,
        one.answered_at,
        one.ended_at,
        texts.get(story.held_reason(one).place),
        tuple(one.fields),
    )
