"""Who asks: the colleague behind the token, and what the token may."""

from datetime import datetime
from uuid import UUID

from ninja import Schema

from amparo.doors.api.operations import ApiRequest, Noun
from amparo.guard.accounts import queries as accounts
from amparo.guard.tokens import actions as tokens
from amparo.reach.duty import queries as duty

noun = Noun("me")


class Place(Schema):
    """A line or an organisation in which this colleague works, and what the token may there."""

    id: UUID
    name: str
    scopes: list[str]


class Me(Schema):
    """The colleague, and the token that was sent."""

    id: UUID
    name: str
    languages: list[str]
    token: str
    token_expires_at: datetime
    scopes: list[str]
    works: list[Place]


@noun.get("/me", "staff", gives=Me)
def me(request: ApiRequest) -> Me:
    """Who I am, and what this token may."""
    who, caller = request.actor, request.caller
    names = duty.scope_names(who.scopes)
    powers: dict[UUID, set[str]] = {}
    for scope, some in who.granted:
        powers.setdefault(scope, set()).update(some)
    return Me(
        id=who.id,
        name=who.name,
        languages=list(accounts.languages_of(who)),
        token=caller.name,
        token_expires_at=caller.expires_at,
        scopes=sorted(who.powers),
        works=[Place(id=one, name=names[one], scopes=sorted(powers[one])) for one in names],
    )


@noun.delete("/me/token", "staff")
def revoke_this_token(request: ApiRequest) -> None:
    """The token that was sent opens nothing from now on: for a program that has lost it."""
    tokens.revoke_token(token=request.caller.token, by=request.actor)
