"""Facts as columns and back; a hidden place is parted from its service here and nowhere else."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import h3.api.basic_int as h3
from django.db.models import Model

from amparo.commons.directory.candidates import cell_of
from amparo.commons.directory.cards import days, slots
from amparo.commons.directory.facts import OrganisationFacts, ServiceFacts
from amparo.commons.directory.folding import fold
from amparo.commons.directory.models import HiddenPlace, Organisation, Service

_LISTS: Final = ("needs", "languages", "for_whom")
_NAMED: Final = ("source", "ref")
# What is not written when an import leaves a hidden place as it is.
PLACED: Final = frozenset({"address", "lat", "lon", "cell"})


@dataclass(frozen=True, slots=True)
class Where:
    """A place that must not be found."""

    address: str = ""
    lat: float | None = None
    lon: float | None = None

    @property
    def known(self) -> bool:
        """Whether anything is told of it."""
        return bool(self.address) or self.lat is not None


def where_of(facts: ServiceFacts) -> Where:
    """The place as told."""
    return Where(facts.address, facts.lat, facts.lon)


def organisation_columns(facts: OrganisationFacts) -> dict[str, Any]:
    """The columns of an organisation but for its name at the source."""
    found = {name: value for name, value in asdict(facts).items() if name not in _NAMED}
    return found | {"folded": fold(f"{facts.name} {facts.description}")[:20_000]}


def service_columns(facts: ServiceFacts, organisation: str) -> dict[str, Any]:
    """The columns of a service; of a hidden place only the middle of its cell is among them."""
    found = {name: getattr(facts, name) for name in ServiceFacts.__slots__ if name not in _NAMED}
    found["hours"] = [asdict(slot) for slot in facts.hours]
    found["exceptions"] = [asdict(day) for day in facts.exceptions]
    found |= {name: list(found[name]) for name in _LISTS}
    found["folded"] = folded(facts, organisation)
    found["cell"] = None
    if facts.lat is not None and facts.lon is not None:
        found["cell"] = cell_of(facts.lat, facts.lon)
    if facts.address_hidden:
        found["address"] = ""
        middle = h3.cell_to_latlng(found["cell"]) if found["cell"] else (None, None)
        found["lat"], found["lon"] = middle
    return found


def folded(facts: ServiceFacts, organisation: str) -> str:
    """What is searched of a service: never its address."""
    texts = (
        facts.name,
        *facts.names.values(),
        organisation,
        facts.place,
        facts.description,
        *facts.descriptions.values(),
        facts.eligibility_description,
    )
    return " ".join(dict.fromkeys(filter(None, map(fold, texts))))[:40_000]


def put(row: Model, columns: Mapping[str, Any]) -> None:
    """The row holds the columns."""
    for name, value in columns.items():
        setattr(row, name, value)


def organisation_facts(row: Organisation) -> OrganisationFacts:
    """A row as plain values."""
    return OrganisationFacts(**{name: getattr(row, name) for name in OrganisationFacts.__slots__})


def service_facts(row: Service, hidden: HiddenPlace | None = None) -> ServiceFacts:
    """A row as plain values. Without its hidden place a hidden address is not among them."""
    same = {name: getattr(row, name) for name in ServiceFacts.__slots__}
    same |= {name: tuple(same[name]) for name in _LISTS}
    same |= {"hours": slots(row.hours), "exceptions": days(row.exceptions)}
    facts = ServiceFacts(**same)
    if not row.address_hidden:
        return facts
    if hidden is None:
        return replace(facts, address="", lat=None, lon=None)
    return replace(facts, address=hidden.address, lat=hidden.lat, lon=hidden.lon)


def hide(service: Service, where: Where) -> None:
    """The place is kept apart while the service is hidden, and nowhere when it is not."""
    if not service.address_hidden:
        HiddenPlace.objects.filter(service_id=service.id).delete()
        return
    HiddenPlace.objects.update_or_create(
        service_id=service.id,
        defaults={**asdict(where), "organisation_id": service.organisation_id},
    )


def refold(organisation: Organisation) -> None:
    """Its services are found by its name."""
    rows = list(Service.objects.filter(organisation=organisation))
    for row in rows:
        row.folded = folded(service_facts(row), organisation.name)
    Service.objects.bulk_update(rows, ["folded"], batch_size=500)
