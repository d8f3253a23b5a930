"""Entries that may be there twice: offered, compared, merged by a person only."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Schema
from pydantic import Field

from amparo.commons.directory import actions, queries
from amparo.doors.api.fields import Key, Sent
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power
from amparo.kernel.errors import WrongStateError

noun = Noun("directory")
ONE = "/directory/doubles/{uuid:double}"


class TypedName(Schema):
    """The name, and the number if it is known, of an organisation that is not there yet."""

    name: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
    phone: Annotated[str, Field(max_length=64, pattern=r"^[^\x00]*$")] = ""


class Alike(Schema):
    """An organisation that may be the one."""

    id: UUID
    name: str


class Side(Schema):
    """One of the two, with all that is held of it."""

    id: UUID
    name: str
    organisation: str
    place: str
    facts: dict[str, Any]
    services: int


class Pair(Schema):
    """Two entries that may be one, and why: each reason with its number or name."""

    id: UUID
    kind: str
    score: int
    reasons: list[tuple[str, str]]
    one: Side
    other: Side
    decided: str


class Pairs(Schema):
    """The forty likeliest, and how many wait in all."""

    items: list[Pair]
    total: int


class Waiting(Schema):
    """How many pairs wait for a person."""

    waiting: int


class Merge(Sent):
    """Which of the two stays, and the fields whose words are taken from the other one."""

    keep: Literal["one", "other"]
    take: Annotated[list[Key], Field(max_length=60, default_factory=list)]


@noun.get("/directory/alike", Power.EDIT_DIRECTORY, gives=list[Alike])
def list_alike(request: ApiRequest, wanted: Query[TypedName]) -> list[Alike]:
    """Organisations that may be the one that is about to be entered; at most five."""
    found = queries.alike(request.actor, wanted.name, wanted.phone)
    return [Alike(id=id, name=name) for id, name in found]


@noun.get("/directory/doubles", Power.EDIT_DIRECTORY, gives=Pairs)
def list_doubles(request: ApiRequest) -> Pairs:
    """Pairs that wait for a person, the likeliest first."""
    found, total = queries.doubles(request.actor)
    return Pairs(items=[_pair(one) for one in found], total=total)


@noun.post("/directory/doubles/look", Power.EDIT_DIRECTORY, gives=Waiting, status=200)
def look_for_doubles(request: ApiRequest) -> Waiting:
    """They are looked for anew; what somebody has decided is not asked again."""
    return Waiting(waiting=actions.look_for_doubles(by=request.actor))


@noun.get(ONE, Power.EDIT_DIRECTORY, gives=Pair)
def read_double(request: ApiRequest, double: UUID) -> Pair:
    """The two side by side."""
    return _pair(queries.double(request.actor, double))


@noun.post(f"{ONE}/not-same", Power.EDIT_DIRECTORY)
def not_same(request: ApiRequest, double: UUID) -> None:
    """They are not the same, and nobody is asked again."""
    actions.not_same(double=queries.double(request.actor, double).id, by=request.actor)


@noun.post(f"{ONE}/merge", Power.EDIT_DIRECTORY, gives=Made, status=200)
def merge_double(request: ApiRequest, double: UUID, body: Merge) -> Made:
    """The other is no longer offered and leads to the one that stays, whose id this is."""
    pair = queries.double(request.actor, double)
    keep, loser = (pair.one, pair.other) if body.keep == "one" else (pair.other, pair.one)
    if pair.kind == "organisation" and accounts.has_staff(loser.id):
        raise WrongStateError(
            "People work for the other one here: keep that one, or move them first."
        )
    kept = actions.merge(
        kind=pair.kind, keep=keep.id, loser=loser.id, take=body.take, by=request.actor
    )
    return Made(id=kept)


def _pair(one: queries.Twins) -> Pair:
    return Pair.model_validate(one)
