"""The lists that every house keeps for itself: needs, kinds of crises."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from amparo.commons.crises import actions, queries
from amparo.doors.api.fields import Code, Line, Sent, Whole, YesNo
from amparo.doors.api.operations import ApiRequest, Noun
from amparo.doors.api.problems import reader
from amparo.doors.api.said import called
from amparo.kernel.authority import Power
from amparo.kernel.errors import NotFoundError

noun = Noun("lists")
Labels = Annotated[dict[Code, Line], Field(max_length=60)]


class KindWords(Sent):
    """A kind of crisis: its words by language, English ones among them."""

    labels: Labels
    order: Whole = 0
    active: YesNo = True


class NeedWords(KindWords):
    """A need. `asked`: the public page asks for it; `same_day`: help for it is offered that day."""

    asked: YesNo = False
    same_day: YesNo = False


class MadeKey(Schema):
    """The key of the new entry."""

    key: str


class Seeded(Schema):
    """How many of the shipped needs and kinds were added."""

    needs: int
    kinds: int


@noun.get("/needs", "staff", gives=list[queries.NeedCard])
def list_needs(request: ApiRequest, offered: bool = False) -> list[queries.NeedCard]:
    """The needs in their order and the reader's words; `offered`: those that can be chosen now."""
    language = reader(request)
    return list(queries.offered(language) if offered else queries.needs(language))


@noun.get("/lists/needs", Power.EDIT_CRISIS, gives=list[queries.ListEntry])
def list_whole_needs(request: ApiRequest) -> list[queries.ListEntry]:
    """Every need with its words in all languages."""
    return list(queries.need_list(request.actor))


@noun.post("/lists/needs", Power.EDIT_CRISIS, gives=MadeKey)
def add_need(request: ApiRequest, body: NeedWords) -> MadeKey:
    """A new need; its key comes from its English words."""
    with called(label="labels"):
        facts = actions.NeedFacts(**body.model_dump())
        return MadeKey(key=actions.save_need(facts=facts, by=request.actor))


@noun.put("/lists/needs/{str:key}", Power.EDIT_CRISIS)
def change_need(request: ApiRequest, key: str, body: NeedWords) -> None:
    """The need stands so from now on. It is never taken away, only no longer offered."""
    _known(key, queries.need_list(request.actor))
    with called(label="labels"):
        facts = actions.NeedFacts(**body.model_dump())
        actions.save_need(facts=facts, by=request.actor, key=key)


@noun.get("/lists/kinds", Power.EDIT_CRISIS, gives=list[queries.ListEntry])
def list_whole_kinds(request: ApiRequest) -> list[queries.ListEntry]:
    """Every kind of crisis with its words in all languages."""
    return list(queries.kind_list(request.actor))


@noun.post("/lists/kinds", Power.EDIT_CRISIS, gives=MadeKey)
def add_kind(request: ApiRequest, body: KindWords) -> MadeKey:
    """A new kind of crisis."""
    with called(label="labels"):
        facts = actions.KindFacts(**body.model_dump())
        return MadeKey(key=actions.save_kind(facts=facts, by=request.actor))


@noun.put("/lists/kinds/{str:key}", Power.EDIT_CRISIS)
def change_kind(request: ApiRequest, key: str, body: KindWords) -> None:
    """The kind stands so from now on."""
    _known(key, queries.kind_list(request.actor))
    with called(label="labels"):
        facts = actions.KindFacts(**body.model_dump())
        actions.save_kind(facts=facts, by=request.actor, key=key)


@noun.post("/lists/seed", Power.EDIT_CRISIS, gives=Seeded, status=200)
def seed_lists(request: ApiRequest) -> Seeded:
    """What comes with Amparo and is not in the lists yet is in them."""
    return Seeded(
        needs=actions.seed_needs(by=request.actor), kinds=actions.seed_kinds(by=request.actor)
    )


def _known(key: str, entries: tuple[queries.ListEntry, ...]) -> None:
    """Nothing, or NotFoundError: an entry that is not there is made with POST."""
    if key not in {one.key for one in entries}:
        raise NotFoundError(NotFoundError.__doc__)
