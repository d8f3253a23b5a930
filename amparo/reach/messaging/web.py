"""A person on our own pages: she asks, and comes back with her code. No account, no name.

The code is hers alone: it is sealed with the request, and only the keyholder learns what it opens.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.guard.vault.actions import TooManyTries
from amparo.guard.vault.held import Clear, Held
from amparo.kernel import audit, clock, receipts, refs
from amparo.kernel.authority import Actor, machine, person
from amparo.kernel.errors import InvalidError, NotFoundError, SealedAwayError
from amparo.kernel.events import publish
from amparo.kernel.rooms import room
from amparo.reach.messaging import envelopes
from amparo.reach.messaging import notes as notebook
from amparo.reach.messaging.channels.inbound import Inbound, reference_of
from amparo.reach.messaging.concerns import FACTS
from amparo.reach.messaging.events import TakenBack, WroteInMerged
from amparo.reach.messaging.models import MOST_COUNTED, Conversation, Message, Translation
from amparo.reach.messaging.states import (
    ConversationKind,
    ConversationState,
    Direction,
    Helped,
    Question,
)

__all__ = ["Asked", "HelpRequest", "Line", "Sealed", "Thread", "TooManyTries"]

Sealed = SealedAwayError
Status = Literal["received", "read", "worked_on", "passed_on", "closed"]
LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """What someone asks for on our pages. Every field may be empty."""

    language: str
    needs: tuple[str, ...] = ()
    words: str = ""
    place: str = ""
    contact: str = ""
    contact_kind: Literal["phone", "none"] = "none"
    cover: bool = False
    safe_hours: str = ""
    answer_language: str = ""
    concern: bool = False
    for_other: bool = False
    # What was said beside the words, by the names of `concerns.FACTS`.
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What she takes with her: the code opens, the reference only names."""

    code: str
    reference: str


@dataclass(frozen=True, slots=True)
class Line:
    """One word of hers, or one of ours."""

    kind: Literal["person", "answer", "note"]
    text: str
    language: str
    at: datetime
    author: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """Her conversation, as she may see it."""

    reference: str
    status: Status
    lines: tuple[Line, ...]
    asks_help_question: bool
    needs: tuple[str, ...]
    place: str
    helped: str = ""
    opened_at: datetime | None = None
    answered: bool = False
    concern: bool = False


def ask(*, request: HelpRequest) -> Asked:
    """Kept on disk, sealed, with a new code. Works while the keys are sealed away."""
    code = receipts.new_code()
    # Random, so that nothing about it can be guessed; two clicks make two requests, and an
    # officer merges them: losing one would be worse.
    envelope = UUID(bytes=secrets.token_bytes(16))
    inbound = Inbound(
        channel="web",
        gateway_id=envelope.hex,
        sender="",
        text=request.words[:LONGEST],
        extra={
            "code": code,
            "language": request.language,
            "needs": " ".join(request.needs),
            "place": request.place,
            "contact": request.contact,
            "contact_kind": request.contact_kind,
            "cover": "yes" if request.cover else "",
            "safe_hours": request.safe_hours,
            "answer_language": request.answer_language or request.language,
            "kind": "concern" if request.concern else "request",
            "for_other": "yes" if request.for_other else "",
            **{name: text[:LONGEST] for name, text in request.told.items() if name in FACTS},
        },
    )
    envelopes.store(envelope=envelope, inbound=inbound)
    return Asked(code, reference_of(envelope))


def subject_of(code: str, caller: str) -> UUID | None:
    """The conversation that the code opens, or the row of a relative's code.

    TooManyTries and SealedAwayError pass through.
    """
    tidy = receipts.normalise(code)
    if not tidy:
        return None
    return vault.try_receipt(code=tidy, caller=caller)


def open_thread(code: str, *, caller: str) -> Thread | None:
    """Her conversation; None for an unknown code and for one whose request is not read in yet."""
    subject = subject_of(code, caller)
    return thread_of(subject) if subject else None


def thread_of(subject: UUID) -> Thread | None:
    """The conversation of this reference; None when there is none, or not yet."""
    her = person(subject)
    with room("reach", her):
        row = Conversation.objects.filter(id=subject).first()
        messages = list(
            Message.objects.filter(conversation_id=subject, taken_back_at=None).order_by(
                "at", "direction"
            )
        )
    if row is None:
        return None
    held = [notebook.held(row.id, row.sealed_notes)]
    held += [Held(row.id, f"message:{one.id}", bytes(one.sealed_text)) for one in messages]
    opened = firewall.deliver(what=held, actor=her)
    notes = notebook.read(opened[0] or "")
    pairs = zip(messages, opened[1:], strict=True)
    return Thread(
        reference=row.reference,
        status=row.state,  # type: ignore[arg-type]
        lines=tuple(_line(one, text) for one, text in pairs if text),
        asks_help_question=row.question == Question.HELPED,
        needs=tuple(row.needs),
        place=notes.place,
        helped=row.helped,
        opened_at=row.opened_at,
        answered=row.first_answer_at is not None,
        concern=row.kind == ConversationKind.CONCERN,
    )


