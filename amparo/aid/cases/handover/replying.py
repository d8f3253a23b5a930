"""The sender's reply to a receiver's question: it is about her, so she is asked, as always."""

from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.handover.sending import How, check_agreed
from amparo.aid.cases.models import Received, Referral, Word
from amparo.aid.cases.states import ReferralState, WordKind
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Held
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import NotFoundError, WrongStateError
from amparo.kernel.purposes import Basis, Purpose
from amparo.kernel.rooms import room

FIELD = "reply"
_RUNNING = (ReferralState.SENT, ReferralState.ACCEPTED)


def reply(*, referral: UUID, words: str, agreed: bool, language: str, how: How, by: Actor) -> UUID:
    """The reply's id. It lies at the receiver, as she agreed; NothingLeaves when it may not go."""
    by = by.within(Power.WORK_CASES)
    words = rules.check_said(words)
    check_agreed(agreed)
    row = _row(referral, by)
    ours, case = _word(row, by), row.case
    clear = story.clear_word(ours.id, ours.key_id, "", words)
    ours.sealed_text = firewall.seal(what=[clear], actor=by)[0]
    subject = case.conversation_id or case.id
    consent = vault.record_consent(
        agreed=vault.Agreed(subject, row.scope_id, row.receiver_id, (FIELD,), language, how),
        by=by,
    )
    passed = firewall.disclose(
        persons=[subject],
        fields={FIELD: Held(ours.key_id, clear.place, ours.sealed_text)},
        recipient=row.receiver_id,
        purpose=Purpose.REFER,
        basis=Basis.CONSENT,
        agreement=None,
        consent=consent,
        actor=by,
        scope=row.scope_id,
    )
    _deliver(row, ours, story.read_word(passed.values[FIELD])[1])
    with room("aid", by):
        ours.save(force_insert=True)
        audit.write(by=by, verb="reply_referral", about=row.id)
    return ours.id


def _row(referral: UUID, by: Actor) -> Referral:
    with room("aid", by):
        row = Referral.objects.select_related("case").filter(id=referral).first()
    if row is None:
        raise NotFoundError(NotFoundError.__doc__)
    if row.state not in _RUNNING:
        raise WrongStateError("This referral is no longer open. Nothing was sent.")
    return row


def _word(row: Referral, by: Actor) -> Word:
    """A reply on the sender's side, not saved yet and without its text."""
    ref = refs.new_ref()
    return Word(
        id=ref,
        scope_id=row.scope_id,
        key_id=row.case_id,
        referral_id=row.id,
        twin_id=ref,
        kind=WordKind.REPLY,
        said_at=clock.now(),
        said_by_id=by.id,
    )


def _deliver(row: Referral, ours: Word, words: str) -> None:
    """The receiver has the reply in its own scope, under its own key, while it is still open."""
    theirs = machine([row.receiver_id])
    with room("aid", theirs):
        received = Received.objects.filter(referral_id=row.id, state__in=_RUNNING).first()
    if received is None:
        raise WrongStateError("This referral is no longer open. Nothing was sent.")
    twin = refs.new_ref()
    clear = story.clear_word(twin, received.id, "", words)
    blob = firewall.seal(what=[clear], actor=theirs)[0]
    with room("aid", theirs):
        now = Received.objects.select_for_update().get(id=received.id)
        if now.state not in _RUNNING:
            raise WrongStateError("This referral is no longer open. Nothing was sent.")
        Word(
            id=twin,
            scope_id=now.scope_id,
            key_id=now.id,
            referral_id=row.id,
            twin_id=ours.twin_id,
            kind=ours.kind,
            said_at=ours.said_at,
            said_by_id=ours.said_by_id,
            sealed_text=blob,
        ).save(force_insert=True)
        audit.write(by=theirs, verb="receive_reply", about=row.id)
