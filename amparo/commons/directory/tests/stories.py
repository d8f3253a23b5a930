"""Organisations and services for the tests, told in one line each."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from amparo.commons.crises import actions as crises
from amparo.commons.directory import actions
from amparo.commons.directory.facts import OrganisationFacts, ServiceFacts
from amparo.commons.directory.hours import Slot
from amparo.commons.directory.queries import Ranked, Wanted, rank
from amparo.kernel.authority import Actor, Power, machine

# A Wednesday, ten in the morning in Port-au-Prince.
AT = datetime(2026, 3, 18, 14, 0, tzinfo=UTC)
HERE = (18.5434, -72.3388)
ZONE = "America/Port-au-Prince"
DAYTIME = tuple(Slot(day, "08:00", "18:00") for day in range(7))
NIGHT = tuple(Slot(day, "20:00", "06:00") for day in range(7))


def editor() -> Actor:
    """Someone who keeps the directory."""
    return Actor(UUID(int=0xE0), "staff", (), frozenset({Power.EDIT_DIRECTORY}), name="Hana")


def needs() -> None:
    """The list of needs is there."""
    crises.seed_needs(by=machine())


def service(
    name: str = "Open house", kind: str = "cso", firewall: str = "keeps", **said: Any
) -> UUID:
    """A service of an organisation of its own, in Port-au-Prince, open by day."""
    needs()
    organisation = actions.save_organisation(
        facts=OrganisationFacts(name=f"{name} & co", kind=kind, firewall=firewall, country="HT"),
        by=editor(),
    )
    plain: dict[str, Any] = {
        "name": name,
        "needs": ("shelter",),
        "languages": ("ht", "fr"),
        "place": "Port-au-Prince",
        "lat": HERE[0],
        "lon": HERE[1],
        "timezone": ZONE,
        "hours": DAYTIME,
    }
    facts = ServiceFacts(**{**plain, **said})
    return actions.save_service(organisation=organisation, facts=facts, by=editor())


def ranked(*wanted: str, **said: Any) -> tuple[Ranked, ...]:
    """What someone in Port-au-Prince who speaks Kreyòl is shown."""
    plain: dict[str, Any] = {"lat": HERE[0], "lon": HERE[1], "languages": ("ht",), "at": AT}
    return rank(Wanted(needs=wanted or ("shelter",), **{**plain, **said}))


def names(found: tuple[Ranked, ...]) -> list[str]:
    """The names in their order."""
    return [one.service.name for one in found]


def reasons(found: Ranked) -> list[str]:
    """The reasons in words."""
    return [one.words for one in found.reasons]
