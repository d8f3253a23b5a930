"""Referring: what could go, what she agreed to, and the receiver's row, in rooms one after another.

Each step is committed before the next begins, so that a crash leaves a referral that is visibly
«prepared» and nothing that left without its line.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.actions import get
from amparo.aid.cases.events import PersonToBeTold
from amparo.aid.cases.models import Case, Received, Referral
from amparo.aid.cases.sharing import slip, values_of
from amparo.aid.cases.states import CaseState, EntryKind, ReferralState
from amparo.commons.crises import queries as crises
from amparo.commons.directory import queries as directory
from amparo.commons.directory.queries import ServiceCard
from amparo.guard.firewall import actions as firewall
from amparo.guard.firewall.rules import NothingLeaves
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Held
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import DeniedError, InvalidError, WrongStateError
from amparo.kernel.events import publish
from amparo.kernel.purposes import Basis, Purpose
from amparo.kernel.rooms import room
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.sharing import PersonFacts

# Preparing, asking the firewall and delivering take well under a second together.
HALF_WAY = timedelta(minutes=5)
How = Literal["message", "call", "face_to_face", "page"]


@dataclass(frozen=True, slots=True)
class PreviewField:
    """One thing that could go, exactly as it will be read."""

    key: str
    label: str
    value: str
    suggested: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The sheet before anyone is asked. `refusal` is empty when the receiver may receive.

    `seen` stands for receiver and values as shown: what is sent later must be the same.
    """

    service: ServiceCard
    fields: tuple[PreviewField, ...]
    stays: tuple[str, ...]
    refusal: str
    seen: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    case: Case
    service: ServiceCard
    values: dict[str, Held | str]


def preview(*, case: UUID, service: UUID, by: Actor) -> Preview:
    """What could go to this service, exactly as it would be read."""
    sheet = _sheet(case, service, by)
    shown = {key: value for key, value in sheet.values.items() if isinstance(value, str)}
    wish = sheet.values.get("wish")
    if isinstance(wish, Held):
        opened = firewall.reveal(what=[wish], purpose=Purpose.REFER, reason="preview", actor=by)
        shown["wish"] = opened[0] or ""
    fields = tuple(
        PreviewField(field.key, field.label, shown[field.key], field.least)
        for field in rules.FIELDS
        if shown.get(field.key)
    )
    return Preview(sheet.service, fields, rules.STAYS, _refusal(sheet.service), _seen(sheet))


def _seen(sheet: _Sheet) -> str:
    """A mark of the receiver and of every value, sealed ones as they lie sealed."""
    parts = [str(sheet.service.organisation_id).encode()]
    for key, value in sorted(sheet.values.items()):
        parts += [key.encode(), value.blob if isinstance(value, Held) else value.encode()]
    return hashlib.sha256(b"".join(b"%d:" % len(part) + part for part in parts)).hexdigest()[:32]


def _refusal(service: ServiceCard) -> str:
    try:
        rules.check_receiver(service.organisation_kind)
    except DeniedError as refusal:
        return str(refusal)
    return ""


