"""What was referred to the viewer's organisations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.aid.cases import story
from amparo.aid.cases.models import Received, Word
from amparo.aid.cases.queries.opening import open_texts, services_of
from amparo.aid.cases.sharing import ReferralSlip
from amparo.aid.cases.states import ReferralState
from amparo.commons.directory import queries as directory
from amparo.guard.accounts import queries as accounts
from amparo.guard.vault.held import Held
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
    reminded: bool = False
    withdrawn_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One question, reply or report. `text` is None where its key is gone or sealed away."""

    id: UUID
    kind: str
    at: datetime
    by: str
    text: str | None


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """A referral with its slip, exactly as it was let through, and what was said since."""

    row: ReceivedRow
    slip: tuple[tuple[str, str], ...] | None
    sealed: bool
    said: tuple[Said, ...] = ()
    reason: str = ""
    answered_by: str = ""


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
        id=one.id,
        reference=one.reference,
        sender=senders.get(one.sender_id, ""),
        service=services.get(one.service_id, ("", ""))[0],
        state=one.state,
        urgency=one.urgency,
        received_at=one.received_at,
        answer_due_at=one.answer_due_at,
        answered_at=one.answered_at,
        overdue=one.state == ReferralState.SENT and one.answer_due_at < now,
        reminded=one.state == ReferralState.SENT and one.reminded_at is not None,
        withdrawn_at=one.withdrawn_at,
        ended_at=one.ended_at,
    )


def received_one(viewer: Actor, ref: UUID) -> ReceivedPage:
    """One referral with its slip; NotFoundError for not there and for not yours."""
    viewer = viewer.within(Power.ANSWER_REFERRALS)
    with room("aid", viewer):
        one = Received.objects.filter(id=ref).first()
        if one is None:
            raise NotFoundError(NotFoundError.__doc__)
        words = list(Word.objects.filter(key_id=ref).order_by("said_at", "id"))
    row = _received_row(one, services_of([one]), _senders(), clock.now())
    if one.state == ReferralState.WITHDRAWN:
        return ReceivedPage(row, None, False)
    held = [
        story.held_slip(one),
        story.held_answer(one.id, bytes(one.sealed_reason)),
        story.held_name(one.id, one.id, bytes(one.sealed_name)),
        *map(story.held_word, words),
    ]
    texts, sealed = open_texts(held, Purpose.REFER, viewer)
    text = texts.get(held[0].place)
    name = texts.get(held[2].place) or ""
    return ReceivedPage(
        row,
        ReferralSlip.from_text(text).lines if text else None,
        sealed,
        said_lines(words, texts),
        texts.get(held[1].place) or "",
        name or accounts.colleague_names().get(one.answered_by_id or ref, ""),
    )


def said_lines(words: Sequence[Word], texts: dict[str, str | None]) -> tuple[Said, ...]:
    """The words of one side, opened, each with the name of who said them."""
    names = accounts.colleague_names()
    return tuple(_said(one, texts.get(story.held_word(one).place), names) for one in words)


def _said(one: Word, opened: str | None, names: dict[UUID, str]) -> Said:
    name, text = story.read_word(opened)
    by = name or names.get(one.said_by_id, "")
    return Said(one.id, one.kind, one.said_at, by, text if opened is not None else None)


def held_words(words: Sequence[Word]) -> list[Held]:
    """The words of one side, sealed."""
    return [story.held_word(one) for one in words]
