"""The attributes by which an HSDS document carries what HSDS has no field for.

`link_type` is one of these names and `value` the value as text. Other programs leave them alone.
"""

from collections.abc import Iterable
from typing import Any, Final

PREFIX: Final = "amparo:"
NEED: Final = PREFIX + "need"
KIND: Final = PREFIX + "kind"
COUNTRY: Final = PREFIX + "country"
FIREWALL: Final = PREFIX + "firewall"
PAPERS: Final = PREFIX + "papers"
TIMEZONE: Final = PREFIX + "timezone"
HIDDEN: Final = PREFIX + "address-hidden"
PLACE: Final = PREFIX + "place"
ALWAYS: Final = PREFIX + "always-open"
CAPACITY: Final = PREFIX + "capacity"
FREE: Final = PREFIX + "free"
FREE_AT: Final = PREFIX + "free-at"
CONFIRMED: Final = PREFIX + "confirmed-on"
FOR_WHOM: Final = PREFIX + "for-whom"
DATES: Final = PREFIX + "dates-that-differ"
STAFF: Final = PREFIX + "staff-gender"
PUBLIC: Final = PREFIX + "public"
CALL_HOURS: Final = PREFIX + "call-hours"
NAME_IN: Final = PREFIX + "name:"
DESCRIPTION_IN: Final = PREFIX + "description:"
ELIGIBILITY_IN: Final = PREFIX + "eligibility:"


def marks_of(thing: dict[str, Any]) -> dict[str, str]:
    """Our marks on a service or an organisation, the first of each name."""
    found: dict[str, str] = {}
    for name, value in _pairs(thing):
        found.setdefault(name, value)
    return found


def needs_of(thing: dict[str, Any]) -> list[str]:
    """The needs that are marked."""
    return [value for name, value in _pairs(thing) if name == NEED]


def for_whom_of(thing: dict[str, Any]) -> tuple[str, ...]:
    """Whom it is marked to be for."""
    return tuple(dict.fromkeys(value for name, value in _pairs(thing) if name == FOR_WHOM))


def terms_of(thing: dict[str, Any]) -> Iterable[str]:
    """Names and codes of its taxonomy terms."""
    for attribute in thing.get("attributes") or ():
        term = attribute.get("taxonomy_term") or {}
        yield from (str(term[key]) for key in ("name", "code") if term.get(key))


def _pairs(thing: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for attribute in thing.get("attributes") or ():
        name, value = attribute.get("link_type") or "", attribute.get("value") or ""
        if name.startswith(PREFIX):
            yield name, value
