"""Reading the directory: ranking for a person, searching, one service, who may receive."""

from amparo.commons.directory.cards import (
    OrganisationCard,
    OrganisationPage,
    Page,
    Ranked,
    SearchFilter,
    ServiceCard,
    Wanted,
)
from amparo.commons.directory.columns import Where
from amparo.commons.directory.dates import read as read_dates
from amparo.commons.directory.dates import write as write_dates
from amparo.commons.directory.facts import ContactFacts, OrganisationFacts, ServiceFacts
from amparo.commons.directory.freshness import days_for
from amparo.commons.directory.hours import Day, Door, Slot
from amparo.commons.directory.hours import read as read_hours
from amparo.commons.directory.hours import write as write_hours
from amparo.commons.directory.queries.keeping import (
    ChangeLine,
    Opened,
    history,
    last_change,
    organisation_for_editing,
    service_for_editing,
    stale,
    where,
)
from amparo.commons.directory.queries.public import (
    Listed,
    Near,
    Only,
    near,
    one_near,
    places_served,
)
from amparo.commons.directory.queries.ranking import rank
from amparo.commons.directory.queries.reading import (
    choices,
    contacts,
    kind_of,
    kinds,
    names_in,
    nearest,
    organisation,
    organisation_names,
    receiver_names,
    run_by,
    service,
    service_names,
    services_of,
    state_bodies,
)
from amparo.commons.directory.queries.searching import organisations, services
from amparo.commons.directory.queries.twins import Twins, alike, double, doubles
from amparo.commons.directory.rules import Reason, crosses

__all__ = [
    "ChangeLine",
    "ContactFacts",
    "Day",
    "Door",
    "Listed",
    "Near",
    "Only",
    "Opened",
    "OrganisationCard",
    "OrganisationFacts",
    "OrganisationPage",
    "Page",
    "Ranked",
    "Reason",
    "SearchFilter",
    "ServiceCard",
    "ServiceFacts",
    "Slot",
    "Twins",
    "Wanted",
    "Where",
    "alike",
    "choices",
    "contacts",
    "crosses",
    "days_for",
    "double",
    "doubles",
    "history",
    "kind_of",
    "kinds",
    "last_change",
    "names_in",
    "near",
    "nearest",
    "one_near",
    "organisation",
    "organisation_for_editing",
    "organisation_names",
    "organisations",
    "places_served",
    "rank",
    "read_dates",
    "read_hours",
    "receiver_names",
    "run_by",
    "service",
    "service_for_editing",
    "service_names",
    "services",
    "services_of",
    "stale",
    "state_bodies",
    "where",
    "write_dates",
    "write_hours",
]
