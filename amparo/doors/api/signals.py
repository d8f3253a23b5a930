"""Early signs of trouble, told on purpose by trusted observers; heard, and cleared again."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import StringConstraints

from amparo.doors.api.fields import Key, Sent, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.reach.duty import actions, queries

noun = Noun("signals")
ONE = "/signals/{uuid:situation}"
Place = Annotated[str, StringConstraints(max_length=120, pattern=r"^[^\x00]*$")]
Words = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")]


class Tell(Sent):
    """What may be coming, in whose name it is told, and how sure.

    3: we have seen it ourselves; 2: we know who has; 1: we have heard of it.
    """

    scope: UUID
    what: Key
    place: Place
    sure: Literal[1, 2, 3]
    words: Words = ""


class InName(Sent):
    """In the name of one of my lines or organisations."""

    scope: UUID


class Warn(InName):
    """Whether it is warned from now on."""

    warn: YesNo


class SignsPage(Schema):
    """What was told, in whose name I may tell, who of them is warned, and what can be told."""

    signs: queries.Signs
    whats: dict[str, str]


@noun.get("/signals", "staff", gives=SignsPage)
def list_signs(request: ApiRequest) -> SignsPage:
    """What my organisations told of or asked to be warned of, the gravest first."""
    return SignsPage(signs=queries.signs(request.actor), whats=queries.whats())


@noun.post("/signals", "staff", gives=Made)
def tell_sign(request: ApiRequest, body: Tell) -> Made:
    """A sign is told: a new one, or the one that others told of already, now surer."""
    told = queries.Told(
        scope=body.scope, what=body.what, place=body.place, sure=body.sure, words=body.words
    )
    return Made(id=actions.tell(told=told, by=request.actor))


@noun.post(f"{ONE}/heard", "staff")
def hear_sign(request: ApiRequest, situation: UUID, body: InName) -> None:
    """Heard at its present level, in the name of one of mine."""
    actions.hear(situation=situation, scope=body.scope, by=request.actor)


@noun.post(f"{ONE}/clear", "staff")
def clear_sign(request: ApiRequest, situation: UUID) -> None:
    """The all-clear, by whoever told of it."""
    actions.all_clear(situation=situation, by=request.actor)


@noun.put("/signals/warned", "staff")
def set_warned(request: ApiRequest, body: Warn) -> None:
    """A line or organisation of mine is warned from now on, or no longer."""
    deed = actions.subscribe if body.warn else actions.unsubscribe
    deed(scope=body.scope, by=request.actor)
