"""Small pieces of an HSDS document as our values."""

from typing import Any, Final, NamedTuple

from amparo.commons.directory.hsds import marks
from amparo.commons.directory.languages import code_of, plain
from amparo.commons.directory.states import Documents

_NO_PAPERS: Final = {"none", "no", "nothing", "n/a", "not required", "no documents required"}


class Address(NamedTuple):
    """The town, which may be shown, and the address, which may have to be hidden."""

    place: str
    address: str


def phone_of(thing: dict[str, Any]) -> str:
    """The first number, without the quotation marks that some publishers leave around it."""
    for phone in thing.get("phones") or ():
        number = str(phone["number"]).strip(" \"'")
        if number:
            return number
    return ""


def codes_of(thing: dict[str, Any]) -> tuple[str, ...]:
    """Codes of the languages; one that nobody knows is left out."""
    said = thing.get("languages") or ()
    codes = [code_of(one.get("code") or "") or code_of(one.get("name") or "") for one in said]
    return tuple(dict.fromkeys(code for code in codes if code))


def address_of(location: dict[str, Any], marked: dict[str, str]) -> Address:
    """Town and address of a location; a postal address is where letters go, not where help is."""
    addresses = location.get("addresses") or []
    physical = [one for one in addresses if one.get("address_type") != "postal"]
    one: dict[str, Any] = next(iter(physical or addresses), {})
    lines = [one.get(key) or "" for key in ("address_1", "address_2")]
    town = marked.get(marks.PLACE) or one.get("city") or location.get("name") or ""
    return Address(town[:200], ", ".join(line for line in lines if line)[:300])


def access_of(location: dict[str, Any]) -> str:
    """How one gets in, with a wheelchair or without seeing."""
    said = (one.get("description") or "" for one in location.get("accessibility") or ())
    return "; ".join(filter(None, said))[:300]


def papers_of(service: dict[str, Any], marked: dict[str, str]) -> tuple[str, str]:
    """Whether papers are asked for, and which. A list that is not there says nothing."""
    documents = [one.get("document") or "" for one in service.get("required_documents") or ()]
    asked = [text for text in documents if plain(text).strip(" .") not in _NO_PAPERS | {""}]
    if marks.PAPERS in marked:
        return marked[marks.PAPERS], "; ".join(asked)[:300]
    if asked:
        return Documents.SOME.value, "; ".join(asked)[:300]
    return (Documents.NONE if documents else Documents.UNKNOWN).value, ""
