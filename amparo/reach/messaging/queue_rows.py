"""What the queue shows, as frozen values: nothing here can be saved by mistake."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What of the queue is wanted."""

    urgency: int | None = None
    language: str = ""
    need: str = ""
    free_only: bool = False
    mine: bool = False
    find: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation in the queue. `text` is None where its key is gone or sealed away."""

    id: UUID
    reference: str
    channel: str
    state: str
    language: str
    language_sure: bool
    needs: tuple[str, ...]
    needs_decided: bool
    urgency: int
    urgency_decided: bool
    place: str
    place_decided: bool
    people: int | None
    waiting_since: datetime | None
    due_at: datetime | None
    last_in_at: datetime
    taken_by: str
    taken_by_id: UUID | None
    taken_at: datetime | None
    messages_in: int
    case_id: UUID | None
    text: str | None
    text_language: str
    translation: str
    translator: str
    reasons: tuple[str, ...]
    delivery_trouble: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many wait, in all and by kind; `over` have waited longer than they should."""

    waiting: int = 0
    by_urgency: dict[int, int] = field(default_factory=dict)
    over: int = 0
    mine: int = 0
    languages: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue and what is true of the whole."""

    rows: tuple[Row, ...]
    counts: Counts
    next: str
    sealed: bool
    silent: tuple[str, ...]
    unreadable: int
    newest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Translated:
    """A message in another language, and who wrote that."""

    language: str
    text: str | None
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a thread."""

    id: UUID
    direction: str
    kind: str
    at: datetime
    text: str | None
    language: str
    author: str
    delivery: str
    delivery_at: datetime | None
    delivery_reason: str
    part: tuple[int, int] | None
    taken_back: bool
    translations: tuple[Translated, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why it was sorted so, in the message's own words."""

    language_reasons: tuple[str, ...] = ()
    need_reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    urgency_reasons: tuple[str, ...] = ()
    place_reasons: tuple[str, ...] = ()
    number_doubt: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A whole conversation as staff see it."""

    row: Row
    messages: tuple[Line, ...]
    notes: Reasons
    sealed: bool
    can_sms: bool
    cover: bool
    own_phone: bool
    safe_hours: tuple[str, ...]
    stopped: bool
    question: str
    helped: str
    channel: str
