"""The same deed on many conversations: each on its own, so that one refusal stops no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import AmparoError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.language import name_in
from amparo.kernel.rooms import room
from amparo.reach.messaging.actions import queue
from amparo.reach.messaging.actions.answer import answer
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.queries.templates import Ready, templates

MOST = 50  # at once: one page of the queue
DEEDS = ("take", "give_back", "urgency", "need", "drop_need", "close", "reopen", "answer")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of them. `before`: what it takes to undo it, where that can be undone."""

    id: UUID
    reference: str
    done: bool
    why: str = ""
    before: str = ""


def many(*, conversations: Sequence[UUID], deed: str, value: str, by: Actor) -> tuple[Outcome, ...]:
    """What became of each, in the order given; `value` is an urgency, a need or a template."""
    by = by.within(Power.WORK_QUEUE)
    wanted = list(dict.fromkeys(conversations))
    if deed not in DEEDS:
        raise InvalidError("deed", "Choose what to do with them.")
    if not wanted:
        raise InvalidError("conversations", "Choose at least one. Nothing was changed.")
    if len(wanted) > MOST:
        raise InvalidError(
            "conversations", "At most %(most)s at once. Nothing was changed.", most=MOST
        )
    with room("reach", by):
        rows = {one.id: one for one in Conversation.objects.filter(id__in=wanted)}
    ready = _ready(by, rows, value) if deed == "answer" else {}
    return tuple(_one(one, rows.get(one), deed, value, ready, by) for one in wanted)


def _ready(by: Actor, rows: dict[UUID, Conversation], key: str) -> dict[UUID, Ready]:
    """The template of this key in each line."""
    scopes = {row.scope_id for row in rows.values()}
    found = {one: templates(by, scope=one) for one in scopes}
    return {one: ready for one, some in found.items() for ready in some if ready.key == key}


def _one(
    ref: UUID,
    row: Conversation | None,
    deed: str,
    value: str,
    ready: dict[UUID, Ready],
    by: Actor,
) -> Outcome:
    if row is None:
        return Outcome(ref, "", done=False, why=str(NotFoundError.__doc__))
    try:
        before = _do(row, deed, value, ready, by)
    except AmparoError as refused:
        return Outcome(ref, row.reference, done=False, why=str(refused))
    return Outcome(ref, row.reference, done=True, before=before)


def _do(row: Conversation, deed: str, value: str, ready: dict[UUID, Ready], by: Actor) -> str:
    """What it takes to undo it."""
    simple: dict[str, tuple[Callable[..., None], str]] = {
        "take": (queue.take, "give_back"),
        "give_back": (queue.give_back, "take"),
        "close": (queue.close, "reopen"),
        "reopen": (queue.reopen, "close"),
    }
    if deed in simple:
        act, back = simple[deed]
        act(conversation=row.id, by=by)
        return back
    if deed == "urgency":
        level = int(value) if value in tuple("1234") else 0
        queue.set_urgency(conversation=row.id, urgency=level, by=by)
        return f"urgency:{row.urgency}" if row.urgency else ""
    if deed in ("need", "drop_need"):
        return _need(row, value, add=deed == "need", by=by)
    _answer(row, ready.get(row.scope_id), by)
    return ""


def _need(row: Conversation, need: str, *, add: bool, by: Actor) -> str:
    if add == (need in row.needs):
        raise WrongStateError("It has this need already." if add else "It has no such need.")
    needs = [*row.needs, need] if add else [one for one in row.needs if one != need]
    queue.set_needs(conversation=row.id, needs=needs, by=by)
    return f"{'drop_need' if add else 'need'}:{need}"


def _answer(row: Conversation, ready: Ready | None, by: Actor) -> None:
    if ready is None:
        raise WrongStateError("This answer is not ready any more. Nothing was sent.")
    language = row.answer_language or row.language
    if language == "und":
        raise WrongStateError("Her language is not certain. Answer this one by hand.")
    text = ready.text_in(language, row.reference)
    if not text:
        raise WrongStateError(
            "This answer is not written in %(language)s yet. Nothing was sent.",
            language=name_in(language, language),
        )
    answer(conversation=row.id, text=text, language=language, by=by)
