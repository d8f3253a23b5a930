"""Referrals: answered, ended and heard of."""

from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.actions.taking_back import taken_elsewhere
from amparo.aid.cases.events import PersonToBeTold, ReferralMoved
from amparo.aid.cases.models import Case, Received, Referral
from amparo.aid.cases.states import CaseState, EntryKind, ReferralState
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Clear, Held
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


def answer_referral(
    *, received: UUID, accept: bool, reason: str, by: Actor, name: str = ""
) -> None:
    """The receiver's yes or no; a no has a reason. `name` is typed by who has no account."""
    rules.check_reason(accept, reason)
    state = ReferralState.ACCEPTED if accept else ReferralState.DECLINED
    _move(received, state, reason, name, by)


def finish_referral(*, received: UUID, done: bool, reason: str, by: Actor, name: str = "") -> None:
    """The receiver says whether help was given; if not, why."""
    rules.check_reason(done, reason)
    _move(received, ReferralState.DONE if done else ReferralState.NOT_DONE, reason, name, by)


def _move(received: UUID, state: ReferralState, reason: str, name: str, by: Actor) -> None:
    """The receiver's row is in the state, and the event is on its way, in one transaction."""
    by = by.within(Power.ANSWER_REFERRALS)
    with room("aid", by):
        rules.check_referral_move(_row(received).state, state)
    words, signed = _seal(
        [
            story.clear_answer(received, reason.strip()),
            story.clear_name(received, received, name.strip()[: rules.LONGEST_NAME]),
        ],
        by,
    )
    now = clock.now()
    with room("aid", by):
        row = _row(received)
        rules.check_referral_move(row.state, state)
        if state in _ANSWERS:
            row.answered_at, row.answered_by_id = now, by.id
        else:
            row.ended_at = now
        # Who says no more at the end leaves standing what was said with the yes.
        row.state, row.sealed_reason = state, words or bytes(row.sealed_reason)
        row.sealed_name = signed or bytes(row.sealed_name)
        row.save(force_update=True)
        audit.write(by=by, verb="answer_referral", about=row.referral_id, outcome=state)
        publish(ReferralMoved(row.referral_id, row.id, row.sender_id, row.scope_id, state))


def _seal(what: list[Clear], by: Actor) -> list[bytes]:
    """As many ciphertexts as texts; an empty one stays empty."""
    full = [one for one in what if one.text]
    blobs = iter(firewall.seal(what=full, actor=by))
    return [next(blobs) if one.text else b"" for one in what]


def _row(received: UUID) -> Received:
    row = Received.objects.select_for_update().filter(id=received).first()
    if row is None:
        raise NotFoundError(NotFoundError.__doc__)
    return row


def hear(*, event: ReferralMoved) -> None:
    """The sender's referral and case say what the receiver said, and the person will be told."""
    state = ReferralState(event.state)
    both = ends_of(received=event.received, receiver=event.receiver)
    with room("aid", both):
        theirs = Received.objects.get(id=event.received)
        ours = Referral.objects.filter(id=event.referral, id__in=[theirs.referral_id]).first()
    # Here two scopes are open at once: the two rows must be the two ends of one referral.
    ends = (theirs.sender_id, theirs.scope_id)
    rules.check_same_referral(
        ours is not None and ends == (ours.scope_id, ours.receiver_id),
    )
    assert ours is not None
    if _is_old_news(ours.state, state):
        return
    words, signed = _in_our_words(ours, theirs, both)
    with room("aid", both):
        row = (
            Referral.objects.select_for_update(of=("self",))
            .select_related("case")
            .get(id=event.referral)
        )
        if _is_old_news(row.state, state):
            return
        rules.check_referral_move(row.state, state)
        row.answerer_id = theirs.answered_by_id
        _keep_answer(row, state, words, signed)
        line = story.entry(row.case, EntryKind.ANSWER, both, referral=row.id, state=state)
        line.by_id = theirs.answered_by_id or both.id
        line.save(force_insert=True)
        audit.write(by=both, verb="hear_referral", about=row.id, outcome=state)
        case = row.case
        if case.conversation_id:
            scope = case.line_id or case.scope_id
            publish(PersonToBeTold(case.conversation_id, scope, _TELL[state]))
    if state == ReferralState.ACCEPTED:
        taken_elsewhere(accepted=row)


def ends_of(*, received: UUID, receiver: UUID) -> Actor:
    """Our machinery at both ends of a referral. Whose case it is stands in the receiver's row:
    it may have gone to another organisation since the news were sent."""
    with room("aid", machine([receiver])):
        sender = Received.objects.values_list("sender_id", flat=True).get(id=received)
    return machine([sender, receiver])


def _is_old_news(now: str, said: str) -> bool:
    """Told twice: the first time counted. Taken back meanwhile: what they said came too late.

    After a yes and an end in quick succession the yes may be told last: it is in the end already.
    """
    over = (ReferralState.WITHDRAWN, ReferralState.DONE, ReferralState.NOT_DONE)
    return now == said or now in over


def _in_our_words(ours: Referral, theirs: Received, both: Actor) -> tuple[bytes, bytes]:
    """Their words and name under the case's key."""
    held = [
        story.held_answer(theirs.id, bytes(theirs.sealed_reason)),
        Held(theirs.id, f"answerer:{theirs.id}", bytes(theirs.sealed_name)),
    ]
    texts = ["", ""]
    if any(one.blob for one in held):
        opened = firewall.reveal(what=held, purpose=Purpose.REFER, reason="answer", actor=both)
        texts = [text or "" for text in opened]
    words, signed = _seal(
        [
            story.clear_reason(ours, texts[0]),
            story.clear_name(ours.id, ours.case_id, texts[1]),
        ],
        both,
    )
    return words, signed


def _keep_answer(row: Referral, state: ReferralState, words: bytes, signed: bytes) -> None:
    now = clock.now()
    row.state, row.sealed_reason, row.sealed_name = state, words, signed
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
