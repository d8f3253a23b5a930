"""What this area tells others, and itself in the worker: references only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.kernel.events import Event


@dataclass(frozen=True)
class NewCodeAsked(Event):
    """A person lost her code, and an officer asks that a new one go to the number she gave."""

    order: UUID
    scope: UUID


@dataclass(frozen=True)
class CodeRevoked(Event):
    """A relative's code is over: the keyholder forgets it."""

    order: UUID


@dataclass(frozen=True)
class CodeReplaced(Event):
    """A person has a new code; what she gave out with the old one ends with it."""

    conversation: UUID
    scope: UUID
    at: datetime


@dataclass(frozen=True)
class TakenBack(Event):
    """A person took back what she wrote: nothing of it stays readable anywhere."""

    conversation: UUID
    scope: UUID
    at: datetime


@dataclass(frozen=True)
class WroteInMerged(Event):
    """New words came into a conversation that is read inside another one: that one waits again."""

    conversation: UUID
    scope: UUID
    since: datetime
