"""Consents are recorded and withdrawn; keys are made before the rows they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from amparo.guard.vault.keys import TooManyTries, asking, keyholder
from amparo.guard.vault.models import Consent
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room

__all__ = [
    "Agreed",
    "TooManyTries",
    "index_of",
    "link_receipt",
    "make_keys",
    "record_consent",
    "try_receipt",
    "withdraw_consent",
]

# How long a yes lasts before it is asked anew.
CONSENT_DAYS = 90
CONSENT_TEXT = "referral-1"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the person said yes to, and how she said it."""

    subject: UUID
    scope: UUID
    receiver: UUID
    fields: tuple[str, ...]
    language: str
    how: str


def record_consent(*, agreed: Agreed, by: Actor) -> UUID:
    """The new consent's id. Who records it must work cases; there is no other way to a yes."""
    by.check(Power.WORK_CASES)
    now = clock.now()
    with room("guard", by):
        consent = Consent(
            id=refs.new_ref(),
            scope_id=agreed.scope,
            subject_id=agreed.subject,
            purpose=Purpose.REFER,
            receiver_id=agreed.receiver,
            fields=sorted(agreed.fields),
            text_version=CONSENT_TEXT,
            language=agreed.language,
            how=agreed.how,
            given_at=now,
            recorded_by_id=by.id,
            expires_at=now + timedelta(days=CONSENT_DAYS),
        )
        consent.save(force_insert=True)
        audit.write(by=by, verb="record_consent", about=agreed.subject, purpose=Purpose.REFER)
    return consent.id


def withdraw_consent(*, consent: UUID, by: Actor) -> None:
    """The yes no longer counts, from now on. Withdrawing twice changes nothing."""
    with room("guard", by):
        if not Consent.objects.filter(id=consent).exists():
            raise NotFoundError(NotFoundError.__doc__)
        Consent.objects.filter(id=consent, withdrawn_at=None).update(withdrawn_at=clock.now())
        audit.write(by=by, verb="withdraw_consent", about=consent)


def make_keys(*, refs_: Sequence[UUID], kind: str) -> None:
    """Each reference has its key. Made before the row: a key without a row is swept, a row
    without a key could never be read."""
    with asking():
        keyholder().make_keys(list(refs_), kind)


def index_of(*, channel: str, addresses: Sequence[str]) -> list[bytes]:
    """The whole keyed hash of each address, as the keyholder computes it."""
    with asking():
        return keyholder().blind(f"contact.{channel}", list(addresses)) if addresses else []


def link_receipt(*, code: str, conversation: UUID) -> None:
    """The code opens this conversation from now on. Only the keyholder knows which."""
    with asking():
        keyholder().link_receipt(code, conversation)


def try_receipt(*, code: str, caller: str) -> UUID | None:
    """The conversation that the code opens, or None; the keyholder limits how often one may try."""
    with asking():
        return keyholder().try_receipt(code, caller=caller)
