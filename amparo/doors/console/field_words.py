"""The fields of the directory and their values in words, for the history and for comparing."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.commons.directory import queries as directory
from amparo.doors.console import lists
from amparo.kernel.language import name_in

FIELDS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "names": gettext_lazy("Name in other languages"),
    "kind": gettext_lazy("Kind"),
    "description": gettext_lazy("Description"),
    "descriptions": gettext_lazy("Description in other languages"),
    "country": gettext_lazy("Country"),
    "website": gettext_lazy("Website"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "firewall": gettext_lazy("Firewall"),
    "contacts": gettext_lazy("Whom to call"),
    "needs": gettext_lazy("Helps with"),
    "for_whom": gettext_lazy("For whom"),
    "eligibility_description": gettext_lazy("Who can come"),
    "eligibility_descriptions": gettext_lazy("Who can come, in other languages"),
    "languages": gettext_lazy("Languages"),
    "place": gettext_lazy("Place"),
    "address": gettext_lazy("Address"),
    "address_hidden": gettext_lazy("Address hidden"),
    "lat": gettext_lazy("Latitude"),
    "lon": gettext_lazy("Longitude"),
    "accessibility": gettext_lazy("How one gets in"),
    "timezone": gettext_lazy("Time zone"),
    "hours": gettext_lazy("Hours"),
    "exceptions": gettext_lazy("Dates that differ"),
    "always_open": gettext_lazy("Always open"),
    "documents": gettext_lazy("Papers"),
    "documents_asked": gettext_lazy("Which papers"),
    "fees": gettext_lazy("Cost"),
    "staff_gender": gettext_lazy("Who receives people"),
    "capacity": gettext_lazy("Places in all"),
    "free": gettext_lazy("Free places"),
    "free_at": gettext_lazy("Free places told at"),
    "active": gettext_lazy("Offered"),
    "merged_into": gettext_lazy("Merged into"),
    "confirmed_on": gettext_lazy("Last confirmed"),
    "confirmed_how": gettext_lazy("How it was confirmed"),
    "unreached_on": gettext_lazy("Nobody answered on"),
}


def label(field: str) -> str:
    """The field in words."""
    bare = field.removeprefix("organisation.")
    words = str(FIELDS.get(bare, bare))
    return words if bare == field else _("Organisation: %(field)s") % {"field": words}


def said(value: Any, field: str = "") -> str:
    """A stored value as one reads it; a choice, a need or a language in the reader's words."""
    if value in (None, "", [], {}):
        return "—"
    reader = get_language() or "en"
    field = field.removeprefix("organisation.").removeprefix("confirmed_")
    known = directory.choices().get(field, {})
    if isinstance(value, str) and value in known:
        return _(known[value])
    if field == "needs":
        return _(", ").join(lists.needs(reader).get(one, one) for one in value)
    if field == "languages":
        return _(", ").join(name_in(one, reader) for one in value)
    if field.endswith("_at") and isinstance(value, str):
        return value[:16].replace("T", " ")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return " · ".join(f"{key}: {text}" for key, text in sorted(value.items()))
    if isinstance(value, list | tuple):
        return ", ".join(_piece(one) for one in value)
    return str(value)


def _piece(one: Any) -> str:
    if not isinstance(one, dict):
        return str(one)
    if "day" in one:
        return f"{one['day'] + 1}: {one['opens']}-{one['closes']}"
    hours = f"{one['opens']}-{one['closes']}" if one.get("opens") else _("closed")
    return f"{one.get('on', '')} {hours} {one.get('words', '')}".strip()
