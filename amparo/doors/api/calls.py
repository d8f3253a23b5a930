"""The hotline: a call written down, who is to be called back, what the line says."""

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from ninja import Query, Schema
from pydantic import Field, StringConstraints

from amparo.commons.crises import queries as crises
from amparo.doors.api.fields import Code, Key, Moment, Sent, Whole, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.paging import USUAL, Cursor, Limit, Page, sliced
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.reach.calls import actions, queries
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import spoken

noun = Noun("calls")
ONE = "/calls/{uuid:callback}"
FURTHEST = timedelta(days=30)
_CLEAN = r"^[^\x00]*$"
Spoken = Annotated[str, StringConstraints(max_length=spoken.LONGEST, pattern=_CLEAN)]
Short = Annotated[str, StringConstraints(max_length=200, pattern=_CLEAN)]
Number = Annotated[str, StringConstraints(max_length=64, pattern=_CLEAN)]
Safe = Literal["", "yes", "no", "unknown"]
Hours = Annotated[
    list[Literal["morning", "afternoon", "evening", "night"]],
    Field(max_length=4, default_factory=list),
]
Tongue = Literal["en", "ar", "fr", "es", "ht"]


class Call(Sent):
    """What was said on the phone. Nothing of it must be there.

    `number` with `may_sms` is answered by SMS as well. `back`: when to call again, if that was
    promised. `theirs_safe`: whether the one it is about may be called.
    """

    language: Code | Literal[""] = ""
    words: Spoken = ""
    needs: Annotated[list[Key], Field(max_length=40, default_factory=list)]
    place: Short = ""
    people: Annotated[Whole, Field(ge=0, le=30_000)] | None = None
    number: Number = ""
    may_sms: YesNo = False
    safe_hours: Hours
    for_other: YesNo = False
    safe_to_talk: Safe = ""
    interpreter: YesNo = False
    asker: Short = ""
    theirs_safe: Safe = ""
    back: Moment | None = None

    def call(self) -> spoken.Call:
        """The same for the line."""
        told = {
            "safe_to_talk": self.safe_to_talk,
            "interpreter": "yes" if self.interpreter else "",
            "asker": self.asker.strip(),
            "theirs_safe": self.theirs_safe,
        }
        return spoken.Call(
            language=self.language,
            words=self.words.strip(),
            needs=tuple(self.needs),
            place=self.place.strip(),
            people=self.people,
            number=self.number.strip() if self.may_sms else "",
            safe_hours=tuple(self.safe_hours),
            for_other=self.for_other,
            told={name: text for name, text in told.items() if text},
        )


class WrittenDown(Schema):
    """What may be read out: the reference, and the code if it is wanted. It is shown once."""

    conversation: UUID
    reference: str
    code: str
    callback: UUID | None


class CallFilters(Schema):
    """All, or those that I promised."""

    mine: bool = False
    cursor: Cursor = ""
    limit: Limit = USUAL


class Promised(Sent):
    """When to call, and the number if it is known: it is asked for first otherwise."""

    due: Moment
    number: Number = ""
    interpreter: YesNo = False


class Tried(Sent):
    """reached, no_answer, wrong_number or not_safe; when to try again, if not as suggested."""

    outcome: Literal["reached", "no_answer", "wrong_number", "not_safe"]
    again: Moment | None = None


class Again(Schema):
    """When to call again; null: it is done, and the number is forgotten."""

    again: datetime | None


class Why(Sent):
    """Why the number is opened. It stands in the audit."""

    reason: Literal["calling now", "checking the number"]


class Opened(Schema):
    """The number."""

    number: str


class OfLanguage(Schema):
    """The language of the script."""

    language: Tongue = "en"


class Script(Schema):
    """What is said at each step: the line's own words, or the draft that ships."""

    scope: UUID | None
    steps: list[queries.Step]


class Said(Sent):
    """What the line says at this step; an empty text brings the shipped draft back."""

    language: Tongue
    text: Annotated[str, StringConstraints(max_length=actions.LONGEST_STEP, pattern=_CLEAN)]


