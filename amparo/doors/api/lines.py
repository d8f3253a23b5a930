"""The closed lists: which organisations answer a line together; who works here, as what."""

from uuid import UUID

from ninja import Schema

from amparo.doors.api.fields import Sent
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.guard.accounts import queries as accounts
from amparo.guard.roster import actions
from amparo.guard.roster import queries as roster
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.reach.duty import queries as duty

noun = Noun("lines")
MEMBERS = "/lines/{uuid:line}/members"


class Member(Schema):
    """An organisation on the list."""

    id: UUID
    name: str


class LineMembers(Schema):
    """A line of mine, and who answers it; the organisation that answers for its data is first."""

    id: UUID
    name: str
    members: list[Member]


class NewMember(Sent):
    """An organisation, by its id in the directory."""

    organisation: UUID


class Work(Schema):
    """Where someone works, and as what."""

    scope: UUID
    where: str
    role: str


class StaffRow(Schema):
    """A colleague, and what they do where I manage the staff."""

    id: UUID
    name: str
    works: list[Work]


@noun.get("/lines", "staff", gives=list[LineMembers])
def list_lines(request: ApiRequest) -> list[LineMembers]:
    """My lines, and who answers each of them."""
    names = accounts.line_names()
    mine = [one for one in roster.lines() if one in request.actor.scopes]
    return [
        LineMembers(
            id=one,
            name=names[one],
            members=[Member(id=id, name=name) for id, name in roster.member_names(one).items()],
        )
        for one in mine
    ]


@noun.get("/staff", Power.MANAGE_STAFF, gives=list[StaffRow])
def list_staff(request: ApiRequest) -> list[StaffRow]:
    """Who works where I manage the staff, and as what. Logins are made by the command."""
    where = duty.scope_names(request.actor.within(Power.MANAGE_STAFF).scopes)
    rows = [
        StaffRow(
            id=one.id,
            name=one.name,
            works=[
                Work(scope=scope, where=where[scope], role=role)
                for scope, role in one.works
                if scope in where
            ],
        )
        for one in accounts.staff(request.actor)
    ]
    return [one for one in rows if one.works]


@noun.post(MEMBERS, Power.MANAGE_STAFF, gives=Made)
def add_member(request: ApiRequest, line: UUID, body: NewMember) -> Made:
    """The organisation answers the line together with the others from today on."""
    made = actions.add_member(
        line=line,
        organisation=body.organisation,
        joined_on=clock.now().date(),
        by=request.actor,
    )
    return Made(id=made)


@noun.delete(f"{MEMBERS}/{{uuid:organisation}}", Power.MANAGE_STAFF)
def remove_member(request: ApiRequest, line: UUID, organisation: UUID) -> None:
    """The organisation is no longer on the list. Its people's accounts stay to be looked at."""
    actions.remove_member(line=line, organisation=organisation, by=request.actor)
