"""An HSDS 3.0 document as drafts; each fault with its path in the document, field and reason.

A service at three locations becomes three services, each at one place.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from amparo.commons.directory import checks, dates, words
from amparo.commons.directory.facts import (
    ContactFacts,
    Draft,
    OrganisationFacts,
    Problem,
    Reading,
    ServiceFacts,
    Settings,
)
from amparo.commons.directory.hours import Day
from amparo.commons.directory.hsds import documents, marks, weeks
from amparo.commons.directory.hsds.contacts import Contacts, contacts_of
from amparo.commons.directory.hsds.pieces import (
    access_of,
    address_of,
    codes_of,
    papers_of,
    phone_of,
)
from amparo.commons.directory.states import StaffGender
from amparo.kernel.errors import Sentence

_GIVEN: Final = frozenset(ServiceFacts.__slots__) - {"source", "ref"}
# What HSDS has no field for: a document that does not carry our mark leaves it as it is.
_MARKED: Final = {
    "free": marks.FREE,
    "free_at": marks.FREE_AT,
    "capacity": marks.CAPACITY,
    "address_hidden": marks.HIDDEN,
    "for_whom": marks.FOR_WHOM,
    "eligibility_descriptions": marks.ELIGIBILITY_IN,
    "exceptions": marks.DATES,
    "staff_gender": marks.STAFF,
}
_THEIR_GIVEN: Final = frozenset(OrganisationFacts.__slots__) - {"source", "ref"}
_THEIR_MARKED: Final = {
    "kind": marks.KIND,
    "country": marks.COUNTRY,
    "firewall": marks.FIREWALL,
    "confirmed_on": marks.CONFIRMED,
}


def read(content: bytes, settings: Settings) -> Reading:
    """The whole document, read; nothing is written."""
    try:
        found = documents.services(content)
    except ValueError as wrong:
        return Reading((), (Problem("file", "", str(wrong)),))
    drafts: list[Draft] = []
    problems: list[Problem] = []
    left = 0
    unkept: set[ContactFacts] = set()
    for one in found:
        faults = documents.faults(one)
        rows, unread = ((), 0) if faults else _drafts(one, settings)
        left += unread
        contacts = Contacts((), frozenset()) if faults else contacts_of(one.service)
        unkept |= contacts.unkept
        for row in rows:
            wrong_here = _faults(row, settings)
            problems += wrong_here
            drafts += [] if wrong_here else [replace(row, contacts=contacts.kept)]
        problems += faults
    return _twice(drafts, problems, _notes(drafts, left, len(unkept)))


def _twice(drafts: list[Draft], problems: list[Problem], notes: tuple[str, ...]) -> Reading:
    seen: dict[str, str] = {}
    good: list[Draft] = []
    for draft in drafts:
        earlier = seen.setdefault(draft.service.ref, draft.row)
        if earlier == draft.row:
            good.append(draft)
        else:
            problems.append(
                Problem(
                    draft.row, "id", Sentence("The same id stands in %(earlier)s.", earlier=earlier)
                )
            )
    return Reading(tuple(good), tuple(problems), notes)


def _notes(drafts: list[Draft], left: int, unkept: int) -> tuple[str, ...]:
    others = len({one.service.ref for one in drafts if one.service.needs == (words.OTHER,)})
    told = (
        (left, "Schedules that are not weekly, left out of the hours: %(count)s."),
        (others, "Services that name no need that we know, put under «other»: %(count)s."),
        (unkept, "Contacts that can't be kept, left out: %(count)s."),
    )
    return tuple(Sentence(said, count=count) for count, said in told if count)


def _drafts(found: documents.Found, settings: Settings) -> tuple[tuple[Draft, ...], int]:
    service = found.service
    organisation = _organisation(service["organization"], settings)
    places = service.get("service_at_locations") or [None]
    rows, left = [], 0
    for at, place in enumerate(places):
        where = found.where + (f".service_at_locations[{at}]" if len(places) > 1 else "")
        draft, unread = _draft(where, organisation, service, place, settings)
        rows.append(draft)
        left += unread
    return tuple(rows), left


def _organisation(said: dict[str, Any], settings: Settings) -> OrganisationFacts:
    marked = marks.marks_of(said)
    confirmed = marked.get(marks.CONFIRMED, "")
    return OrganisationFacts(
        name=said["name"].strip(),
        kind=marked.get(marks.KIND) or words.kind_of(said["name"]),
        description=said.get("description") or "",
        country=marked.get(marks.COUNTRY, ""),
        website=said.get("website") or "",
        email=said.get("email") or "",
        phone=phone_of(said),
        firewall=marked.get(marks.FIREWALL) or "unknown",
        confirmed_on=_day(confirmed),
        source=settings.source,
        ref=said["id"],
    )


def _draft(
    where: str,
    organisation: OrganisationFacts,
    service: dict[str, Any],
    place: dict[str, Any] | None,
    settings: Settings,
) -> tuple[Draft, int]:
    marked = marks.marks_of(service)
    location = (place or {}).get("location") or {}
    schedules: list[dict[str, Any]] = next(
        (some for one in (place or {}, location, service) if (some := one.get("schedules"))), []
    )
    slots, left = weeks.slots_of(schedules, settings.now.date())
    always = marked.get(marks.ALWAYS) == "yes" or weeks.round_the_clock(slots)
    needs = _needs(service, settings)
    hidden = marked.get(marks.HIDDEN)
    papers, asked = papers_of(service, marked)
    where_it_is = address_of(location, marked)
    many = len(service.get("service_at_locations") or ()) > 1
    facts = ServiceFacts(
        name=service["name"].strip(),
        needs=needs,
        names=_translated(marked, marks.NAME_IN),
        description=service.get("description") or "",
        descriptions=_translated(marked, marks.DESCRIPTION_IN),
        for_whom=marks.for_whom_of(service),
        eligibility_description=(service.get("eligibility_description") or "")[:5_000],
        eligibility_descriptions=_translated(marked, marks.ELIGIBILITY_IN),
        languages=codes_of(service) or codes_of(location),
        place=where_it_is.place,
        address=where_it_is.address,
        address_hidden=words.hidden_unless_said(needs) if hidden is None else hidden == "yes",
        lat=location.get("latitude"),
        lon=location.get("longitude"),
        accessibility=access_of(location),
        timezone=marked.get(marks.TIMEZONE) or weeks.timezone_of(schedules) or settings.timezone,
        hours=() if always else slots,
        exceptions=_dates(marked.get(marks.DATES, "")),
        always_open=always,
        documents=papers,
        documents_asked=asked,
        fees=(service.get("fees_description") or "")[:200],
        staff_gender=_gender(marked.get(marks.STAFF, "")),
        capacity=_whole(marked.get(marks.CAPACITY)),
        free=_whole(marked.get(marks.FREE)),
        free_at=_moment(marked.get(marks.FREE_AT)),
        phone=phone_of(place or {}) or phone_of(location) or phone_of(service),
        active=service["status"] == "active",
        confirmed_on=_day(marked.get(marks.CONFIRMED) or service.get("assured_date") or ""),
        source=settings.source,
        ref=place["id"] if place and many else service["id"],
    )
    left_alone = {field for field, mark in _MARKED.items() if not _has(marked, mark)}
    left_alone |= set() if "eligibility_description" in service else {"eligibility_description"}
    left_alone |= set() if location.get("accessibility") else {"accessibility"}
    theirs = _organisation_given(service["organization"])
    return Draft(where, organisation, facts, _GIVEN - left_alone, theirs), left


def _has(marked: dict[str, str], mark: str) -> bool:
    return any(name.startswith(mark) for name in marked) if mark[-1] == ":" else mark in marked


def _organisation_given(said: dict[str, Any]) -> frozenset[str]:
    marked = marks.marks_of(said)
    unmarked = {field for field, mark in _THEIR_MARKED.items() if mark not in marked}
    return _THEIR_GIVEN - unmarked


def _needs(service: dict[str, Any], settings: Settings) -> tuple[str, ...]:
    """The marked needs; else by its terms; else its name; else its description; else other."""
    marked = [need for need in marks.needs_of(service) if need in settings.needs]
    if marked:
        return tuple(dict.fromkeys(marked))
    texts = ([*marks.terms_of(service)], [service["name"]], [service.get("description") or ""])
    for some in texts:
        found = tuple(need for need in words.needs_in(some) if need in settings.needs)
        if found:
            return found
    return (words.OTHER,)


def _translated(marked: dict[str, str], prefix: str) -> dict[str, str]:
    return {key[len(prefix) :]: text for key, text in marked.items() if key.startswith(prefix)}


def _faults(draft: Draft, settings: Settings) -> list[Problem]:
    """What can't be kept, though it has the shape of HSDS."""
    faults = [
        *((f"organization.{field}", why) for field, why in checks.organisation(draft.organisation)),
        *checks.service(draft.service, settings.needs),
    ]
    return [Problem(draft.row, field, reason) for field, reason in faults]


def _dates(text: str) -> tuple[Day, ...]:
    try:
        return dates.read(text)
    except ValueError:
        return ()


def _gender(text: str) -> str:
    return text if text in StaffGender.values else StaffGender.UNKNOWN.value


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else None
