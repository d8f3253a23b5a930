"""What is said to the person, and in which language it can be read."""

from typing import Annotated
from uuid import UUID

from ninja import Query, Schema
from pydantic import Field

from amparo.doors.api.conversations import ONE
from amparo.doors.api.fields import Code, Sent, Text, Whole, Word, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.paging import USUAL, Cursor, Limit, Page, sliced
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import answer as answers
from amparo.reach.messaging.actions import asking
from amparo.reach.messaging.actions.templates import save_template

noun = Noun("answers")


class Answer(Sent):
    """What is said. `to` names one that was merged into it; `although` a colleague holds it."""

    text: Text
    language: Code
    to: UUID | None = None
    although: YesNo = False


class Translation(Sent):
    """A message in another language."""

    language: Code
    text: Text


class Into(Sent):
    """The language that somebody needs it in."""

    language: Code


class Settled(Sent):
    """What became of a message of which the gateway told nothing."""

    arrived: YesNo


class Template(Sent):
    """An answer that is ready, by the codes of its languages; `scope` is the line."""

    scope: UUID
    title: Word
    texts: Annotated[dict[Code, Text], Field(max_length=30)]
    order: Whole = 50
    active: YesNo = True


class Lists(Schema):
    """The translators' list: what waits to be translated, and what a second one should check."""

    wanted: list[messaging.ToTranslate]
    unchecked: list[messaging.ToCheck]
    sealed: bool
    more: int


class OfLine(Schema):
    """A line, and whether answers that were put away are wanted too."""

    scope: UUID
    every: bool = False
    cursor: Cursor = ""
    limit: Limit = USUAL


@noun.post(f"{ONE}/answers", Power.WORK_QUEUE, gives=Made)
def answer(request: ApiRequest, conversation: UUID, body: Answer) -> Made:
    """The answer waits to be sent. Send a key with it: nobody should be told twice."""
    made = answers.answer(
        conversation=conversation,
        text=body.text,
        language=body.language,
        by=request.actor,
        to=body.to,
        although=body.although,
    )
    return Made(id=made)


@noun.put("/messages/{uuid:message}/translation", Power.READ_QUEUE, gives=Made)
def write_translation(request: ApiRequest, message: UUID, body: Translation) -> Made:
    """The translation stands beside the message; a second one in the language replaces it."""
    made = answers.translate(
        message=message, language=body.language, text=body.text, by=request.actor
    )
    return Made(id=made)


@noun.post("/messages/{uuid:message}/ask-translation", Power.READ_QUEUE, gives=Made)
def ask_translation(request: ApiRequest, message: UUID, body: Into) -> Made:
    """It stands on the translators' list."""
    made = asking.ask_translation(message=message, language=body.language, by=request.actor)
    return Made(id=made)


@noun.post("/messages/{uuid:message}/settle", Power.WORK_QUEUE)
def settle_message(request: ApiRequest, message: UUID, body: Settled) -> None:
    """A person knows what became of it; if it did not arrive it is sent once more."""
    answers.settle(message=message, arrived=body.arrived, by=request.actor)


@noun.get("/translations", Power.READ_QUEUE, gives=Lists)
def list_translations(request: ApiRequest) -> Lists:
    """What somebody needs in another language, in mine first; at most fifty, `more` wait."""
    found = messaging.asks(request.actor, languages=accounts.languages_of(request.actor))
    return Lists(
        wanted=list(found.wanted),
        unchecked=list(found.unchecked),
        sealed=found.sealed,
        more=found.more,
    )


@noun.post("/translations/asked/{uuid:ask}/take", Power.READ_QUEUE)
def take_translation(request: ApiRequest, ask: UUID) -> None:
    """You translate it, and the others see that."""
    asking.take_asked(ask=ask, by=request.actor)


@noun.post("/translations/asked/{uuid:ask}/leave", Power.READ_QUEUE)
def leave_translation(request: ApiRequest, ask: UUID) -> None:
    """It is free for others again."""
    asking.leave_asked(ask=ask, by=request.actor)


@noun.post("/translations/{uuid:translation}/check", Power.READ_QUEUE)
def check_translation(request: ApiRequest, translation: UUID) -> None:
    """A second person has read it against the original. Nobody checks their own."""
    asking.check_translation(translation=translation, by=request.actor)


@noun.get("/templates", Power.READ_QUEUE, gives=Page[messaging.Ready])
def list_templates(request: ApiRequest, wanted: Query[OfLine]) -> Page[messaging.Ready]:
    """The answers that are ready in one line, in their order."""
    found = messaging.templates(request.actor, scope=wanted.scope, every=wanted.every)
    return sliced(request, found, wanted.cursor, wanted.limit, key=lambda one: one.key)


@noun.put("/templates/{str:key}", Power.PLAN_SHIFTS)
def write_template(request: ApiRequest, key: str, body: Template) -> None:
    """The answer of this key says this from now on, in this line."""
    save_template(
        scope=body.scope,
        key=key,
        title=body.title,
        texts=body.texts,
        order=body.order,
        active=body.active,
        by=request.actor,
    )