def _sheet(case: UUID, service: UUID, by: Actor) -> _Sheet:
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = get(case)
    card = directory.service(service)
    needs = {one.key: one.label for one in crises.needs("en")}
    person = PersonFacts("", "")
    if row.conversation_id:
        person = messaging.person_facts(by, row.conversation_id)
    return _Sheet(row, card, values_of(row, person, needs))


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
) -> UUID:
    """The referral's id. Consent is recorded, the firewall asked, and then the receiver's row made.

    NothingLeaves when the firewall refuses: the referral is then «refused» and nothing left.
    `seen` is the preview's mark: WrongStateError when she was asked about something else.
    """
    rules.check_fields(tuple(fields))
    if not agreed:
        raise InvalidError("agreed", "Ask her first, and tick that she agreed. Nothing was sent.")
    sheet = _sheet(case, service, by)
    if seen is not None and seen != _seen(sheet):
        raise WrongStateError(
            "Who would receive this, or what they would read, has changed since you looked. "
            "Look again and ask her again. Nothing was sent."
        )
    chosen = {key: sheet.values[key] for key in fields if key in sheet.values}
    referral = _prepare(sheet, tuple(chosen), by)
    consent = vault.record_consent(
        agreed=vault.Agreed(
            subject=sheet.case.conversation_id or sheet.case.id,
            scope=sheet.case.scope_id,
            receiver=sheet.service.organisation_id,
            fields=tuple(chosen),
            language=language,
            how=how,
        ),
        by=by,
    )
    try:
        passed = firewall.disclose(
            persons=[sheet.case.conversation_id or sheet.case.id],
            fields=chosen,
            recipient=sheet.service.organisation_id,
            purpose=Purpose.REFER,
            basis=Basis.CONSENT,
            agreement=None,
            consent=consent,
            actor=by,
            scope=sheet.case.scope_id,
        )
    except NothingLeaves:
        with room("aid", by):
            Referral.objects.filter(id=referral.id).update(state=ReferralState.REFUSED)
            audit.write(by=by, verb="refer", about=referral.id, outcome="refused")
        raise
    _deliver(referral, sheet, passed)
    _mark_sent(referral, consent, passed.id, by)
    return referral.id


def _prepare(sheet: _Sheet, fields: tuple[str, ...], by: Actor) -> Referral:
    now, hours = clock.now(), rules.ANSWER_WITHIN_HOURS[sheet.case.urgency]
    referral = Referral(
        id=refs.new_ref(),
        scope_id=sheet.case.scope_id,
        case_id=sheet.case.id,
        receiver_id=sheet.service.organisation_id,
        service_id=sheet.service.id,
        state=ReferralState.PREPARED,
        fields=sorted(fields),
        made_at=now,
        made_by_id=by.id,
        answer_due_at=now + timedelta(hours=hours),
    )
    with room("aid", by):
        row = get(sheet.case.id)
        if row.state == CaseState.CLOSED:
            raise WrongStateError("This case is closed. Open it again first. Nothing was sent.")
        # One that stopped half-way, and from which nothing left, does not block the place for ever.
        Referral.objects.filter(
            case_id=row.id, state=ReferralState.PREPARED, made_at__lt=now - HALF_WAY
        ).update(state=ReferralState.REFUSED)
        asked = Referral.objects.filter(
            case_id=row.id, service_id=sheet.service.id, state__in=["prepared", "sent", "accepted"]
        )
        if asked.exists():
            raise WrongStateError("This service has been asked already. Nothing was sent.")
        referral.save(force_insert=True)
        audit.write(by=by, verb="prepare_referral", about=referral.id)
    return referral


def _deliver(referral: Referral, sheet: _Sheet, passed: firewall.Disclosed) -> None:
    """The receiver has a row in its own scope, sealed under a key of its own."""
    ref = refs.new_ref()
    theirs = machine([sheet.service.organisation_id])
    vault.make_keys(refs_=[ref], kind="received")
    text = slip(sheet.case.reference, passed.values).to_text()
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
            received_at=clock.now(),
            answer_due_at=referral.answer_due_at,
        ).save(force_insert=True)
        audit.write(by=theirs, verb="receive_referral", about=referral.id)


def _mark_sent(referral: Referral, consent: UUID, disclosure: UUID, by: Actor) -> None:
    with room("aid", by):
        row = Referral.objects.select_for_update().select_related("case").get(id=referral.id)
        row.state, row.consent_id, row.disclosure_id = ReferralState.SENT, consent, disclosure
        row.save(force_update=True)
        Case.objects.filter(id=row.case_id).update(
            state=CaseState.REFERRED, due_at=row.answer_due_at
        )
        line = story.entry(row.case, EntryKind.REFERRAL, by, referral=row.id, state=row.state)
        line.save(force_insert=True)
        audit.write(by=by, verb="refer", about=row.id)
        if row.case.conversation_id:
            publish(PersonToBeTold(row.case.conversation_id, row.case.scope_id, "passed_on"))
