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
    translation_language: str
    translator: str
    reasons: tuple[str, ...]
    delivery_trouble: bool
    merged: int = 0  # how many others are read inside it
    kind: str = "request"
    for_other: bool = False
    far: int = 0  # km from where most people write about, when that is far
    scope: UUID | None = None


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
    id: UUID
    author_id: UUID
    checked_by: str = ""
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A translation that someone asked for and nobody has written yet."""

    language: str
    asked_by: str
    asked_at: datetime
    taken_by: str


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
    asked: tuple[Asked, ...] = ()
    # Of another conversation that was merged into this one; empty for its own.
    of: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why it was sorted so, in the message's own words."""

    language_reasons: tuple[str, ...] = ()
    need_reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    urgency_reasons: tuple[str, ...] = ()
    place_reasons: tuple[str, ...] = ()
    number_doubt: str = ""
    # What was said in a form beside the words, by the names of `concerns.FACTS`.
    told: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merged:
    """A conversation that is read inside this one: it has a way to be answered of its own."""

    id: UUID
    reference: str
    channel: str
    language: str
    merged_at: datetime
    merged_by: str
    can_sms: bool
    own_phone: bool
    cover: bool
    safe_hours: tuple[str, ...]
    stopped: bool
    case_id: UUID | None


@dataclass(frozen=True, slots=True)
class Apart:
    """A merge that was undone: what it was, and how many answers went to the other meanwhile."""

    id: UUID
    reference: str
    made_at: datetime
    made_by: str
    undone_at: datetime
    undone_by: str
    answers: int


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
    merged_into: UUID | None = None
    others: tuple[Merged, ...] = ()
    merges: tuple[Apart, ...] = ()
    answer_language: str = ""  # the one she asked to be answered in
