"""Every write of cases: opened, noted in, closed; a referral answered, ended and heard of."""

from datetime import timedelta
from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.events import CaseOpened, PersonToBeTold, ReferralMoved
from amparo.aid.cases.models import Case, Received, Referral
from amparo.aid.cases.states import CaseState, EntryKind, ReferralState
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.kernel.events import publish
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room
from amparo.reach.messaging.sharing import CaseFacts

_ANSWERS = (ReferralState.ACCEPTED, ReferralState.DECLINED)
_BACK_TO_US = (ReferralState.DECLINED, ReferralState.DONE, ReferralState.NOT_DONE)
_TELL = {
    ReferralState.ACCEPTED: "accepted",
    ReferralState.DECLINED: "declined",
    ReferralState.DONE: "ended",
    ReferralState.NOT_DONE: "declined",
}


def get(case: UUID) -> Case:
    """The case, inside the room; the same error for not there and not yours."""
    found = Case.objects.select_for_update().filter(id=case).first()
    if found is None:
        raise NotFoundError(NotFoundError.__doc__)
    return found


def open_case(*, facts: CaseFacts, wish: str, by: Actor) -> UUID:
    """The new case's id. It begins with the person's own wish, which may still be unknown."""
    by = by.within(Power.WORK_CASES)
    ref, now = refs.new_ref(), clock.now()
    vault.make_keys(refs_=[ref], kind="case")
    blob = firewall.seal(what=[story.clear_wish(ref, wish)], actor=by)[0] if wish else b""
    case = Case(
        id=ref,
        scope_id=facts.scope_id,
        conversation_id=facts.conversation_id,
        reference=facts.reference,
        sealed_wish=blob,
        language=facts.language,
        needs=list(facts.needs),
        urgency=facts.urgency,
        cell=facts.cell,
        people=facts.people,
        opened_at=now,
        opened_by_id=by.id,
        due_at=now + timedelta(hours=rules.ANSWER_WITHIN_HOURS[facts.urgency]),
    )
    with room("aid", by):
        known = Case.objects.filter(conversation_id=facts.conversation_id)
        if known.exclude(state=CaseState.CLOSED).exists():
            raise WrongStateError("This conversation has an open case. Nothing was changed.")
        case.save(force_insert=True)
        audit.write(by=by, verb="open_case", about=ref)
        publish(CaseOpened(ref, facts.conversation_id, facts.scope_id))
    return ref


def note(*, case: UUID, text: str, by: Actor) -> UUID:
    """The new line's id."""
    by = by.within(Power.WORK_CASES)
    if not text.strip():
        raise InvalidError("text", "The note is empty. Nothing was kept.")
    with room("aid", by):
        row = get(case)
    line = story.entry(row, EntryKind.NOTE, by)
    line.sealed_text = firewall.seal(what=[story.clear_entry(case, line, text.strip())], actor=by)[
        0
    ]
    with room("aid", by):
        get(case)
        line.save(force_insert=True)
        audit.write(by=by, verb="note", about=case)
    return line.id


def set_wish(*, case: UUID, wish: str, language: str, by: Actor) -> None:
    """What the person wishes, in her words or in ours; it stands above everything else."""
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        get(case)
    blob = firewall.seal(what=[story.clear_wish(case, wish.strip())], actor=by)[0]
    with room("aid", by):
        row = get(case)
        Case.objects.filter(id=row.id).update(sealed_wish=blob, wish_language=language)
        story.entry(row, EntryKind.WISH, by).save(force_insert=True)
        audit.write(by=by, verb="set_wish", about=case)


def close_case(*, case: UUID, outcome: str, by: Actor) -> None:
    """Closed with an outcome; the person is asked whether it helped."""
    by = by.within(Power.WORK_CASES)
    if outcome not in rules.OUTCOMES:
        raise InvalidError("outcome", "Choose one of the outcomes.")
    with room("aid", by):
        row = get(case)
        rules.check_case_move(row.state, CaseState.CLOSED)
        Case.objects.filter(id=row.id).update(
            state=CaseState.CLOSED, outcome=outcome, closed_at=clock.now(), closed_by_id=by.id
        )
        story.entry(row, EntryKind.OUTCOME, by, state=outcome).save(force_insert=True)
        audit.write(by=by, verb="close_case", about=case, detail={"outcome": outcome})
        if row.conversation_id:
            publish(PersonToBeTold(row.conversation_id, row.scope_id, "ended"))


def reopen_case(*, case: UUID, by: Actor) -> None:
    """Open again, with its whole story."""
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = get(case)
        rules.check_case_move(row.state, CaseState.OPEN)
        Case.objects.filter(id=row.id).update(
            state=CaseState.OPEN, outcome="", closed_at=None, closed_by_id=None
        )
        audit.write(by=by, verb="reopen_case", about=case)


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
