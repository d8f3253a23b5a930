"""What was referred to the viewer's organisations."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.aid.cases import story
from amparo.aid.cases.models import Received
from amparo.aid.cases.queries.opening import open_texts, services_of
from amparo.aid.cases.sharing import ReferralSlip
from amparo.aid.cases.states import ReferralState
from amparo.commons.directory import queries as directory
from amparo.guard.accounts import queries as accounts
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room


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


def received(viewer: Actor, open_only: bool = True) -> tuple[ReceivedRow, ...]:
    """What was referred to the viewer's organisations, what must be answered first on top."""
    viewer = viewer.within(Power.ANSWER_REFERRALS)
    with room("aid", viewer):
        found = Received.objects.filter(scope_id__in=viewer.scopes)
        if open_only:
            found = found.filter(state__in=[ReferralState.SENT, ReferralState.ACCEPTED])
        rows = list(found.order_by("-state", "answer_due_at")[:200])
    services, senders = services_of(rows), _senders()
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
    texts, sealed = open_texts([held], Purpose.REFER, viewer)
    text = texts.get(held.place)
    row = _received_row(one, services_of([one]), _senders(), clock.now())
    return ReceivedPage(row, ReferralSlip.from_text(text).lines if text else None, sealed)
