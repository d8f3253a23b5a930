"""What happened to cases and referrals that others must hear of. References and words only."""

from dataclasses import dataclass
from uuid import UUID

from amparo.kernel.events import Event


@dataclass(frozen=True)
class CaseOpened(Event):
    """A conversation has become a case."""

    case: UUID
    conversation: UUID
    scope: UUID


@dataclass(frozen=True)
class ReferralMoved(Event):
    """The receiver's row has moved: accepted, declined, done or not done."""

    referral: UUID
    received: UUID
    sender: UUID  # the scope that hears of it
    receiver: UUID  # the scope that said it
    state: str


@dataclass(frozen=True)
class PersonToBeTold(Event):
    """The person is to hear what became of it; at the end she is asked whether it helped."""

    conversation: UUID
    scope: UUID
    what: str  # passed_on, accepted, declined, ended


@dataclass(frozen=True)
class ServiceAsked(Event):
    """A service of the directory was asked to help; by whom and for whom is not in it."""

    service: UUID


@dataclass(frozen=True)
class CaseTransferred(Event):
    """A whole case goes to another organisation, with consent; the machine moves its rows."""

    transfer: UUID
    case: UUID
    sender: UUID
    receiver: UUID


@dataclass(frozen=True)
class ReferralSaid(Event):
    """A receiver has asked or reported something; the sender hears it in its own row."""

    word: UUID
    referral: UUID
    received: UUID
    sender: UUID
    receiver: UUID


@dataclass(frozen=True)
class ReferralWithdrawn(Event):
    """A referral was taken back: nothing of it stays readable at the receiver."""

    referral: UUID
    sender: UUID
    receiver: UUID
