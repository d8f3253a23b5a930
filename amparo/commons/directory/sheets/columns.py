"""The columns of a directory sheet: our names, and the other names that we understand."""

import re
from dataclasses import dataclass
from typing import Final

from amparo.commons.directory.languages import code_of, plain


@dataclass(frozen=True, slots=True)
class Column:
    """One column: whose field it is, the header that we write, and headers that we also read."""

    owner: str  # "organisation" or "service"
    field: str
    header: str
    others: tuple[str, ...] = ()


def _service(field: str, header: str, *others: str) -> Column:
    return Column("service", field, header, others)


def _organisation(field: str, header: str, *others: str) -> Column:
    return Column("organisation", field, header, others)


COLUMNS: Final = (
    _organisation("name", "organisation", "organization", "organisation name", "agency", "partner"),
    _organisation("ref", "organisation reference", "organization id", "organisation id"),
    _organisation("kind", "organisation kind", "kind", "type", "organisation type"),
    _organisation("description", "organisation description", "about"),
    _organisation("country", "country", "country code", "pays", "pais"),
    _organisation("website", "website", "web", "url"),
    _organisation("email", "email", "e-mail", "mail"),
    _organisation("phone", "organisation phone", "office phone"),
    _organisation("firewall", "firewall", "keeps the firewall", "reports to authorities"),
    _service("name", "service", "service name", "name", "activity"),
    _service("ref", "reference", "ref", "id", "service id", "service reference"),
    _service("source", "source"),
    _organisation("source", "organisation source"),
    _service("description", "description", "details", "comments"),
    _service("needs", "needs", "need", "category", "categories", "sector", "sectors"),
    _service("languages", "languages", "language", "languages spoken", "langues", "idiomas"),
    _service("for_whom", "for whom", "target group", "beneficiaries"),
    _service("eligibility_description", "eligibility", "who can come", "criteria"),
    _service("place", "place", "town", "city", "location", "location name", "ville", "lieu"),
    _service("address", "address", "street address", "adresse", "direccion"),
    _service("address_hidden", "hide address", "address hidden", "confidential address"),
    _service("lat", "latitude", "lat", "y"),
    _service("lon", "longitude", "lon", "lng", "long", "x"),
    _service("timezone", "time zone", "timezone", "tz"),
    _service("hours", "hours", "opening hours", "open", "horaires", "horario"),
    _service("exceptions", "dates that differ", "exceptions", "holidays"),
    _service("accessibility", "accessibility", "access"),
    _service("staff_gender", "staff gender", "gender of staff"),
    _service("documents", "papers", "documents", "papers needed", "documents required"),
    _service("documents_asked", "papers asked", "which papers", "required documents"),
    _service("fees", "fees", "cost", "price"),
    _service("capacity", "capacity", "places"),
    _service("free", "free places", "free", "available places"),
    _service("free_at", "free counted at", "free at", "counted at"),
    _service("phone", "phone", "telephone", "tel", "service phone", "hotline"),
    _service("confirmed_on", "confirmed on", "last confirmed", "confirmed", "verified on"),
    _service("active", "active", "offered", "status"),
)
# How a sheet says that a row was made in the house itself and came from no file.
HERE: Final = "(here)"
MUST: Final = (("organisation", "name"), ("service", "name"), ("service", "needs"))
_IN_LANGUAGE: Final = re.compile(
    r"(service|service name|name|description) ?[(\[_:]? ?([\w -]+?)[)\]]?$"
)


def _key(header: str) -> str:
    return re.sub(r"[^\w()\[\]-]+", " ", plain(header).replace("_", " ")).strip(" *:")


_BY_HEADER: Final = {
    _key(header): column for column in COLUMNS for header in (column.header, *column.others)
}


def column_of(header: str) -> Column | None:
    """The column that a header means; translations have the field `names:ht`. None: not ours."""
    found = _BY_HEADER.get(_key(header))
    if found:
        return found
    translated = _IN_LANGUAGE.match(_key(header))
    code = code_of(translated[2]) if translated else ""
    if not translated or not code:
        return None
    return _service(
        f"{'descriptions' if translated[1] == 'description' else 'names'}:{code}", header
    )
