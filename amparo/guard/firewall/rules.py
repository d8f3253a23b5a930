"""Whether data about a person may leave, on plain values. There is no override."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from amparo.commons.directory.states import STATE_BODIES, OrganisationKind
from amparo.kernel.errors import DeniedError
from amparo.kernel.purposes import Basis, Purpose


@dataclass(frozen=True, slots=True)
class Given:
    """A consent, as the rule needs it."""

    fields: frozenset[str]
    same_receiver: bool
    same_subject: bool
    expires_at: datetime
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A disclosure that someone asks for."""

    receiver_kind: str | None  # None: no such organisation
    purpose: Purpose
    basis: Basis
    fields: frozenset[str]


class NothingLeaves(DeniedError):
    """The firewall let nothing pass. The reason says why; nothing left."""


def check_may_pass(asked: Asked, consent: Given | None, now: datetime) -> None:
    """Nothing, or NothingLeaves. The order is from what can never be to what can be mended."""
    if asked.receiver_kind is None:
        raise NothingLeaves("This receiver is not known. Nothing left.")
    if asked.receiver_kind == OrganisationKind.ENFORCEMENT:
        raise NothingLeaves("Enforcement bodies receive nothing, ever. Nothing left.")
    if asked.receiver_kind in STATE_BODIES:
        raise NothingLeaves("No State body or consulate can be a receiver yet. Nothing left.")
    if asked.purpose is not Purpose.REFER:
        raise NothingLeaves("Only a referral may be disclosed. Nothing left.")
    if not asked.fields:
        raise NothingLeaves("No field was chosen. Nothing left.")
    _check_consent(asked.fields, consent, now)


def _check_consent(fields: Collection[str], consent: Given | None, now: datetime) -> None:
    if consent is None or not consent.same_subject or not consent.same_receiver:
        raise NothingLeaves("She has not agreed to this receiver. Ask her first. Nothing left.")
    if consent.withdrawn:
        raise NothingLeaves("She has taken her consent back. Nothing left.")
    if consent.expires_at <= now:
        raise NothingLeaves("Her consent has run out. Ask her again. Nothing left.")
    beyond = sorted(set(fields) - consent.fields)
    if beyond:
        raise NothingLeaves(
            "She did not agree to: %(fields)s. Nothing left.", fields=", ".join(beyond)
        )
