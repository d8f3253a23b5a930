"""What a receiver asks and reports while a referral is open; each side keeps its own words."""

from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.actions.referrals import ends_of
from amparo.aid.cases.events import ReferralSaid
from amparo.aid.cases.models import Case, Received, Referral, Word
from amparo.aid.cases.states import EntryKind, ReferralState, WordKind
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Held
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError, WrongStateError
from amparo.kernel.events import publish
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room

_MAY_ASK = (ReferralState.SENT, ReferralState.ACCEPTED)
_MAY_REPORT = (ReferralState.ACCEPTED,)


def ask_sender(*, received: UUID, words: str, by: Actor, name: str = "") -> UUID:
    """The question's id; the sender sees it. The clock runs on: a question is no answer."""
    return _say(received, WordKind.QUESTION, words, name, by)


def report_progress(*, received: UUID, words: str, by: Actor, name: str = "") -> UUID:
    """The report's id; the sender sees how it goes. Only who said yes reports."""
    return _say(received, WordKind.REPORT, words, name, by)


def _say(received: UUID, kind: WordKind, words: str, name: str, by: Actor) -> UUID:
    by = by.within(Power.ANSWER_REFERRALS)
    words = rules.check_said(words)
    with room("aid", by):
        _row(received, kind)
    ref = refs.new_ref()
    clear = story.clear_word(ref, received, name.strip()[: rules.LONGEST_NAME], words)
    blob = firewall.seal(what=[clear], actor=by)[0]
    with room("aid", by):
        row = _row(received, kind)
        Word(
            id=ref,
            scope_id=row.scope_id,
            key_id=row.id,
            referral_id=row.referral_id,
            twin_id=ref,
            kind=kind,
            said_at=clock.now(),
            said_by_id=by.id,
            sealed_text=blob,
        ).save(force_insert=True)
        audit.write(by=by, verb="say_on_referral", about=row.referral_id, outcome=kind)
        publish(ReferralSaid(ref, row.referral_id, row.id, row.sender_id, row.scope_id))
    return ref


def _row(received: UUID, kind: WordKind) -> Received:
    row = Received.objects.select_for_update().filter(id=received).first()
    if row is None:
        raise NotFoundError(NotFoundError.__doc__)
    if row.state not in (_MAY_ASK if kind == WordKind.QUESTION else _MAY_REPORT):
        raise WrongStateError("This referral is not open for that any more. Nothing was sent.")
    return row


def hear_word(*, event: ReferralSaid) -> None:
    """The sender has the receiver's words in its own row, and a question is due at once."""
    both = ends_of(received=event.received, receiver=event.receiver)
    with room("aid", both):
        theirs = Word.objects.get(id=event.word)
        ours = Referral.objects.select_related("case").get(id=event.referral)
    rules.check_same_referral(
        theirs.referral_id == ours.id,
        (theirs.scope_id, theirs.key_id) == (ours.receiver_id, event.received),
    )
    if not theirs.sealed_text:
        return  # taken back meanwhile
    held: Held = story.held_word(theirs)
    opened = firewall.reveal(what=[held], purpose=Purpose.REFER, reason="word", actor=both)[0]
    twin = _twin(theirs, ours)
    clear = story.clear_word(twin.id, twin.key_id, *story.read_word(opened))
    twin.sealed_text = firewall.seal(what=[clear], actor=both)[0]
    with room("aid", both):
        if Word.objects.filter(key_id=twin.key_id, twin_id=twin.twin_id).exists():
            return  # told twice
        twin.save(force_insert=True)
        line = story.entry(ours.case, EntryKind.ANSWER, both, referral=ours.id, state=twin.kind)
        line.by_id = theirs.said_by_id
        line.save(force_insert=True)
        if twin.kind == WordKind.QUESTION:
            Case.objects.filter(id=ours.case_id).update(due_at=clock.now())
        audit.write(by=both, verb="hear_word", about=ours.id, outcome=twin.kind)


def _twin(theirs: Word, ours: Referral) -> Word:
    return Word(
        id=refs.new_ref(),
        scope_id=ours.scope_id,
        key_id=ours.case_id,
        referral_id=ours.id,
        twin_id=theirs.twin_id,
        kind=theirs.kind,
        said_at=theirs.said_at,
        said_by_id=theirs.said_by_id,
    )
