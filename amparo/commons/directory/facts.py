"""What is said of an organisation and of a service, as plain values."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from amparo.commons.directory.hours import Day, Slot
from amparo.commons.directory.states import (
    Documents,
    Firewall,
    OrganisationKind,
    StaffGender,
)


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """An organisation as an editor or a file tells it."""

    name: str
    kind: str = OrganisationKind.CSO.value
    description: str = ""
    country: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    firewall: str = Firewall.UNKNOWN.value
    confirmed_on: date | None = None
    source: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service as an editor or a file tells it. The only reading that holds a hidden address."""

    name: str
    needs: tuple[str, ...]
    names: dict[str, str] = field(default_factory=dict)
    description: str = ""
    descriptions: dict[str, str] = field(default_factory=dict)
    for_whom: tuple[str, ...] = ()
    eligibility_description: str = ""
    eligibility_descriptions: dict[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    place: str = ""
    address: str = ""
    address_hidden: bool = False
    lat: float | None = None
    lon: float | None = None
    accessibility: str = ""
    timezone: str = "UTC"
    hours: tuple[Slot, ...] = ()
    exceptions: tuple[Day, ...] = ()
    always_open: bool = False
    documents: str = Documents.UNKNOWN.value
    documents_asked: str = ""
    fees: str = ""
    staff_gender: str = StaffGender.UNKNOWN.value
    capacity: int | None = None
    free: int | None = None
    free_at: datetime | None = None
    phone: str = ""
    active: bool = True
    confirmed_on: date | None = None
    source: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Whom to call, in which duty. Only a public one is shown outside the house."""

    role: str
    name: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    public: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file: where, which field, why. In the sender's own terms."""

    row: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One row of a file, read: an organisation and a service of it.

    `given` and `organisation_given` name the fields that the file speaks of; the others are left
    as they are when the row is already known: what someone found out by asking is not lost.
    """

    row: str
    organisation: OrganisationFacts
    service: ServiceFacts
    given: frozenset[str]
    organisation_given: frozenset[str]
    contacts: tuple[ContactFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file, read: the good rows, the problems, and what a person should look at."""

    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a file leaves unsaid."""

    source: str
    needs: Collection[str]
    now: datetime
    timezone: str = "UTC"
