"""Referrals as their sender sees them: clocks, answers, questions, links, whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Coalesce

from amparo.aid.cases import story
from amparo.aid.cases.models import Case, Referral, Ticket, Word
from amparo.aid.cases.queries.opening import open_texts, services_of
from amparo.aid.cases.queries.referrals import Said, held_words, said_lines
from amparo.aid.cases.states import ReferralState, WordKind
from amparo.commons.directory import queries as directory
from amparo.commons.pathways import queries as pathways
from amparo.commons.pathways.queries import PathwayCard
from amparo.guard.accounts import queries as accounts
from amparo.guard.firewall import queries as ledger
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import NotFoundError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room

_RUNNING = (ReferralState.SENT, ReferralState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link that was given out: until when, and whether someone opened it."""

    expires_at: datetime
    seen_at: datetime | None
    over: bool


@dataclass(frozen=True, slots=True)
class SentLine:
    """One referral as its sender sees it."""

    id: UUID
    case_id: UUID
    receiver: str
    service: str
    service_id: UUID
    state: str
    need: str
    turn: int
    made_at: datetime
    made_by: str
    answer_due_at: datetime
    late: bool
    answered_at: datetime | None
    answered_by: str
    ended_at: datetime | None
    reason: str
    withdrawn_at: datetime | None
    withdrawn_why: str
    fields: tuple[str, ...]
    said: tuple[Said, ...]
    asks: bool
    call_name: str
    call_words: str
    link: LinkLine | None

    @property
    def running(self) -> bool:
        """Whether it can still be asked, replied to, linked to and taken back."""
        return self.state in _RUNNING


def sent(viewer: Actor, case: UUID) -> tuple[SentLine, ...]:
    """Every referral of the case, the oldest first; NotFoundError for not there, not yours."""
    viewer = viewer.within(Power.READ_CASES)
    with room("aid", viewer):
        if not Case.objects.filter(id=case).exists():
            raise NotFoundError(NotFoundError.__doc__)
        # Those who were asked one after the other stand together, in their order.
        first = Coalesce("turn_id", "id")
        rows = list(Referral.objects.filter(case_id=case).order_by(first, "turn"))
        words = list(Word.objects.filter(key_id=case).order_by("said_at", "id")) if rows else []
    return _lines(rows, words, viewer)


def sent_one(viewer: Actor, referral: UUID) -> SentLine:
    """One referral; NotFoundError for not there and for not yours."""
    viewer = viewer.within(Power.READ_CASES)
    with room("aid", viewer):
        row = Referral.objects.filter(id=referral).first()
        if row is None:
            raise NotFoundError(NotFoundError.__doc__)
        words = list(Word.objects.filter(key_id=row.case_id).order_by("said_at", "id"))
    return _lines([row], words, viewer)[0]


def _lines(rows: Sequence[Referral], words: list[Word], viewer: Actor) -> tuple[SentLine, ...]:
    if not rows:
        return ()
    held = held_words(words)
    for one in rows:
        held.append(story.held_reason(one))
        held.append(story.held_name(one.id, one.case_id, bytes(one.sealed_name)))
    texts, _ = open_texts(held, Purpose.ASSIST, viewer)
    services, links = services_of(rows), _links([one.id for one in rows])
    ways = {
        one.id: one
        for one in pathways.some(viewer, {one.pathway_id for one in rows if one.pathway_id})
    }
    return tuple(
        _line(
            one,
            texts,
            services.get(one.service_id, ("", "")),
            said_lines([word for word in words if word.referral_id == one.id], texts),
            ways.get(one.pathway_id or one.id),
            links.get(one.id),
        )
        for one in rows
    )


def _links(ids: Sequence[UUID]) -> dict[UUID, LinkLine]:
    """The newest link of each referral that the viewer may see."""
    with room("aid", machine()):
        rows = list(Ticket.objects.filter(referral_id__in=ids).order_by("made_at"))
    now = clock.now()
    return {
        one.referral_id: LinkLine(
            one.expires_at, one.seen_at, one.ended_at is not None or one.expires_at <= now
        )
        for one in rows
    }


def _line(
    one: Referral,
    texts: dict[str, str | None],
    service: tuple[str, str],
    said: tuple[Said, ...],
    way: PathwayCard | None,
    link: LinkLine | None,
) -> SentLine:
    names = accounts.colleague_names()
    typed = texts.get(story.held_name(one.id, one.case_id, b"").place) or ""
    return SentLine(
        id=one.id,
        case_id=one.case_id,
        receiver=service[1],
        service=service[0],
        service_id=one.service_id,
        state=one.state,
        need=one.need,
        turn=one.turn if one.turn_id else 0,
        made_at=one.made_at,
        made_by=names.get(one.made_by_id, ""),
        answer_due_at=one.answer_due_at,
        late=one.state == ReferralState.SENT and one.answer_due_at <= clock.now(),
        answered_at=one.answered_at,
        answered_by=typed or names.get(one.answerer_id or one.id, ""),
        ended_at=one.ended_at,
        reason=texts.get(story.held_reason(one).place) or "",
        withdrawn_at=one.withdrawn_at,
        withdrawn_why=one.withdrawn_why,
        fields=tuple(one.fields),
        said=said,
        asks=bool(said) and said[-1].kind == WordKind.QUESTION and one.state in _RUNNING,
        call_name=way.call_name if way else "",
        call_words=way.call_words if way else "",
        link=link,
    )


@dataclass(frozen=True, slots=True)
class PassedOn:
    """Something that was passed on, as the person herself sees it."""

    disclosure: UUID
    scope: UUID
    receiver: str
    fields: tuple[str, ...]
    at: datetime
    state: str  # of the referral; empty for what is no referral

    @property
    def can_take_back(self) -> bool:
        """Whether it is still open at the receiver."""
        return self.state in _RUNNING


def passed_on(her: Actor) -> tuple[PassedOn, ...]:
    """Everything that was passed on about her, to whom, the newest first."""
    found = ledger.passed(her)
    states: dict[UUID, str] = {}
    with room("aid", her):
        cases = dict(Case.objects.filter(conversation_id=her.subject).values_list("id", "scope_id"))
    if found:
        # Where her cases are now: one may have gone on since something of it was passed on.
        with room("aid", machine({one.scope for one in found} | set(cases.values()))):
            rows = Referral.objects.filter(
                case_id__in=list(cases), disclosure_id__in=[one.id for one in found]
            )
            states = {one.disclosure_id: one.state for one in rows if one.disclosure_id}
    names = directory.receiver_names()
    return tuple(
        PassedOn(
            one.id,
            one.scope,
            names.get(one.receiver, ""),
            one.fields,
            one.at,
            states.get(one.id, ""),
        )
        for one in found
    )
