"""What of the directory may leave in a file: all but hidden addresses and their coordinates."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from amparo.commons.directory.cards import SearchFilter
from amparo.commons.directory.columns import organisation_facts, service_facts
from amparo.commons.directory.facts import ContactFacts, OrganisationFacts, ServiceFacts
from amparo.commons.directory.hsds import write as hsds
from amparo.commons.directory.models import Contact, Organisation, Service
from amparo.commons.directory.queries.searching import narrowed
from amparo.commons.directory.sheets import write as sheets
from amparo.kernel import clock
from amparo.kernel.authority import Actor, anyone
from amparo.kernel.outgoing import Page, Source, Value, Wanted, after, columns, page_of
from amparo.kernel.rooms import room

AT_ONCE = 500
COLUMNS = columns("""
    id: The service, always the same
    service: Its name
    organisation: Who offers it
    kind: What kind of organisation that is
    needs: What it helps with, one after the other, with ; between
    languages: Codes of the languages spoken there
    place: Town or quarter
    address: Street; empty where it is hidden
    lat: Latitude; empty where the address is hidden
    lon: Longitude; empty where the address is hidden
    phone: The number to call
    documents: Whether papers are asked for
    fees: What it costs
    capacity: How many places there are
    free: How many places are free
    free_at: When that was said, UTC
    firewall: Whether it tells authorities
    offered: Whether it is still offered
    confirmed_on: The day on which somebody last confirmed it
""")


@dataclass(frozen=True, slots=True)
class SharedService:
    """One service with its organisation, as anyone may have it."""

    id: UUID
    organisation_id: UUID
    organisation: OrganisationFacts
    service: ServiceFacts
    contacts: tuple[ContactFacts, ...] = ()


def as_hsds(at: datetime | None = None, wanted: SearchFilter | None = None) -> bytes:
    """The whole directory, or what is wanted of it, as a page of HSDS 3.0 services."""
    return hsds.document(
        (
            hsds.Whole(one.id, one.organisation_id, one.organisation, one.service, one.contacts)
            for one in shared(wanted)
        ),
        at or clock.now(),
    )


def as_hsds_of(wanted: SearchFilter | None = None) -> bytes:
    """What is wanted of the directory as a page of HSDS 3.0 services, now."""
    return as_hsds(wanted=wanted)


def as_sheet(wanted: SearchFilter | None = None) -> bytes:
    """The whole directory, or what is wanted of it, as a sheet to edit and import again."""
    return sheets.workbook((one.organisation, one.service) for one in shared(wanted))


def shared(wanted: SearchFilter | None = None) -> Iterator[SharedService]:
    """Every service, the closed down ones too, with what is hidden taken out."""
    with room("commons", anyone()):
        rows = list(_rows(wanted))
    yield from rows


def _rows(wanted: SearchFilter | None) -> Iterator[SharedService]:
    organisations = {
        row.id: organisation_facts(row) for row in Organisation.objects.order_by("id").iterator()
    }
    contacts = _contacts()
    found = narrowed(wanted, clock.now().date()) if wanted else Service.objects.all()
    for row in found.order_by("id").iterator(chunk_size=AT_ONCE):
        organisation = organisations[row.organisation_id]
        facts = public(service_facts(row))
        yield SharedService(
            row.id,
            row.organisation_id,
            organisation,
            facts,
            contacts.get(row.organisation_id, ()),
        )


def _contacts() -> dict[UUID, tuple[ContactFacts, ...]]:
    """Whom anyone may call, by organisation; of one with a hidden place nobody is named."""
    hidden = Service.objects.filter(address_hidden=True).values("organisation_id")
    rows = Contact.objects.filter(public=True, organisation__active=True)
    names = tuple(ContactFacts.__slots__)
    found: dict[UUID, tuple[ContactFacts, ...]] = {}
    for owner, *told in (
        rows.exclude(organisation_id__in=hidden)
        .order_by("organisation_id", "order")
        .values_list("organisation_id", *names)
    ):
        found[owner] = (*found.get(owner, ()), ContactFacts(*told))
    return found


def public(facts: ServiceFacts) -> ServiceFacts:
    """The facts as anyone may have them; of a hidden place the town is all that is left."""
    return replace(facts, address="", lat=None, lon=None) if facts.address_hidden else facts


def _services(wanted: Wanted) -> QuerySet[Service]:
    rows = Service.objects.all()
    if need := wanted.get("need"):
        rows = rows.filter(needs__contains=[need])
    if language := wanted.get("language"):
        rows = rows.filter(languages__contains=[language])
    return rows


def _count(viewer: Actor, wanted: Wanted) -> int:
    with room("commons", viewer):
        return _services(wanted).count()


def _page(viewer: Actor, wanted: Wanted, cursor: str, limit: int) -> Page:
    with room("commons", viewer):
        rows = _services(wanted).filter(**after(cursor)).select_related("organisation")
        return page_of([(row.id, _cells(row)) for row in rows.order_by("id")[:limit]], limit)


def _cells(row: Service) -> tuple[Value, ...]:
    facts = public(service_facts(row))
    return (
        row.id,
        facts.name,
        row.organisation.name,
        row.organisation.kind,
        list(facts.needs),
        list(facts.languages),
        facts.place,
        facts.address,
        _degrees(facts.lat),
        _degrees(facts.lon),
        facts.phone,
        facts.documents,
        facts.fees,
        facts.capacity,
        facts.free,
        facts.free_at,
        row.organisation.firewall,
        facts.active,
        facts.confirmed_on.isoformat() if facts.confirmed_on else "",
    )


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"


SERVICES = Source("services", None, COLUMNS, ("language", "need"), _count, _page)