@noun.get("/calls", Power.WORK_QUEUE, gives=Page[queries.Due])
def list_calls(request: ApiRequest, wanted: Query[CallFilters]) -> Page[queries.Due]:
    """Calls that were promised, whoever is to be called first on top. No number stands here."""
    found = queries.due(request.actor, mine=wanted.mine)
    return sliced(request, found, wanted.cursor, wanted.limit)


@noun.post("/calls", Power.WORK_QUEUE, gives=WrittenDown, secret=True)
def write_down_call(request: ApiRequest, body: Call) -> WrittenDown:
    """A call stands in the queue like a message, and perhaps a call-back is promised."""
    if set(body.needs) - {one.key for one in crises.offered("en")}:
        raise InvalidError("needs", "There is no such need on the list.")
    if body.back:
        _check_near("back", body.back)
    made = spoken.write_down(call=body.call(), by=request.actor)
    callback = None
    if body.back:
        promise = actions.Promise(
            conversation=made.conversation,
            scope=made.scope,
            reference=made.reference,
            due=body.back,
            number=body.number,
            language=body.language or "und",
            interpreter=body.interpreter,
            safe_hours=tuple(body.safe_hours),
        )
        callback = actions.promise(call=promise, by=request.actor)
    return WrittenDown(
        conversation=made.conversation,
        reference=made.reference,
        code=made.code,
        callback=callback,
    )


@noun.get("/calls/script", Power.WORK_QUEUE, gives=Script)
def read_script(request: ApiRequest, wanted: Query[OfLanguage]) -> Script:
    """What is said at each step of a call, in one language."""
    scope = queries.line_of(request.actor)
    steps = queries.script(request.actor, scope=scope, language=wanted.language)
    return Script(scope=scope, steps=list(steps))


@noun.put("/calls/script/{str:key}", Power.WORK_QUEUE)
def write_script(request: ApiRequest, key: str, body: Said) -> None:
    """What my line says at this step from now on."""
    scope = queries.line_of(request.actor)
    if scope is None:
        raise NotFoundError(NotFoundError.__doc__)
    actions.write_step(
        scope=scope, language=body.language, step=key, text=body.text, by=request.actor
    )


@noun.post("/conversations/{uuid:conversation}/call-back", Power.WORK_QUEUE, gives=Made)
def promise_call(request: ApiRequest, conversation: UUID, body: Promised) -> Made:
    """Someone who wrote is called back. Who promises is the one who may open the number."""
    thread = messaging.conversation(request.actor, conversation)
    facts = messaging.case_facts(request.actor, conversation)
    promise = actions.Promise(
        conversation=facts.conversation_id,
        scope=facts.scope_id,
        reference=facts.reference,
        due=body.due,
        number=body.number,
        language=facts.language,
        interpreter=body.interpreter,
        safe_hours=thread.safe_hours,
    )
    return Made(id=actions.promise(call=promise, by=request.actor))


@noun.post(f"{ONE}/tried", Power.WORK_QUEUE, gives=Again, status=200)
def try_call(request: ApiRequest, callback: UUID, body: Tried) -> Again:
    """What happened. Who was not reached is called again at a time that suits them."""
    if body.again:
        _check_near("again", body.again)
    later = actions.tried(
        callback=callback, outcome=body.outcome, again=body.again, by=request.actor
    )
    return Again(again=later)


@noun.post(f"{ONE}/take", Power.WORK_QUEUE)
def take_call(request: ApiRequest, callback: UUID) -> None:
    """The promise is yours, and its number yours to open."""
    actions.take_over(callback=callback, by=request.actor)


@noun.post(f"{ONE}/number", Power.WORK_QUEUE, gives=Opened, status=200, secret=True)
def show_number(request: ApiRequest, callback: UUID, body: Why) -> Opened:
    """The number, for whoever promised the call; at most thirty people's an hour."""
    found = actions.show_number(callback=callback, reason=body.reason, by=request.actor)
    return Opened(number=found)


def _check_near(field: str, due: datetime) -> None:
    """Nothing, or InvalidError, before anything is kept."""
    if due - clock.now() > FURTHEST:
        raise InvalidError(field, "That is more than thirty days away. Nothing was promised.")
