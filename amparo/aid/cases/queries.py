"""What staff may see of cases and referrals: always for a viewer, already narrowed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from amparo.aid.cases import story
from amparo.aid.cases.models import Case, Entry, Received, Referral
from amparo.aid.cases.sharing import ReferralSlip
from amparo.aid.cases.states import CaseState, ReferralState
from amparo.commons.directory import queries as directory
from amparo.guard.accounts import queries as accounts
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Held
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError, SealedAwayError
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


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """One referral as its receiver sees it in the list."""

    id: UUID
    reference: str
    sender: str
    service: str
    state: str
    urgency: int
    received_at: datetime
    answer_due_at: datetime
    answered_at: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """A referral with its slip, exactly as it was let through."""

    row: ReceivedRow
    slip: tuple[tuple[str, str], ...] | None
    sealed: bool


def cases(viewer: Actor, state: str = "", after: str = "", limit: int = 50) -> CaseList:
    """One page of cases: what is due first. `state` is empty for all that are not closed."""
    viewer = viewer.within(Power.READ_CASES)
    start = _offset(after)
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


def _offset(after: str) -> int:
    # `isdigit` lets «²» through, and beyond nine digits PostgreSQL can't count.
    if after and not (after.isascii() and after.isdecimal() and len(after) < 10):
        raise InvalidError("after", "This is no place in the list. Start at the top.")
    return int(after or 0)


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
    texts, sealed = _reveal(held, Purpose.ASSIST, viewer)
    names, services = accounts.colleague_names(), _services(referrals)
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


def _reveal(
    held: Sequence[Held], purpose: Purpose, viewer: Actor
) -> tuple[dict[str, str | None], bool]:
    try:
        texts = firewall.reveal(what=held, purpose=purpose, reason="case", actor=viewer)
    except SealedAwayError:
        return {}, True
    return {one.place: text for one, text in zip(held, texts, strict=True)}, False


def _services(rows: Sequence[Referral | Received]) -> dict[UUID, tuple[str, str]]:
    """The names of services and of their organisations, in one query."""
    return directory.service_names({one.service_id for one in rows})


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


def received(viewer: Actor, open_only: bool = True) -> tuple[ReceivedRow, ...]:
    """What was referred to the viewer's organisations, what must be answered first on top."""
    viewer = viewer.within(Power.ANSWER_REFERRALS)
    with room("aid", viewer):
        found = Received.objects.filter(scope_id__in=viewer.scopes)
        if open_only:
            found = found.filter(state__in=[ReferralState.SENT, ReferralState.ACCEPTED])
        rows = list(found.order_by("-state", "answer_due_at")[:200])
    services, senders = _services(rows), _senders()
    now = clock.now()
    return tuple(_received_row(one, services, senders, now) for one in rows)


def _senders() -> dict[UUID, str]:
    """The names of those who may refer: lines and organisations."""
    return accounts.line_names() | directory.receiver_names()


def _received_row(
    one: Received,
    services: dict[UUID, tuple[str, str]],
    senders: dict[UUID, str],
    now: datetime,
) -> ReceivedRow:
    return ReceivedRow(
        one.id,
        one.reference,
        senders.get(one.sender_id, ""),
        services.get(one.service_id, ("", ""))[0],
        one.state,
        one.urgency,
        one.received_at,
        one.answer_due_at,
        one.answered_at,
        one.state == ReferralState.SENT and one.answer_due_at < now,
    )


def received_one(viewer: Actor, ref: UUID) -> ReceivedPage:
    """One referral with its slip; NotFoundError for not there and for not yours."""
    viewer = viewer.within(Power.ANSWER_REFERRALS)
    with room("aid", viewer):
        one = Received.objects.filter(id=ref).first()
    if one is None:
        raise NotFoundError(NotFoundError.__doc__)
    held = story.held_slip(one)
    texts, sealed = _reveal([held], Purpose.REFER, viewer)
    text = texts.get(held.place)
    row = _received_row(one, _services([one]), _senders(), clock.now())
    return ReceivedPage(row, ReferralSlip.from_text(text).lines if text else None, sealed)
