"""What of the directory may leave in a file: all but hidden addresses and their coordinates."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from amparo.commons.directory.facts import OrganisationFacts, ServiceFacts
from amparo.commons.directory.hsds import write as hsds
from amparo.commons.directory.models import Organisation, Service
from amparo.commons.directory.queries import organisation_facts, service_facts
from amparo.commons.directory.sheets import write as sheets
from amparo.kernel import clock
from amparo.kernel.authority import anyone
from amparo.kernel.rooms import room

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class SharedService:
    """One service with its organisation, as anyone may have it."""

    id: UUID
    organisation_id: UUID
    organisation: OrganisationFacts
    service: ServiceFacts


def as_hsds(at: datetime | None = None) -> bytes:
    """The whole directory as a page of HSDS 3.0 services."""
    return hsds.document(
        (
            hsds.Whole(one.id, one.organisation_id, one.organisation, one.service)
            for one in shared()
        ),
        at or clock.now(),
    )


def as_sheet() -> bytes:
    """The whole directory as a spreadsheet that can be edited and imported again."""
    return sheets.workbook((one.organisation, one.service) for one in shared())


def shared() -> Iterator[SharedService]:
    """Every service, the closed down ones too, with what is hidden taken out."""
    with room("commons", anyone()):
        rows = list(_rows())
    yield from rows


def _rows() -> Iterator[SharedService]:
    organisations = {
        row.id: organisation_facts(row) for row in Organisation.objects.order_by("id").iterator()
    }
    for row in Service.objects.order_by("id").iterator(chunk_size=AT_ONCE):
        organisation = organisations[row.organisation_id]
        yield SharedService(row.id, row.organisation_id, organisation, public(service_facts(row)))


def public(facts: ServiceFacts) -> ServiceFacts:
    """The facts as anyone may have them; of a hidden place the town is all that is left."""
    return replace(facts, address="", lat=None, lon=None) if facts.address_hidden else facts
