"""Keeping the directory: organisations and services as an editor tells them, one at a time."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from amparo.commons.directory import actions, queries
from amparo.doors.api import directory
from amparo.doors.api.directory import ORGANISATION, SERVICE
from amparo.doors.api.fields import Key, Line, Moment, Sent, Text, Whole, Word, YesNo
from amparo.doors.api.operations import ApiRequest, Made
from amparo.doors.api.said import Day, East, Lines, North, Texts, Tongues, WallClock, zone
from amparo.guard.roster.queries import check_nobody_leans
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError

# One address, one noun: what reads an entry stands there.
noun = directory.noun
NOT_FACTS = {"seen", "how"}


class Entry(Sent):
    """What is sent of an entry. What is not sent stays as it is.

    `how` somebody found out that all of it is true today: phone, visit, email. `seen` is the state
    that was read: when somebody else has saved since, nothing is overwritten.
    """

    how: Key | None = None
    seen: Moment | None = None

    def told(self) -> dict[str, Any]:
        """What was sent of the facts; confirmed today, if somebody asked."""
        told = {
            name: getattr(self, name)
            for name in type(self).model_fields
            if name in self.model_fields_set - NOT_FACTS
        }
        return told | ({"confirmed_on": clock.now().date()} if self.how else {})


class OrganisationEntry(Entry):
    """An organisation. The kinds and other values to choose from: `/directory/choices`."""

    name: Line = ""
    kind: Key = "cso"
    firewall: Key = "unknown"
    description: Text = ""
    phone: Word = ""
    email: Line = ""
    website: Line = ""
    country: Word = ""


class NewOrganisation(OrganisationEntry):
    """A new organisation."""

    name: Line


class Opening(Sent):
    """One opening in the week; day 0 is Monday. One that ends at or before its start ends on the
    next day; a whole day is 00:00 to 24:00.
    """

    day: Annotated[Whole, Field(ge=0, le=6)]
    opens: WallClock
    closes: WallClock


class OtherDay(Sent):
    """A date that is not as the week says; without hours it is closed that day."""

    on: Day
    opens: WallClock | None = None
    closes: WallClock | None = None
    words: Line = ""


class ServiceEntry(Entry):
    """A service. `names` and the like hold the texts in further languages, by code.

    `for_whom` is never a status. Of a service with `address_hidden` the address and the point are
    kept apart, and only who keeps the directory and its own house see them.
    """

    name: Line = ""
    names: Lines
    description: Text = ""
    descriptions: Texts
    needs: Annotated[list[Key], Field(max_length=60, default_factory=list)]
    for_whom: Annotated[list[Word], Field(max_length=60, default_factory=list)]
    eligibility_description: Text = ""
    eligibility_descriptions: Texts
    languages: Tongues
    staff_gender: Key = "unknown"
    place: Line = ""
    address: Line = ""
    address_hidden: YesNo = False
    lat: North | None = None
    lon: East | None = None
    accessibility: Line = ""
    hours: Annotated[list[Opening], Field(max_length=100, default_factory=list)]
    always_open: YesNo = False
    exceptions: Annotated[list[OtherDay], Field(max_length=300, default_factory=list)]
    timezone: Word = "UTC"
    phone: Word = ""
    documents: Key = "unknown"
    documents_asked: Line = ""
    fees: Line = ""
    capacity: Whole | None = None
    free: Whole | None = None
    active: YesNo = True

    def facts(self, before: queries.ServiceFacts | None) -> queries.ServiceFacts:
        """The service as it stands from now on."""
        told = self.told()
        for name in {"needs", "for_whom", "languages"} & set(told):
            told[name] = tuple(dict.fromkeys(told[name]))
        if "hours" in told:
            slots = [queries.Slot(one.day, one.opens, one.closes) for one in self.hours]
            told["hours"] = tuple(sorted(dict.fromkeys(slots)))
        if "exceptions" in told:
            told["exceptions"] = tuple(sorted(dict.fromkeys(map(_day, self.exceptions))))
        known = before or queries.ServiceFacts(name="", needs=(), timezone=zone())
        if "free" in told and told["free"] != known.free:
            told["free_at"] = None if told["free"] is None else clock.now()
        return replace(known, **told)


def _day(one: OtherDay) -> queries.Day:
    return queries.Day(one.on.isoformat(), one.opens or "", one.closes or "", one.words)


class NewService(ServiceEntry):
    """A new service. Without a `timezone` its hours are those of the crisis."""

    name: Line
    needs: list[Key]


class Contact(Sent):
    """Whom to call, in which duty. Only a public one is shown outside the house."""

    role: Line
    name: Line = ""
    phone: Word = ""
    email: Line = ""
    hours: Line = ""
    public: YesNo = False


class Contacts(Sent):
    """All whom one can call there, in this order."""

    contacts: Annotated[list[Contact], Field(max_length=60)]


class OrganisationOpened(Schema):
    """All that is held of an organisation; `seen` is sent back with a change."""

    facts: queries.OrganisationFacts
    seen: str


class ServiceOpened(Schema):
    """All that is held of a service, a hidden place too; `seen` is sent back with a change."""

    facts: queries.ServiceFacts
    organisation: UUID
    seen: str


@noun.get(f"{ORGANISATION}/facts", Power.EDIT_DIRECTORY, gives=OrganisationOpened)
def open_organisation(request: ApiRequest, organisation: UUID) -> OrganisationOpened:
    """All that is held of it, to be changed."""
    facts, seen = queries.organisation_for_editing(request.actor, organisation)
    return OrganisationOpened(facts=facts, seen=seen.isoformat())


@noun.post("/directory/organisations", Power.EDIT_DIRECTORY, gives=Made)
def add_organisation(request: ApiRequest, body: NewOrganisation) -> Made:
    """A new organisation. Look at `/directory/alike` first: it may be there."""
    facts = queries.OrganisationFacts(**body.told())
    made = actions.save_organisation(facts=facts, by=request.actor, how=body.how or "")
    return Made(id=made)


@noun.put(ORGANISATION, Power.EDIT_DIRECTORY)
def change_organisation(request: ApiRequest, organisation: UUID, body: OrganisationEntry) -> None:
    """The organisation stands as told; what is not sent stays."""
    before, _ = queries.organisation_for_editing(request.actor, organisation)
    facts = replace(before, **body.told())
    crossing = queries.crosses(before.kind, facts.kind)
    if crossing:
        check_nobody_leans(organisation)
    actions.save_organisation(
        facts=facts,
        by=request.actor,
        id=organisation,
        seen=body.seen,
        how=body.how or "",
        crossing=crossing,
    )


@noun.put(f"{ORGANISATION}/contacts", Power.EDIT_DIRECTORY)
def set_contacts(request: ApiRequest, organisation: UUID, body: Contacts) -> None:
    """These are whom to call there; whoever stood there no longer."""
    told = [queries.ContactFacts(**one.model_dump()) for one in body.contacts]
    try:
        actions.save_contacts(organisation=organisation, contacts=told, by=request.actor)
    except InvalidError as wrong:
        field, _, nth = wrong.field.partition("-")
        where = f"contacts/{nth}/{field}" if told and nth else "contacts"
        raise InvalidError(where, wrong.reason) from wrong


@noun.post(f"{ORGANISATION}/services", Power.EDIT_DIRECTORY, gives=Made)
def add_service(request: ApiRequest, organisation: UUID, body: NewService) -> Made:
    """A new service of this organisation."""
    made = actions.save_service(
        organisation=organisation, facts=body.facts(None), by=request.actor, how=body.how or ""
    )
    return Made(id=made)


@noun.get(f"{SERVICE}/facts", Power.EDIT_DIRECTORY, gives=ServiceOpened)
def open_service(request: ApiRequest, service: UUID) -> ServiceOpened:
    """All that is held of it, a hidden place too, to be changed."""
    found = queries.service_for_editing(request.actor, service)
    return ServiceOpened(
        facts=found.facts, organisation=found.organisation, seen=found.seen.isoformat()
    )


@noun.put(SERVICE, Power.EDIT_DIRECTORY)
def change_service(request: ApiRequest, service: UUID, body: ServiceEntry) -> None:
    """The service stands as told; what is not sent stays."""
    found = queries.service_for_editing(request.actor, service)
    actions.save_service(
        organisation=found.organisation,
        facts=body.facts(found.facts),
        by=request.actor,
        id=service,
        seen=body.seen,
        how=body.how or "",
    )
