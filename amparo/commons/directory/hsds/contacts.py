"""Whom to call, in an HSDS document and back.

In files from elsewhere nobody here has said that a name may be shown: such a contact is for staff
until an editor ticks it. Our own files carry a mark.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from amparo.commons.directory import checks
from amparo.commons.directory.facts import ContactFacts
from amparo.commons.directory.hsds import marks
from amparo.commons.directory.hsds.pieces import phone_of

_ROLE: Final = "Contact"  # when a document gives neither title nor department
_QUOTES: Final = " \"'"


class Contacts(NamedTuple):
    """Whom to call, and what was told of others that can't be kept."""

    kept: tuple[ContactFacts, ...]
    unkept: frozenset[ContactFacts]


def contacts_of(service: dict[str, Any]) -> Contacts:
    """The contacts of a service and of its organisation, each once."""
    found: dict[ContactFacts, None] = {}
    unkept: set[ContactFacts] = set()
    for said, role in _told(service):
        contact = _contact(said, role)
        if not (contact.phone or contact.email):
            continue  # a name alone is nobody to call
        if next(checks.contacts([contact]), None) or len(found) == checks.CONTACTS:
            unkept |= {contact} - found.keys()
        else:
            found[contact] = None
    return Contacts(tuple(found), frozenset(unkept))


def _told(service: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each contact, and each number but the entries' own, with the duty if it names none."""
    role, organisation = service["name"].strip(), service["organization"]
    places = service.get("service_at_locations") or [{}]
    own = {phone_of(organisation)}
    things = [(organisation, _ROLE), (service, role)]
    for place in places:
        location = place.get("location") or {}
        own.add(phone_of(place) or phone_of(location) or phone_of(service))
        things += [(place, role), (location, role)]
    for thing, duty in things:
        for one in thing.get("contacts") or ():
            yield one, duty
        for phone in thing.get("phones") or ():
            if phone["number"].strip(_QUOTES) not in own:
                yield {"title": phone.get("description"), "phones": [phone]}, duty


def _contact(said: dict[str, Any], role: str) -> ContactFacts:
    marked = marks.marks_of(said)
    return ContactFacts(
        role=(_text(said, "title") or _text(said, "department") or role)[:120],
        name=_text(said, "name")[:120],
        phone=", ".join(filter(None, map(_number, said.get("phones") or ())))[:64],
        email=_text(said, "email"),
        hours=marked.get(marks.CALL_HOURS, "")[:200],
        public=marked.get(marks.PUBLIC) == "yes",
    )


def _text(said: dict[str, Any], field: str) -> str:
    return (said.get(field) or "").strip(_QUOTES)


def _number(phone: dict[str, Any]) -> str:
    number, extension = phone["number"].strip(_QUOTES), phone.get("extension")
    return f"{number} ext. {extension:g}" if number and extension else number


def news(there: Sequence[ContactFacts], told: Iterable[ContactFacts]) -> tuple[ContactFacts, ...]:
    """Those of a file that nobody has put in yet: what a colleague wrote is never changed by one.

    The same number or the same address under the same duty is the same contact.
    """
    room = checks.CONTACTS - len(there)
    known = {key for one in there for key in _keys(one)}
    return tuple(one for one in told if known.isdisjoint(_keys(one)))[: max(0, room)]


def _keys(one: ContactFacts) -> set[tuple[str, str]]:
    phone = "".join(filter(str.isdigit, one.phone))
    reached = (phone, one.email.casefold())
    return {(one.role.casefold(), way) for way in reached if way}
