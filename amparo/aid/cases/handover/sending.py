"""A referral is prepared, let through, delivered, and marked as sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.actions.against import Against, against, against_entry
from amparo.aid.cases.actions.cases import get
from amparo.aid.cases.events import PersonToBeTold, ServiceAsked
from amparo.aid.cases.handover.sheets import Sheet, sheet_of
from amparo.aid.cases.models import Alarm, Case, Received, Referral, Transfer
from amparo.aid.cases.sharing import slip
from amparo.aid.cases.states import CaseState, EntryKind, ReferralState, Withdrawn
from amparo.guard.firewall import actions as firewall
from amparo.guard.firewall.rules import NothingLeaves
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Held
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, machine
from amparo.kernel.errors import InvalidError, WrongStateError
from amparo.kernel.events import publish
from amparo.kernel.purposes import Basis, Purpose
from amparo.kernel.rooms import room

How = Literal["message", "call", "face_to_face", "page"]


@dataclass(frozen=True, slots=True)
class Yes:
    """What she said yes to, and how."""

    fields: tuple[str, ...]
    language: str
    how: str


def refer(
    *,
    case: UUID,
    service: UUID,
    fields: Sequence[str],
    agreed: bool,
    language: str,
    how: How,
    by: Actor,
    seen: str | None = None,
    reason_against_wish: str = "",
) -> UUID:
    """The referral's id. Consent is recorded, the firewall asked, and then the receiver's row made.

    NothingLeaves when the firewall refuses: the referral is then «refused» and nothing left.
    `seen` is the preview's mark: WrongStateError when she was asked about something else.
    `reason_against_wish` is given when this goes against the wish; it stands in the story.
    """
    rules.check_fields(tuple(fields))
    check_agreed(agreed)
    sheet = sheet_of(case, service, by)
    check_seen(sheet, seen)
    yes = Yes(tuple(key for key in fields if key in sheet.values), language, how)
    line = line_against(case, reason_against_wish, by)
    referral = row_of(sheet, yes.fields, by)
    referral.state = ReferralState.PREPARED
    save_prepared([referral], by, line)
    referral.consent_id = consent_to(sheet, yes, by)
    pass_on(referral, sheet, by)
    return referral.id


def check_agreed(agreed: bool) -> None:
    """Nothing, or InvalidError."""
    if not agreed:
        raise InvalidError("agreed", "Ask her first, and tick that she agreed. Nothing was sent.")


def check_seen(sheet: Sheet, seen: str | None) -> None:
    """Nothing, or WrongStateError: she was asked about something else."""
    if seen is not None and seen != sheet.seen:
        raise WrongStateError(
            "Who would receive this, or what they would read, has changed since you looked. "
            "Look again and ask her again. Nothing was sent."
        )


def line_against(case: UUID, reason: str, by: Actor) -> Against | None:
    """The line of the story for a step against the wish, if it is one."""
    return against(case, "referral", reason, by) if reason.strip() else None


def row_of(sheet: Sheet, fields: tuple[str, ...], by: Actor) -> Referral:
    """A referral that is not saved yet."""
    now = clock.now()
    return Referral(
        id=refs.new_ref(),
        scope_id=sheet.case.scope_id,
        case_id=sheet.case.id,
        receiver_id=sheet.service.organisation_id,
        service_id=sheet.service.id,
        fields=sorted(fields),
        made_at=now,
        made_by_id=by.id,
        answer_due_at=due(sheet, now),
        need=sheet.pathway.need if sheet.pathway else "",
        pathway_id=sheet.pathway.id if sheet.pathway else None,
    )


def due(sheet: Sheet, now: datetime) -> datetime:
    """Until when the receiver has to answer: as the pathway says, or by urgency."""
    if sheet.pathway:
        minutes = sheet.pathway.minutes_for(sheet.case.urgency, sheet.service.id)
        return now + timedelta(minutes=minutes)
    return now + timedelta(hours=rules.ANSWER_WITHIN_HOURS[sheet.case.urgency])


def save_prepared(rows: Sequence[Referral], by: Actor, line: Against | None) -> None:
    """The rows stand, nothing has left; WrongStateError when one of the places is asked already."""
    with room("aid", by):
        case = get(rows[0].case_id)
        if case.state == CaseState.CLOSED:
            raise WrongStateError("This case is closed. Open it again first. Nothing was sent.")
        moving = Transfer.objects.filter(case_id=case.id, moved=False).exists()
        rules.check_not_moving(moving=moving)
        _end_half_way(case, by)
        asked = Referral.objects.filter(
            case_id=case.id,
            service_id__in=[one.service_id for one in rows],
            state__in=["queued", "prepared", "sent", "accepted"],
        )
        if asked.exists():
            raise WrongStateError("This service has been asked already. Nothing was sent.")
        for one in rows:
            one.against_wish = line is not None
            one.save(force_insert=True)
            audit.write(by=by, verb="prepare_referral", about=one.id)
        if line:
            against_entry(case, line, by, rows[0].id)


def _end_half_way(case: Case, by: Actor) -> None:
    """What stopped half-way, and from which nothing left, does not block its place for ever."""
    now = clock.now()
    old = Referral.objects.filter(case_id=case.id, made_at__lt=now - rules.HALF_WAY)
    old.filter(state=ReferralState.PREPARED).update(state=ReferralState.REFUSED)
    # A turn that never began: she said yes, and this house stopped before all of it was kept.
    asked = Referral.objects.filter(case_id=case.id).exclude(turn_id=None)
    began = asked.exclude(state=ReferralState.QUEUED).values("turn_id")
    old.filter(state=ReferralState.QUEUED).exclude(turn_id__in=began).update(
        state=ReferralState.WITHDRAWN,
        withdrawn_at=now,
        withdrawn_by_id=by.id,
        withdrawn_why=Withdrawn.SENDER,
    )


def consent_to(sheet: Sheet, yes: Yes, by: Actor) -> UUID:
    """Her yes to this receiver, recorded."""
    return vault.record_consent(
        agreed=vault.Agreed(
            subject=sheet.case.conversation_id or sheet.case.id,
            scope=sheet.case.scope_id,
            receiver=sheet.service.organisation_id,
            fields=yes.fields,
            language=yes.language,
            how=yes.how,
        ),
        by=by,
    )


def pass_on(referral: Referral, sheet: Sheet, by: Actor) -> None:
    """What she agreed to lies at the receiver. NothingLeaves: the referral is «refused»."""
    chosen = {key: sheet.values[key] for key in referral.fields if key in sheet.values}
    try:
        passed = _disclose(referral, sheet, chosen, by)
    except NothingLeaves:
        _refused(referral, by)
        raise
    _deliver(referral, sheet, passed)
    _mark_sent(referral, passed.id, by)


def _disclose(
    referral: Referral, sheet: Sheet, chosen: Mapping[str, Held | str], by: Actor
) -> firewall.Disclosed:
    return firewall.disclose(
        persons=[sheet.case.conversation_id or sheet.case.id],
        fields=chosen,
        recipient=sheet.service.organisation_id,
        purpose=Purpose.REFER,
        basis=Basis.CONSENT,
        agreement=None,
        consent=referral.consent_id,
        actor=by,
        scope=sheet.case.scope_id,
    )


def _refused(referral: Referral, by: Actor) -> None:
    with room("aid", by):
        Referral.objects.filter(id=referral.id).update(
            state=ReferralState.REFUSED, consent_id=referral.consent_id
        )
        audit.write(by=by, verb="refer", about=referral.id, outcome="refused")


def _deliver(referral: Referral, sheet: Sheet, passed: firewall.Disclosed) -> None:
    """The receiver has a row in its own scope, sealed under a key of its own; its clock runs."""
    ref, now = refs.new_ref(), clock.now()
    theirs = machine([sheet.service.organisation_id])
    vault.make_keys(refs_=[ref], kind="received")
    values = {key: value.strip() for key, value in passed.values.items()}
    text = slip(sheet.case.reference, values).to_text()
    blob = firewall.seal(what=[story.clear_slip(ref, text)], actor=theirs)[0]
    with room("aid", theirs):
        Received(
            id=ref,
            scope_id=sheet.service.organisation_id,
            referral_id=referral.id,
            sender_id=sheet.case.scope_id,
            service_id=sheet.service.id,
            reference=sheet.case.reference,
            state=ReferralState.SENT,
            sealed_slip=blob,
            urgency=sheet.case.urgency,
            received_at=now,
            answer_due_at=referral.answer_due_at,
        ).save(force_insert=True)
        Alarm(
            id=referral.id,
            received_id=ref,
            sender_id=sheet.case.scope_id,
            receiver_id=sheet.service.organisation_id,
            remind_at=now + (referral.answer_due_at - now) / 2,
            due_at=referral.answer_due_at,
        ).save(force_insert=True)
        audit.write(by=theirs, verb="receive_referral", about=referral.id)


def _mark_sent(referral: Referral, disclosure: UUID, by: Actor) -> None:
    with room("aid", by):
        row = Referral.objects.select_for_update().select_related("case").get(id=referral.id)
        row.state, row.disclosure_id = ReferralState.SENT, disclosure
        row.consent_id = referral.consent_id
        row.save(force_update=True)
        Case.objects.filter(id=row.case_id).update(
            state=CaseState.REFERRED, due_at=row.answer_due_at
        )
        line = story.entry(row.case, EntryKind.REFERRAL, by, referral=row.id, state=row.state)
        line.save(force_insert=True)
        audit.write(by=by, verb="refer", about=row.id)
        publish(ServiceAsked(row.service_id))
        case = row.case
        if case.conversation_id:
            publish(
                PersonToBeTold(case.conversation_id, case.line_id or case.scope_id, "passed_on")
            )
