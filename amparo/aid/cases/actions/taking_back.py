"""A referral is taken back: nothing of it stays readable at the receiver, and nothing more goes."""

from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.actions.cases import get
from amparo.aid.cases.events import ReferralWithdrawn
from amparo.aid.cases.models import Alarm, Case, Received, Referral, Ticket, Word
from amparo.aid.cases.states import CaseState, EntryKind, ReferralState, Withdrawn
from amparo.guard.vault import actions as vault
from amparo.kernel import audit, clock
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import NotFoundError
from amparo.kernel.events import publish
from amparo.kernel.rooms import room

_OPEN = (ReferralState.SENT, ReferralState.ACCEPTED)
_QUEUED = (ReferralState.QUEUED,)


def take_back(*, referral: UUID, her_wish: bool, by: Actor) -> None:
    """The referral is withdrawn on both sides, her yes no longer counts, its links are dead.

    Those who were to be asked after it are not asked any more either.
    """
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = Referral.objects.filter(id=referral).first()
        if row is None:
            raise NotFoundError(NotFoundError.__doc__)
        get(row.case_id)
        rules.check_referral_move(row.state, ReferralState.WITHDRAWN)
    if row.consent_id:
        # First the yes: from here on the firewall lets nothing more pass.
        vault.withdraw_consent(consent=row.consent_id, by=by)
    why = Withdrawn.PERSON if her_wish else Withdrawn.SENDER
    _withdraw(row, why, by)
    forget_at_receiver(referral=row.id, receiver=row.receiver_id)


def take_back_own(*, disclosure: UUID, scope: UUID, her: Actor) -> None:
    """What was passed on with this disclosure is taken back by the person herself.

    Doing it twice changes nothing; NotFoundError when it is not hers.
    """
    with room("aid", her):
        cases = dict(Case.objects.filter(conversation_id=her.subject).values_list("id", "scope_id"))
    # Where her case is now; it may have gone on since this was passed on.
    ours = machine({scope, *cases.values()})
    with room("aid", ours):
        row = Referral.objects.filter(disclosure_id=disclosure, case_id__in=list(cases)).first()
    if row is None:
        raise NotFoundError(NotFoundError.__doc__)
    if row.state in (ReferralState.SENT, ReferralState.ACCEPTED):
        _withdraw(row, Withdrawn.PERSON, ours)
    forget_at_receiver(referral=row.id, receiver=row.receiver_id)
    if row.consent_id:
        vault.withdraw_consent(consent=row.consent_id, by=her)


def _withdraw(row: Referral, why: Withdrawn, by: Actor) -> None:
    """The sender's rows say so, of this one and of those who wait behind it."""
    now = clock.now()
    with room("aid", by):
        # The case before its referrals, as everywhere: two deeds at once never block each other.
        case = get(row.case_id)
        fresh = Referral.objects.select_for_update().get(id=row.id)
        rules.check_referral_move(fresh.state, ReferralState.WITHDRAWN)
        behind = Referral.objects.filter(turn_id=row.turn_id, state=ReferralState.QUEUED)
        ids = list(behind.values_list("id", flat=True)) if row.turn_id else []
        Referral.objects.filter(id__in=[row.id, *ids]).update(
            state=ReferralState.WITHDRAWN,
            withdrawn_at=now,
            withdrawn_by_id=by.id,
            withdrawn_why=why,
        )
        line = story.entry(case, EntryKind.REFERRAL, by, referral=row.id, state="taken_back")
        line.save(force_insert=True)
        if not Referral.objects.filter(case_id=case.id, state__in=_OPEN).exists():
            # Nobody else has it: it is the caseworker's again.
            Case.objects.filter(id=case.id, state=CaseState.REFERRED).update(
                state=CaseState.OPEN, due_at=now
            )
        audit.write(by=by, verb="withdraw_referral", about=row.id, detail={"why": str(why)})
        publish(ReferralWithdrawn(row.id, row.scope_id, row.receiver_id))


def forget_at_receiver(*, referral: UUID, receiver: UUID) -> None:
    """The receiver's row is empty: slip, words and reference are gone, and every link is dead.

    Done at once, and again by the event: the second time changes nothing.
    """
    now, theirs = clock.now(), machine([receiver])
    with room("aid", theirs):
        row = Received.objects.select_for_update().filter(referral_id=referral).first()
        Ticket.objects.filter(referral_id=referral, ended_at=None).update(ended_at=now)
        Alarm.objects.filter(id=referral).update(reminded=True, over=True)
        if row is None or row.state == ReferralState.WITHDRAWN:
            return
        _empty(row)
        audit.write(by=theirs, verb="forget_referral", about=referral)


def _empty(row: Received) -> None:
    Word.objects.filter(key_id=row.id).update(sealed_text=b"")
    Received.objects.filter(id=row.id).update(
        state=ReferralState.WITHDRAWN,
        withdrawn_at=clock.now(),
        sealed_slip=b"",
        sealed_reason=b"",
        sealed_name=b"",
        reference="",
    )


def taken_elsewhere(*, accepted: Referral) -> None:
    """One of those asked in turn has said yes: the others are not asked, and forget it.

    Who has said yes as well, before this was heard, keeps it: the caseworker chooses.
    """
    if accepted.turn_id is None:
        return
    ours = machine([accepted.scope_id])
    with room("aid", ours):
        others = list(
            Referral.objects.filter(
                turn_id=accepted.turn_id, state__in=[ReferralState.SENT, *_QUEUED]
            ).exclude(id=accepted.id)
        )
    for one in others:
        if one.state == ReferralState.SENT and not _forget_unanswered(one):
            continue
        _withdraw_other(one, ours)


def _forget_unanswered(one: Referral) -> bool:
    """False when the receiver has answered meanwhile."""
    theirs = machine([one.receiver_id])
    with room("aid", theirs):
        row = Received.objects.select_for_update().filter(referral_id=one.id).first()
        if row is None or row.state not in (ReferralState.SENT, ReferralState.WITHDRAWN):
            return False
    forget_at_receiver(referral=one.id, receiver=one.receiver_id)
    return True


def _withdraw_other(one: Referral, ours: Actor) -> None:
    now = clock.now()
    with room("aid", ours):
        case = get(one.case_id)
        done = Referral.objects.filter(
            id=one.id, state__in=[ReferralState.SENT, ReferralState.QUEUED]
        ).update(
            state=ReferralState.WITHDRAWN,
            withdrawn_at=now,
            withdrawn_by_id=ours.id,
            withdrawn_why=Withdrawn.ELSEWHERE,
        )
        if done:
            line = story.entry(case, EntryKind.REFERRAL, ours, referral=one.id, state="taken_back")
            line.save(force_insert=True)
            detail = {"why": "elsewhere"}
            audit.write(by=ours, verb="withdraw_referral", about=one.id, detail=detail)
