"""Cases: the list, and one from the wish to the outcome."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from amparo.aid.cases import story
from amparo.aid.cases.models import Case, Entry, Referral
from amparo.aid.cases.queries.opening import offset_of, open_texts, services_of
from amparo.aid.cases.states import CaseState, ReferralState
from amparo.guard.accounts import queries as accounts
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.purposes import Purpose
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


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of cases, and how many there are in each state."""

    rows: tuple[CaseRow, ...]
    counts: dict[str, int]
    next: str


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


def cases(viewer: Actor, state: str = "", after: str = "", limit: int = 50) -> CaseList:
    """One page of cases: what is due first. `state` is empty for all that are not closed."""
    viewer = viewer.within(Power.READ_CASES)
    start = offset_of(after)
    with room("aid", viewer):
        found = Case.objects.filter(scope_id__in=viewer.scopes)
        counts = dict(found.values_list("state").annotate(Count("id")).order_by())
        wanted = found.filter(state=state) if state else found.exclude(state=CaseState.CLOSED)
        still = Q(referrals__state__in=[ReferralState.SENT, ReferralState.ACCEPTED])
        rows = list(
            wanted.annotate(still=Count("referrals", filter=still)).order_by(
                "due_at", "-opened_at", "id"
            )[start : start + limit + 1]
        )
    now = clock.now()
    shown = tuple(_case_row(one, now) for one in rows[:limit])
    return CaseList(shown, counts, str(start + limit) if len(rows) > limit else "")


def _case_row(one: Case, now: datetime) -> CaseRow:
    late = one.due_at is not None and one.due_at < now and one.state != CaseState.CLOSED
    return CaseRow(
        one.id,
        one.reference,
        one.state,
        tuple(one.needs),
        one.urgency,
        one.language,
        one.opened_at,
        one.due_at,
        int(getattr(one, "still", 0)),
        late,
    )


def case(viewer: Actor, ref: UUID) -> CasePage:
    """The whole case; NotFoundError for not there and for not yours."""
    viewer = viewer.within(Power.READ_CASES)
    with room("aid", viewer):
        one = Case.objects.filter(id=ref).first()
        if one is None:
            raise NotFoundError(NotFoundError.__doc__)
        entries = list(one.entries.order_by("at", "id"))
        referrals = list(one.referrals.order_by("made_at"))
    held = [story.held_wish(one), *(story.held_entry(entry) for entry in entries)]
    held += [story.held_reason(referral) for referral in referrals]
    texts, sealed = open_texts(held, Purpose.ASSIST, viewer)
    names, services = accounts.colleague_names(), services_of(referrals)
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
        story=tuple(_story_line(entry, texts, names) for entry in entries),
        referrals=tuple(_referral(row, texts, names, services) for row in referrals),
        sealed=sealed,
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
