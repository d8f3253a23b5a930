"""The directory, for everyone who works here: services, organisations, whom to call there."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import Field

from amparo.commons.crises import queries as crises
from amparo.commons.directory import queries, sharing
from amparo.doors.api.fields import Line
from amparo.doors.api.operations import ApiRequest, Noun
from amparo.doors.api.paging import USUAL, Cursor, Limit, Page, page, place
from amparo.doors.api.problems import reader
from amparo.doors.api.said import East, North
from amparo.guard.accounts import queries as accounts
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.kernel.errors import NotFoundError

noun = Noun("directory")
SERVICE = "/directory/services/{uuid:service}"
ORGANISATION = "/directory/organisations/{uuid:organisation}"
Some = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]
FILES = {
    "json": ("application/json", sharing.as_hsds_of),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        sharing.as_sheet,
    ),
}


class Narrowed(Schema):
    """Which services: by words, need, language and place."""

    text: Some = ""
    need: Annotated[str, Field(max_length=32, pattern=r"^[a-z0-9_.-]*$")] = ""
    language: Annotated[str, Field(max_length=12, pattern=r"^[A-Za-z-]*$")] = ""
    place: Some = ""
    only: Literal["", "stale", "inactive", "hidden"] = ""

    def wanted(self, request: ApiRequest) -> queries.SearchFilter:
        """The same for the directory; who keeps it sees what is no longer offered, too."""
        return queries.SearchFilter(
            text=self.text.strip(),
            need=self.need,
            language=self.language,
            place=self.place.strip(),
            only=self.only,
            with_closed_down=request.actor.can(Power.EDIT_DIRECTORY),
        )


class Search(Narrowed):
    """Which services, and in which order."""

    sort: Literal["name", "confirmed", "changed"] = "name"
    cursor: Cursor = ""
    limit: Limit = USUAL


class ServicesPage(Page[queries.ServiceCard]):
    """Services, and how many fit in all."""

    total: int


class OrganisationsPage(Page[queries.OrganisationCard]):
    """Organisations, and how many fit in all."""

    total: int


class OfService(Schema):
    """One service, whom to call there, and how long a confirmation of it is good.

    `where` is a hidden place, for who keeps the directory and for its own house; `undo` is the
    last change if it was yours and can be taken back.
    """

    service: queries.ServiceCard
    contacts: list[queries.ContactFacts]
    where: queries.Where | None
    days: int
    confirmed_by: str
    undo: queries.ChangeLine | None


class OfOrganisation(Schema):
    """One organisation, whom to call there; what it offers is in the list of services."""

    organisation: queries.OrganisationCard
    contacts: list[queries.ContactFacts]
    services: list[queries.ServiceCard]
    confirmed_by: str
    undo: queries.ChangeLine | None


class OrganisationSearch(Schema):
    """Organisations by words."""

    text: Some = ""
    cursor: Cursor = ""
    limit: Limit = USUAL


class Point(Schema):
    """A point on the map."""

    lat: North
    lon: East


class Nearest(Schema):
    """The known place that is nearest, and how many kilometres away; null when none is known."""

    place: crises.PlaceCard | None
    km: float | None


class PlaceSearch(Schema):
    """A part of a name."""

    find: Line


@noun.get("/directory/services", "staff", gives=ServicesPage)
def list_services(request: ApiRequest, wanted: Query[Search]) -> ServicesPage:
    """Services by words, need, language and place. A hidden address stands in none of them."""
    asked = wanted.wanted(request)
    asked = queries.SearchFilter(
        **{name: getattr(asked, name) for name in asked.__slots__}
        | {"sort": wanted.sort, "after": place(request, wanted.cursor)}
    )
    found = queries.services(asked, limit=wanted.limit, language=reader(request))
    some = page(request, found.cards, found.next)
    return ServicesPage(items=some.items, next=some.next, total=found.total)


@noun.get(SERVICE, "staff", gives=OfService)
def read_service(request: ApiRequest, service: UUID) -> OfService:
    """One service as colleagues see it; one that was merged says into which."""
    card = queries.service(service, language=reader(request))
    return OfService(
        service=card,
        contacts=list(queries.contacts(request.actor, card.organisation_id)),
        where=queries.where(request.actor, service) if card.address_hidden else None,
        days=queries.days_for(card.needs),
        confirmed_by=_name(card.confirmed_by),
        undo=_undo(request, service),
    )


@noun.get("/directory/organisations", "staff", gives=OrganisationsPage)
def list_organisations(request: ApiRequest, wanted: Query[OrganisationSearch]) -> OrganisationsPage:
    """Organisations by words, in the order of their names."""
    found = queries.organisations(
        wanted.text.strip(),
        after=place(request, wanted.cursor),
        limit=wanted.limit,
        with_closed_down=request.actor.can(Power.EDIT_DIRECTORY),
    )
    some = page(request, found.cards, found.next)
    return OrganisationsPage(items=some.items, next=some.next, total=found.total)


@noun.get(ORGANISATION, "staff", gives=OfOrganisation)
def read_organisation(request: ApiRequest, organisation: UUID) -> OfOrganisation:
    """One organisation, what it offers (at most two hundred services) and whom to call."""
    card = queries.organisation(organisation)
    can_edit = request.actor.can(Power.EDIT_DIRECTORY)
    wanted = queries.SearchFilter(organisation=organisation, with_closed_down=can_edit)
    return OfOrganisation(
        organisation=card,
        contacts=list(queries.contacts(request.actor, organisation)),
        services=list(queries.services(wanted, limit=200, language=reader(request)).cards),
        confirmed_by=_name(card.confirmed_by),
        undo=_undo(request, organisation),
    )


@noun.get("/directory/choices", "staff", gives=dict[str, dict[str, str]])
def list_choices(request: ApiRequest) -> dict[str, dict[str, str]]:
    """What can stand in the fields that are chosen, by field, each with its English words."""
    del request
    return queries.choices()


@noun.get("/directory/places", Power.EDIT_DIRECTORY, gives=list[crises.PlaceCard])
def find_directory_places(
    request: ApiRequest, wanted: Query[PlaceSearch]
) -> list[crises.PlaceCard]:
    """Places of the crisis's country whose names hold these words, the largest first."""
    del request
    crisis, text = crises.current("en"), wanted.find.strip()
    return list(crises.find_places(crisis.country, text)) if crisis and len(text) > 1 else []


