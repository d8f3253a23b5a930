"""The directory as a page of HSDS 3.0 services, each with its organisation and its one place."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from amparo.commons.directory import dates
from amparo.commons.directory.facts import ContactFacts, OrganisationFacts, ServiceFacts
from amparo.commons.directory.hsds import marks, weeks
from amparo.kernel.language import name_in

# Ids of the small things inside a service: the same in each export, so that files can be compared.
_SPACE: Final = UUID("7d3c1c63-7a0e-4b8c-9a53-3a7c2f5b1e90")


@dataclass(frozen=True, slots=True)
class Whole:
    """What is written of one service: already without what is hidden."""

    id: UUID
    organisation_id: UUID
    organisation: OrganisationFacts
    service: ServiceFacts
    contacts: tuple[ContactFacts, ...] = ()  # public ones only


def document(services: Iterable[Whole], at: datetime) -> bytes:
    """The whole as one page of a list, in UTF-8."""
    contents = [_service(one, at) for one in services]
    page = {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "first_page": True,
        "last_page": True,
        "empty": not contents,
        "contents": contents,
    }
    return json.dumps(page, ensure_ascii=False, indent=1).encode()


def _service(one: Whole, at: datetime) -> dict[str, Any]:
    facts, id = one.service, one.id
    whole = {
        "id": str(id),
        "organization_id": str(one.organisation_id),
        "name": facts.name,
        "description": facts.description,
        "status": "active" if facts.active else "inactive",
        "eligibility_description": facts.eligibility_description,
        "fees_description": facts.fees,
        "assured_date": facts.confirmed_on.isoformat() if facts.confirmed_on else None,
        "phones": _phones(id, facts.phone),
        "languages": [
            {"id": _inside(id, "language", code), "code": code, "name": name_in(code)}
            for code in facts.languages
        ],
        "required_documents": _documents(id, facts),
        "schedules": _schedules(id, facts, at),
        "service_at_locations": [_at_location(id, one)],
        "organization": _organisation(one),
        "attributes": _attributes(id, "service", _service_marks(facts)),
    }
    return {key: value for key, value in whole.items() if value not in (None, "", [])}


def _service_marks(facts: ServiceFacts) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = [(marks.NEED, need) for need in facts.needs]
    said += [(marks.FOR_WHOM, word) for word in facts.for_whom]
    said += [
        (marks.ELIGIBILITY_IN + code, text)
        for code, text in sorted(facts.eligibility_descriptions.items())
    ]
    said += [(marks.NAME_IN + code, text) for code, text in sorted(facts.names.items())]
    said += [
        (marks.DESCRIPTION_IN + code, text) for code, text in sorted(facts.descriptions.items())
    ]
    said += [
        (marks.HIDDEN, "yes" if facts.address_hidden else "no"),
        (marks.PAPERS, facts.documents),
        (marks.DATES, dates.write(facts.exceptions)),
        (marks.STAFF, facts.staff_gender),
        (marks.TIMEZONE, facts.timezone),
        (marks.PLACE, facts.place),
        (marks.ALWAYS, "yes" if facts.always_open else ""),
        (marks.CAPACITY, "" if facts.capacity is None else str(facts.capacity)),
        (marks.FREE, "" if facts.free is None else str(facts.free)),
        (marks.FREE_AT, facts.free_at.isoformat() if facts.free_at else ""),
        (marks.CONFIRMED, facts.confirmed_on.isoformat() if facts.confirmed_on else ""),
    ]
    return [(name, value) for name, value in said if value]


def _organisation(one: Whole) -> dict[str, Any]:
    facts, id = one.organisation, one.organisation_id
    confirmed = facts.confirmed_on.isoformat() if facts.confirmed_on else ""
    said = [
        (marks.KIND, facts.kind),
        (marks.FIREWALL, facts.firewall),
        (marks.COUNTRY, facts.country),
        (marks.CONFIRMED, confirmed),
    ]
    whole = {
        "id": str(id),
        "name": facts.name,
        "description": facts.description or facts.name,  # HSDS wants one
        "email": facts.email,
        "website": facts.website,
        "phones": _phones(id, facts.phone),
        "contacts": [_contact(id, told) for told in one.contacts],
        "attributes": _attributes(id, "organization", [pair for pair in said if pair[1]]),
    }
    return {key: value for key, value in whole.items() if value not in ("", [])}


def _contact(organisation: UUID, told: ContactFacts) -> dict[str, Any]:
    id = UUID(_inside(organisation, "contact", told.role, told.phone, told.email))
    said = [(marks.PUBLIC, "yes"), (marks.CALL_HOURS, told.hours)]
    whole = {
        "id": str(id),
        "organization_id": str(organisation),
        "title": told.role,
        "name": told.name,
        "email": told.email,
        "phones": _phones(id, told.phone),
        "attributes": _attributes(id, "contact", [pair for pair in said if pair[1]]),
    }
    return {key: value for key, value in whole.items() if value not in ("", [])}


def _at_location(id: UUID, one: Whole) -> dict[str, Any]:
    facts = one.service
    location: dict[str, Any] = {
        "id": _inside(id, "location"),
        "location_type": "physical",
        "name": facts.place,
    }
    if facts.lat is not None and facts.lon is not None:
        location |= {"latitude": facts.lat, "longitude": facts.lon}
    if facts.accessibility:
        said = {"id": _inside(id, "accessibility"), "description": facts.accessibility}
        location["accessibility"] = [said]
    if facts.address:
        location["addresses"] = [
            {
                "id": _inside(id, "address"),
                "address_1": facts.address,
                "city": facts.place,
                "state_province": "",
                "postal_code": "",
                "country": one.organisation.country,
                "address_type": "physical",
            }
        ]
    return {"id": _inside(id, "at"), "location": location}


def _schedules(id: UUID, facts: ServiceFacts, at: datetime) -> list[dict[str, Any]]:
    found = weeks.schedules_from(facts.hours, facts.timezone, at)
    return [{"id": _inside(id, "schedule", str(n)), **one} for n, one in enumerate(found)]


def _documents(id: UUID, facts: ServiceFacts) -> list[dict[str, str]]:
    if not facts.documents_asked:
        return []
    return [{"id": _inside(id, "document"), "document": facts.documents_asked}]


def _phones(id: UUID, number: str) -> list[dict[str, str]]:
    return [{"id": _inside(id, "phone"), "number": number}] if number else []


def _attributes(id: UUID, entity: str, said: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [
        {
            "id": _inside(id, entity, name, value if name in (marks.NEED, marks.FOR_WHOM) else ""),
            "link_id": str(id),
            "link_entity": entity,
            "link_type": name,
            "value": value,
        }
        for name, value in said
    ]


def _inside(id: UUID, *names: str) -> str:
    return str(uuid5(_SPACE, "\0".join((str(id), *names))))
