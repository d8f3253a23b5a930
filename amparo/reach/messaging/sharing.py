"""What of a conversation may leave this area, each field by name."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a case starts from. All of it stands in the clear; nothing here names anyone."""

    conversation_id: UUID
    reference: str
    scope_id: UUID
    language: str
    needs: tuple[str, ...]
    urgency: int
    cell: int | None
    people: int | None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a referral might carry beside the case: the place. A number never goes."""

    area: str  # the H3 cell, as its centre
    place: str
