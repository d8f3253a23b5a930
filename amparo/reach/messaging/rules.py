"""Where an inbound text lands, and what an answer may say: decisions on plain values."""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from amparo.kernel.errors import InvalidError, WrongStateError, word
from amparo.reach.messaging.states import CONVERSATION_MOVES, DELIVERY_MOVES, ConversationState

# A question is answered within a week or not at all; a person who writes again within two
# weeks of the last word most likely speaks of the same thing.
QUESTION_OPEN = timedelta(days=7)
CONVERSATION_OPEN = timedelta(days=14)
# Answer within, by urgency (look.md): minutes for 4, 3, 2, 1; "not sorted" is read first.
ANSWER_WITHIN = {4: 15, 3: 240, 2: 3 * 1440, 1: 7 * 1440, 0: 60}

Keyword = Literal["stop", "help", "status", "yes", "no"]
Where = Literal["stop", "status", "question", "open", "new"]


@dataclass(frozen=True, slots=True)
class Known:
    """A conversation of this contact, as landing needs it."""

    id: UUID
    state: str
    last_at: datetime
    question_at: datetime | None


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a text goes. `conversation` is None when a new one is to be opened."""

    where: Where
    conversation: UUID | None


def land(
    keyword: Keyword | None, known: Sequence[Known], at: datetime, *, is_part: bool = False
) -> Landing:
    """The written order in which an inbound text finds its place (first match wins):

    1. STOP: the contact is stopped; the text is kept in the newest conversation if there is one.
    2. STATUS: the status line of the newest conversation goes back.
    3. A question of ours that is open for this contact, and the text is yes, no or not yet.
    4. The newest conversation that is not closed and had a word within two weeks.
    5. Otherwise a new conversation.
    """
    newest = max(known, key=lambda one: one.last_at, default=None)
    if keyword == "stop" and not is_part:
        return Landing("stop", newest.id if newest else None)
    if keyword == "status" and not is_part:
        return Landing("status", newest.id if newest else None)
    asked = [one for one in known if one.question_at and at - one.question_at <= QUESTION_OPEN]
    if asked and keyword in ("yes", "no"):
        return Landing("question", max(asked, key=lambda one: one.question_at or at).id)
    still_open = [
        one
        for one in known
        if one.state != ConversationState.CLOSED and at - one.last_at <= CONVERSATION_OPEN
    ]
    if still_open:
        return Landing("open", max(still_open, key=lambda one: one.last_at).id)
    return Landing("new", None)


def check_move(now: str, then: str) -> None:
    """Nothing, or WrongStateError: a conversation may go from one state to the other."""
    if then not in CONVERSATION_MOVES[now]:
        raise WrongStateError(
            "A conversation that is «%(now)s» can't become «%(then)s».",
            now=word(now),
            then=word(then),
        )


def can_deliver(now: str, then: str) -> bool:
    """Whether a message's delivery may go from one state to the other."""
    return then in DELIVERY_MOVES.get(now, frozenset())


# Words that people's own text and an honest answer share anyway.
_RUN = 4


def check_answer(text: str, theirs: Collection[str], services: Collection[str]) -> None:
    """Nothing, or InvalidError: an SMS never repeats what they wrote and names no service.

    The phone may be borrowed: whoever reads over her shoulder must not learn what was asked.
    """
    if not text.strip():
        raise InvalidError("text", "The answer is empty. Nothing was sent.")
    mine = _words(text)
    runs = {tuple(mine[i : i + _RUN]) for i in range(len(mine) - _RUN + 1)}
    for one in theirs:
        said = _words(one)
        if any(tuple(said[i : i + _RUN]) in runs for i in range(len(said) - _RUN + 1)):
            raise InvalidError(
                "text",
                "This repeats words that the person wrote. On a borrowed phone someone else may "
                "read them. Your text is kept: say it in other words.",
            )
    folded = " ".join(mine)
    for name in services:
        if name and " ".join(_words(name)) in folded:
            raise InvalidError(
                "text",
                "This names «%(name)s». On a borrowed phone that tells what was asked. Your text "
                "is kept: leave the name out, or ask whether the phone is her own.",
                name=name,
            )


def _words(text: str) -> list[str]:
    # Vowel signs of Bengali or Nepali are marks: part of the word, though `\w` leaves them out.
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text.casefold())
    return "".join(kept).split()


def part_of_day(local: datetime) -> str:
    """Morning from 6, afternoon from 12, evening from 18, night from 22."""
    starts = ((22, "night"), (18, "evening"), (12, "afternoon"), (6, "morning"))
    return next((name for hour, name in starts if local.hour >= hour), "night")


def due_at(urgency: int, waiting_since: datetime) -> datetime:
    """When someone should have answered."""
    return waiting_since + timedelta(minutes=ANSWER_WITHIN[urgency])


@dataclass(frozen=True, slots=True)
class Half:
    """What must be known of a conversation to merge it."""

    id: UUID
    scope_id: UUID
    reference: str
    state: str
    case_id: UUID | None
    taken_by_id: UUID | None
    merged_into_id: UUID | None
    holds_others: bool


def check_merge(kept: Half, merged: Half, by: UUID) -> None:
    """Nothing, or WrongStateError: the one may be read and answered inside the other."""
    if kept.id == merged.id:
        raise InvalidError("into", "This is the same conversation. Nothing was changed.")
    if kept.scope_id != merged.scope_id:
        raise WrongStateError("These belong to different lines. Nothing was changed.")
    if merged.merged_into_id == kept.id:
        raise WrongStateError("A colleague has merged these two already.")
    if kept.merged_into_id or merged.merged_into_id:
        raise WrongStateError("One of the two was merged meanwhile. Open it anew and look.")
    if merged.holds_others:
        raise WrongStateError(
            "%(reference)s holds others already. Merge the other way round, or undo first.",
            reference=merged.reference,
        )
    if kept.case_id and merged.case_id:
        raise WrongStateError("Both have a case. Close one of the cases or refer between them.")
    if kept.state == ConversationState.CLOSED:
        raise WrongStateError(
            "%(reference)s is closed. Open it again first.", reference=kept.reference
        )
    if merged.taken_by_id not in (None, by):
        raise WrongStateError(
            "A colleague has %(reference)s. She can merge it, or give it back first.",
            reference=merged.reference,
        )


def waits_again(
    before: datetime | None, answers: Collection[datetime], words: Collection[datetime]
) -> datetime | None:
    """Since when someone waits once a merge is undone, or None.

    `before`: since when she waited as they were merged; `answers` and `words`: when she herself
    was answered and wrote since then. What only the other one was answered does not count.
    """
    if not answers:
        return min((one for one in (before, *words) if one is not None), default=None)
    return min((one for one in words if one > max(answers)), default=None)