@noun.get("/directory/nearest", Power.EDIT_DIRECTORY, gives=Nearest)
def find_nearest(request: ApiRequest, wanted: Query[Point]) -> Nearest:
    """The known place nearest to a point: whether the two numbers were typed right."""
    del request
    crisis = crises.current("en")
    known = crises.places(crisis.country) if crisis else ()
    found = queries.nearest(wanted.lat, wanted.lon, known)
    return Nearest(place=found[0], km=found[1]) if found else Nearest(place=None, km=None)


@noun.get("/directory/as/{str:kind}", "staff", media="*/*")
def download_directory(request: ApiRequest, kind: str, wanted: Query[Narrowed]) -> HttpResponse:
    """The directory, or what is wanted of it: `json` is HSDS 3.0, `xlsx` a sheet to fill in.

    Hidden addresses are never in it.
    """
    if kind not in FILES:
        raise NotFoundError(NotFoundError.__doc__)
    media, make = FILES[kind]
    response = HttpResponse(make(wanted.wanted(request)), content_type=media)
    name = f"directory-{clock.now():%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _name(who: UUID | None) -> str:
    return accounts.colleague_names().get(who, "") if who else ""


def _undo(request: ApiRequest, about: UUID) -> queries.ChangeLine | None:
    may = request.actor.can(Power.EDIT_DIRECTORY)
    return queries.last_change(request.actor, about) if may else None