def _line(one: Message, text: str) -> Line:
    if one.direction == Direction.IN:
        return Line("person", text, one.language, one.at)
    # The line's own texts are notes; what a colleague wrote is an answer. No name is shown.
    return Line("answer" if one.author_id else "note", text, one.language, one.at)


def holder(code: str, caller: str) -> tuple[Actor, UUID]:
    """The person who has this code, and her conversation. A relative's code has none."""
    subject = subject_of(code, caller)
    if subject is not None:
        with room("reach", person(subject)):
            if Conversation.objects.filter(id=subject).exists():
                return person(subject), subject
    raise NotFoundError("This code opens nothing. What you wrote is still on this page.")


def add_words(code: str, text: str, *, caller: str) -> None:
    """Her new words are in the conversation, and she waits for us again."""
    if not text.strip():
        raise InvalidError("words", "Nothing was written, so nothing was added.")
    her, subject = holder(code, caller)
    now, ref = clock.now(), refs.new_ref()
    clear = Clear(subject, f"message:{ref}", text.strip()[:LONGEST])
    blob = firewall.seal(what=[clear], actor=her)[0]
    with room("reach", her):
        row = Conversation.objects.select_for_update().get(id=subject)
        Message(
            id=ref,
            scope_id=row.scope_id,
            conversation_id=row.id,
            direction=Direction.IN,
            channel="web",
            at=now,
            language=row.language,
            sealed_text=blob,
        ).save(force_insert=True)
        again = row.state == ConversationState.CLOSED
        Conversation.objects.filter(id=row.id).update(
            last_in_at=now,
            waiting_since=_waits(row, now),
            messages_in=min(row.messages_in + 1, MOST_COUNTED),
            state=ConversationState.RECEIVED if again else row.state,
        )
        audit.write(by=her, verb="add_words", about=row.id)


def _waits(row: Conversation, now: datetime) -> datetime | None:
    """Since when she waits in her own row; read inside another one, she waits there."""
    if row.merged_into_id is None:
        return row.waiting_since or now
    publish(WroteInMerged(row.id, row.scope_id, now))
    return None


def take_back(code: str, *, caller: str) -> None:
    """What she wrote is no longer shown to anyone, and nobody is waiting for an answer.

    The ciphertext goes at once; the rest goes with the conversation's key when it is forgotten.
    """
    her, subject = holder(code, caller)
    now = clock.now()
    with room("reach", her):
        Message.objects.filter(conversation_id=subject, direction=Direction.IN).update(
            taken_back_at=now, sealed_text=b""
        )
        Conversation.objects.filter(id=subject).update(
            state=ConversationState.CLOSED, waiting_since=None, sealed_notes=b"", question=""
        )
        audit.write(by=her, verb="take_back", about=subject)
    # After it: from here on nobody can write a new one.
    _empty_rest(her, subject, now)


def _empty_rest(her: Actor, subject: UUID, now: datetime) -> None:
    """Her words in other languages are hers too, and so is what others hold: her relatives' codes,
    a number to call back. The rows are staff's, so the machine does it."""
    with room("reach", her):
        scope = Conversation.objects.values_list("scope_id", flat=True).get(id=subject)
    with room("reach", machine([scope])):
        Translation.objects.filter(
            message__conversation_id=subject, message__direction=Direction.IN
        ).update(sealed_text=b"")
        publish(TakenBack(subject, scope, now))


def say_helped(
    code: str, answer: Literal["yes", "partly", "no", "not_yet"], *, caller: str
) -> None:
    """Her answer to "did it help?". A no, or not yet, is read by a person."""
    her, subject = holder(code, caller)
    said = str(answer)
    if said not in Helped.values or not said:
        raise InvalidError("helped", "Choose one of the four answers.")
    now = clock.now()
    with room("reach", her):
        row = Conversation.objects.select_for_update().get(id=subject)
        waits = said in (Helped.NO, Helped.NOT_YET)
        Conversation.objects.filter(id=row.id).update(
            helped=said,
            question=Question.HELPED if said == Helped.NOT_YET else "",
            waiting_since=_waits(row, now) if waits else row.waiting_since,
        )
        audit.write(by=her, verb="say_helped", about=row.id, detail={"answer": said})
