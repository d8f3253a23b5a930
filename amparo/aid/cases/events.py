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
