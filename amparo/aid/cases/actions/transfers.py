"""A whole case goes to another organisation: asked, let through, then moved by the machine."""

from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.actions.cases import get
from amparo.aid.cases.events import CaseTransferred
from amparo.aid.cases.models import (
    Alarm,
    Case,
    Entry,
    Link,
    Member,
    Received,
    Referral,
    Seat,
    Task,
    Transfer,
    Word,
)
from amparo.aid.cases.states import EntryKind, ReferralState
from amparo.commons.directory import queries as directory
from amparo.guard.accounts import queries as accounts
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import DeniedError, InvalidError, WrongStateError
from amparo.kernel.events import publish
from amparo.kernel.purposes import Basis, Purpose
from amparo.kernel.rooms import room

# What the consent and the ledger name: the case as a whole, not one field of it.
WHOLE = "whole_case"
_OPEN = ("queued", "prepared", "sent", "accepted")


def receivers() -> dict[UUID, str]:
    """Organisations that could work a case: not of the State, and with a caseworker here."""
    working = accounts.scopes_with(Power.WORK_CASES)
    return {ref: name for ref, name in directory.receiver_names().items() if ref in working}


def transfer_case(
    *, case: UUID, receiver: UUID, agreed: bool, language: str, how: str, by: Actor
) -> UUID:
    """The transfer's id. The yes is recorded, the firewall asked; then the machine moves the case.

    NothingLeaves when the firewall refuses, for a State body always: then nothing has moved.
    """
    by = by.within(Power.WORK_CASES)
    row = _check(case, receiver, agreed, by)
    subject = row.conversation_id or row.id
    consent = vault.record_consent(
        agreed=vault.Agreed(
            subject=subject,
            scope=row.scope_id,
            receiver=receiver,
            fields=(WHOLE,),
            language=language,
            how=how,
        ),
        by=by,
    )
    passed = firewall.disclose(
        persons=[subject],
        fields={WHOLE: row.reference},
        recipient=receiver,
        purpose=Purpose.REFER,
        basis=Basis.CONSENT,
        agreement=None,
        consent=consent,
        actor=by,
        scope=row.scope_id,
    )
    return _promise(case, receiver, consent, passed.id, by)


def _check(case: UUID, receiver: UUID, agreed: bool, by: Actor) -> Case:
    """The case, or why it can't go. Asked before anything about her is written down."""
    with room("aid", by):
        row = get(case)
        rules.check_running(row.state)
        _check_still(case)
    if not agreed:
        raise InvalidError("agreed", "Ask first, and tick that they agreed. Nothing was changed.")
    rules.check_receiver(directory.organisation(receiver).kind)
    if receiver == row.scope_id:
        raise InvalidError("receiver", "The case is with them already. Nothing was changed.")
    if receiver not in receivers():
        raise DeniedError("Nobody there works cases here: it would wait unseen. Nothing left.")
    return row


def _check_still(case: UUID) -> None:
    """Nothing, or WrongStateError: it goes already, or something of it is just going out."""
    rules.check_not_moving(moving=Transfer.objects.filter(case_id=case, moved=False).exists())
    going = Referral.objects.filter(case_id=case, state=ReferralState.PREPARED)
    if going.filter(made_at__gt=clock.now() - rules.HALF_WAY).exists():
        raise WrongStateError(
            "A referral of this case is just going out. Nothing was changed: try in five minutes."
        )


def _promise(case: UUID, receiver: UUID, consent: UUID, disclosure: UUID, by: Actor) -> UUID:
    with room("aid", by):
        row = get(case)
        rules.check_running(row.state)
        _check_still(case)
        one = Transfer(
            id=refs.new_ref(),
            scope_id=row.scope_id,
            case_id=case,
            reference=row.reference,
            receiver_id=receiver,
            consent_id=consent,
            disclosure_id=disclosure,
            made_at=clock.now(),
            made_by_id=by.id,
        )
        one.save(force_insert=True)
        story.entry(row, EntryKind.TRANSFERRED, by, state="sent").save(force_insert=True)
        audit.write(by=by, verb="transfer_case", about=case)
        publish(CaseTransferred(one.id, case, row.scope_id, receiver))
    return one.id


def move_case(*, event: CaseTransferred) -> None:
    """The case lies with its new organisation, with all that hangs on it; the old one keeps a line.

    Told twice, it is moved once. Colleagues named in tasks work elsewhere: the tasks are free.
    """
    both = machine([event.sender, event.receiver])
    with room("aid", both):
        still = list(Referral.objects.filter(case_id=event.case, state__in=_OPEN))
        promised = Transfer.objects.filter(id=event.transfer, case_id=event.case)
        rules.check_same_referral(promised.filter(receiver_id=event.receiver).exists())
    answering = {one.receiver_id for one in still}
    # First the yeses that still count: whoever works the case next can take them back.
    vault.move_consents(consents=[one.consent_id for one in still if one.consent_id], by=both)
    with room("aid", machine([event.sender, event.receiver, *answering])):
        transfer = Transfer.objects.select_for_update().filter(id=event.transfer).first()
        row = Case.objects.select_for_update().filter(id=event.case).first()
        rules.check_same_referral(
            transfer is not None and transfer.case_id == event.case,
            transfer is not None and transfer.receiver_id == event.receiver,
        )
        if transfer is None or row is None or transfer.moved:
            return
        referrals = list(Referral.objects.filter(case_id=row.id).values_list("id", flat=True))
        # Answers to open referrals come to the new organisation from now on.
        answers = Received.objects.filter(referral_id__in=referrals)
        Alarm.objects.filter(received_id__in=answers.values("id")).update(sender_id=event.receiver)
        answers.update(sender_id=event.receiver)
        words = Word.objects.filter(referral_id__in=referrals, scope_id=event.sender)
        words.update(scope_id=event.receiver)
        Alarm.objects.filter(id__in=referrals).update(sender_id=event.receiver)
        Word.objects.filter(key_id=row.id).update(scope_id=event.receiver)
        for table in (Entry, Task, Member, Link, Seat, Referral):
            table.objects.filter(case_id=row.id).update(scope_id=event.receiver)
        Task.objects.filter(case_id=row.id, state="open").update(assigned_id=None)
        # The line's officers do not see the case any more: nobody could send what was proposed.
        proposed = Entry.objects.filter(case_id=row.id, kind=EntryKind.PROPOSED, state="open")
        proposed.update(state="dropped")
        Case.objects.filter(id=row.id).update(scope_id=event.receiver, due_at=clock.now())
        Transfer.objects.filter(id=transfer.id).update(moved=True)
        row.scope_id = event.receiver
        story.entry(row, EntryKind.TRANSFERRED, both, state="received").save(force_insert=True)
        audit.write(by=both, verb="move_case", about=row.id)
