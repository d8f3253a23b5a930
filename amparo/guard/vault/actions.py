"""Consents are recorded and withdrawn; keys are made before the rows they belong to."""

import hashlib
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
    "move_consents",
    "record_consent",
    "try_receipt",
    "unlink_receipts",
    "withdraw_consent",
]

# How long a yes lasts before it is asked anew.
CONSENT_DAYS = 90
CONSENT_TEXT = "referral-1"
# The keyholder refuses texts beyond 256 characters. Anyone may type a longer "number" on our own
# page, and one refusal would keep the whole batch, and so everyone, waiting for ever.
LONGEST_ADDRESS = 200


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
    by = by.within(Power.WORK_CASES)
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


def move_consents(*, consents: Sequence[UUID], by: Actor) -> None:
    """These stand with the second of the actor's two scopes, where her case is now: whoever works
    it can rely on them and take them back. Doing it twice changes nothing."""
    sender, receiver = by.scopes
    with room("guard", by):
        mine = Consent.objects.filter(id__in=list(consents), scope_id=sender)
        if mine.update(scope_id=receiver):
            audit.write(by=by, verb="move_consents", about=receiver)


def make_keys(*, refs_: Sequence[UUID], kind: str) -> None:
    """Each reference has its key. Made before the row: a key without a row is swept, a row
    without a key could never be read."""
    with asking():
        keyholder().make_keys(list(refs_), kind)


def index_of(*, channel: str, addresses: Sequence[str]) -> list[bytes]:
    """The whole keyed hash of each address, as the keyholder computes it."""
    short = [_short(address) for address in addresses]
    with asking():
        return keyholder().blind(f"contact.{channel}", short) if short else []


def _short(address: str) -> str:
    """The address; of a too long one its beginning and a hash of all of it, still one of a kind."""
    if len(address) <= LONGEST_ADDRESS:
        return address
    whole = hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()
    return address[: LONGEST_ADDRESS - len(whole)] + whole


def link_receipt(*, code: str, conversation: UUID) -> None:
    """The code opens this conversation from now on. Only the keyholder knows which."""
    with asking():
        keyholder().link_receipt(code, conversation)


def unlink_receipts(*, ref: UUID) -> None:
    """Every code that led to this reference is a wrong one from now on."""
    with asking():
        keyholder().unlink_receipts(ref)


def try_receipt(*, code: str, caller: str) -> UUID | None:
    """The conversation that the code opens, or None; the keyholder limits how often one may try."""
    with asking():
        return keyholder().try_receipt(code, caller=caller)
