"""What a reader sees of the directory. A hidden address or its coordinates are never in here."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from amparo.commons.directory import freshness, hours, rules
from amparo.commons.directory.models import Organisation, Service
from amparo.commons.directory.rules import Reason
from amparo.kernel import clock


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """One service, for a page. `open_now` is None when its hours are not known."""

    id: UUID
    organisation_id: UUID
    organisation: str
    organisation_kind: str
    name: str
    description: str
    needs: tuple[str, ...]
    languages: tuple[str, ...]
    place: str
    address: str
    address_hidden: bool
    phone: str
    hours_text: str
    open_now: bool | None
    documents: str
    documents_asked: str
    firewall: str
    fees: str
    capacity: int | None
    free: int | None
    free_at: datetime | None
    confirmed_on: date | None
    lat: float | None
    lon: float | None
    can_receive: bool
    active: bool
    for_whom: tuple[str, ...] = ()
    eligibility: str = ""
    accessibility: str = ""
    staff_gender: str = ""
    exceptions: tuple[hours.Day, ...] = ()
    confirmed_how: str = ""
    confirmed_by: UUID | None = None
    unreached_on: date | None = None
    stale: bool = False
    merged_into: UUID | None = None
    updated_at: datetime | None = None
    week: tuple[hours.Slot, ...] = ()
    always_open: bool = False
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """One organisation, for a page."""

    id: UUID
    name: str
    kind: str
    description: str
    country: str
    website: str
    email: str
    phone: str
    firewall: str
    confirmed_on: date | None
    can_receive: bool
    active: bool = True
    confirmed_how: str = ""
    confirmed_by: UUID | None = None
    merged_into: UUID | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person needs, where she is, what she speaks, and when. `at` is aware."""

    needs: tuple[str, ...]
    lat: float | None
    lon: float | None
    languages: tuple[str, ...]
    at: datetime
    limit: int = 20
    no_papers: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A service with the reasons for its place in the list."""

    service: ServiceCard
    reasons: tuple[Reason, ...]
    distance_km: float | None
    open_now: bool | None
    score: float


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What is looked for in the directory. `after` is the `next` of the page before."""

    text: str = ""
    need: str = ""
    language: str = ""
    organisation: UUID | None = None
    after: str = ""
    with_closed_down: bool = False  # for editors: services that are no longer offered
    place: str = ""
    only: str = ""  # stale, inactive or hidden
    sort: str = "name"  # name, confirmed or changed


@dataclass(frozen=True, slots=True)
class Page:
    """A page of services; `next` is empty on the last one."""

    cards: tuple[ServiceCard, ...]
    next: str
    total: int


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """A page of organisations; `next` is empty on the last one."""

    cards: tuple[OrganisationCard, ...]
    next: str
    total: int


def service_card(row: Service, *, door: hours.Door, language: str = "") -> ServiceCard:
    """The row as a reader may see it, its name in the language when we have it."""
    hidden, organisation = row.address_hidden, row.organisation
    return ServiceCard(
        id=row.id,
        organisation_id=organisation.id,
        organisation=organisation.name,
        organisation_kind=organisation.kind,
        name=str(row.names.get(language) or row.name),
        description=str(row.descriptions.get(language) or row.description),
        needs=tuple(row.needs),
        languages=tuple(row.languages),
        place=row.place,
        address="" if hidden else row.address,
        address_hidden=hidden,
        phone=row.phone,
        hours_text=hours.write(slots(row.hours), always=row.always_open),
        open_now=door.open,
        documents=row.documents,
        documents_asked=row.documents_asked,
        firewall=rules.firewall_of(organisation.kind, organisation.firewall),
        fees=row.fees,
        capacity=row.capacity,
        free=row.free,
        free_at=row.free_at,
        confirmed_on=row.confirmed_on,
        lat=None if hidden else row.lat,
        lon=None if hidden else row.lon,
        can_receive=rules.can_receive(organisation.kind),
        active=row.active,
        for_whom=tuple(row.for_whom),
        eligibility=str(row.eligibility_descriptions.get(language) or row.eligibility_description),
        accessibility=row.accessibility,
        staff_gender=row.staff_gender,
        exceptions=days(row.exceptions),
        confirmed_how=row.confirmed_how,
        confirmed_by=row.confirmed_by_id,
        unreached_on=row.unreached_on,
        stale=freshness.stale(row.needs, row.confirmed_on, clock.now().date()),
        merged_into=row.merged_into_id,
        updated_at=row.updated_at,
        week=slots(row.hours),
        always_open=row.always_open,
        timezone=row.timezone,
    )


def organisation_card(row: Organisation) -> OrganisationCard:
    """The row as a reader may see it."""
    return OrganisationCard(
        id=row.id,
        name=row.name,
        kind=row.kind,
        description=row.description,
        country=row.country,
        website=row.website,
        email=row.email,
        phone=row.phone,
        firewall=rules.firewall_of(row.kind, row.firewall),
        confirmed_on=row.confirmed_on,
        can_receive=rules.can_receive(row.kind) and row.active,
        active=row.active,
        confirmed_how=row.confirmed_how,
        confirmed_by=row.confirmed_by_id,
        merged_into=row.merged_into_id,
        updated_at=row.updated_at,
    )


def days(stored: list[dict[str, str]]) -> tuple[hours.Day, ...]:
    """The dates of a row that are not as its week says."""
    return tuple(hours.Day(**one) for one in stored)


def slots(stored: list[dict[str, object]]) -> tuple[hours.Slot, ...]:
    """The hours of a row as slots."""
    return tuple(
        hours.Slot(int(str(one["day"])), str(one["opens"]), str(one["closes"])) for one in stored
    )
