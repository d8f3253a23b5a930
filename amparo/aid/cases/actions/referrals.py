"""Referrals: answered, ended and heard of."""

from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.events import PersonToBeTold, ReferralMoved
from amparo.aid.cases.models import Case, Received, Referral
from amparo.aid.cases.states import CaseState, EntryKind, ReferralState
from amparo.guard.firewall import actions as firewall
from amparo.kernel import audit, clock
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import NotFoundError
from amparo.kernel.events import publish
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room

_ANSWERS = (ReferralState.ACCEPTED, ReferralState.DECLINED)


_BACK_TO_US = (ReferralState.DECLINED, ReferralState.DONE, ReferralState.NOT_DONE)


_TELL = {
    ReferralState.ACCEPTED: "accepted",
    ReferralState.DECLINED: "declined",
    ReferralState.DONE: "ended",
    ReferralState.NOT_DONE: "declined",
}


def answer_referral(*, received: UUID, accept: bool, reason: str, by: Actor) -> None:
    """The receiver's yes or no; a no has a reason."""
    rules.check_reason(accept, reason)
    _move(received, ReferralState.ACCEPTED if accept else ReferralState.DECLINED, reason, by)


def finish_referral(*, received: UUID, done: bool, reason: str, by: Actor) -> None:
    """The receiver says whether help was given; if not, why."""
    rules.check_reason(done, reason)
    _move(received, ReferralState.DONE if done else ReferralState.NOT_DONE, reason, by)


def _move(received: UUID, state: ReferralState, reason: str, by: Actor) -> None:
    """The receiver's row is in the state, and the event is on its way, in one transaction."""
    by = by.within(Power.ANSWER_REFERRALS)
    words = reason.strip()
    with room("aid", by):
        _row(received)
    clear = story.clear_answer(received, words)
    blob = firewall.seal(what=[clear], actor=by)[0] if words else b""
    now = clock.now()
    with room("aid", by):
        row = _row(received)
        rules.check_referral_move(row.state, state)
        if state in _ANSWERS:
            row.answered_at, row.answered_by_id = now, by.id
        else:
            row.ended_at = now
        row.state, row.sealed_reason = state, blob
        row.save(force_update=True)
        audit.write(by=by, verb="answer_referral", about=row.referral_id, outcome=state)
        publish(ReferralMoved(row.referral_id, row.id, row.sender_id, row.scope_id, state))


def _row(received: UUID) -> Received:
    row = Received.objects.select_for_update().filter(id=received).first()
    if row is None:
        raise NotFoundError(NotFoundError.__doc__)
    return row


def hear(*, event: ReferralMoved) -> None:
    """The sender's referral and case say what the receiver said, and the person will be told."""
    state = ReferralState(event.state)
    both = machine([event.sender, event.receiver])
    with room("aid", both):
        theirs = Received.objects.get(id=event.received)
        ours = Referral.objects.get(id=event.referral)
    # Here two scopes are open at once: the two rows must be the two ends of one referral.
    rules.check_same_referral(
        theirs.referral_id == ours.id,
        (theirs.sender_id, theirs.scope_id) == (ours.scope_id, ours.receiver_id),
    )
    blob = b""
    if theirs.sealed_reason:
        held = story.held_answer(theirs.id, bytes(theirs.sealed_reason))
        words = firewall.reveal(what=[held], purpose=Purpose.REFER, reason="answer", actor=both)[0]
        blob = firewall.seal(what=[story.clear_reason(ours, words or "")], actor=both)[0]
    with room("aid", both):
        row = Referral.objects.select_for_update().select_related("case").get(id=event.referral)
        if row.state == state:
            return  # told twice: the first time counted
        rules.check_referral_move(row.state, state)
        _keep_answer(row, state, blob)
        line = story.entry(row.case, EntryKind.ANSWER, both, referral=row.id, state=state)
        line.by_id = theirs.answered_by_id or both.id
        line.save(force_insert=True)
        audit.write(by=both, verb="hear_referral", about=row.id, outcome=state)
        if row.case.conversation_id:
            told = PersonToBeTold(row.case.conversation_id, row.case.scope_id, _TELL[state])
            publish(told)


def _keep_answer(row: Referral, state: ReferralState, blob: bytes) -> None:
    now = clock.now()
    row.state, row.sealed_reason = state, blob
    if state in _ANSWERS:
        row.answered_at = now
    else:
        row.ended_at = now
    row.save(force_update=True)
    if state in _BACK_TO_US:
        # The case is the caseworker's again: another place, or the end.
        Case.objects.filter(id=row.case_id, state=CaseState.REFERRED).update(
            state=CaseState.OPEN, due_at=now
        )
