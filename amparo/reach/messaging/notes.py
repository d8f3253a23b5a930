"""Why a conversation was sorted as it was, in the message's own words: sealed like the message."""

import json
from dataclasses import asdict, dataclass, field
from uuid import UUID

from amparo.guard.vault.held import Clear, Held

# What a queue can show; a flood of repeats must not grow one row without end.
MOST = 8


@dataclass(slots=True)
class Notes:
    """The place in words, what was ticked, and the reasons for each suggestion."""

    place: str = ""
    urgency: list[str] = field(default_factory=list)
    needs: dict[str, list[str]] = field(default_factory=dict)
    language: list[str] = field(default_factory=list)
    place_reasons: list[str] = field(default_factory=list)
    number: str = ""
    # What was said beside the words: who asks for whom, what was seen, whether it is safe to talk.
    told: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, reasons: list[str] | tuple[str, ...]) -> None:
        """The list of that name also has these reasons, each once."""
        known: list[str] = getattr(self, name)
        known += [one for one in reasons if one not in known]
        del known[MOST:]


def read(text: str) -> Notes:
    """The notes, or empty ones."""
    return Notes(**json.loads(text)) if text else Notes()


def write(notes: Notes) -> str:
    """The notes as text."""
    return json.dumps(asdict(notes), ensure_ascii=False)


def place_of(conversation: UUID) -> str:
    """The place that sealed notes are bound to."""
    return f"notes:{conversation}"


def held(conversation: UUID, blob: bytes | memoryview) -> Held:
    """The sealed notes of a conversation."""
    return Held(conversation, place_of(conversation), bytes(blob))


def clear(conversation: UUID, notes: Notes) -> Clear:
    """The notes, about to be sealed."""
    return Clear(conversation, place_of(conversation), write(notes))
