"""One cell of a directory sheet as a value. A ValueError is the reason, in the sender's terms."""

import re
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from typing import Final

from amparo.commons.directory import dates, hours, words
from amparo.commons.directory.languages import code_of, plain
from amparo.commons.directory.states import (
    FOR_WHOM,
    Documents,
    Firewall,
    OrganisationKind,
    StaffGender,
)
from amparo.kernel.errors import Sentence

_YES: Final = {"yes", "y", "true", "1", "x", "oui", "si", "wi", "active", "نعم"}
_NO: Final = {"no", "n", "false", "0", "", "non", "inactive", "closed", "لا"}
_FIREWALL: Final = {
    "keeps": Firewall.KEEPS,
    "yes": Firewall.KEEPS,
    "does not tell": Firewall.KEEPS,
    "reports": Firewall.REPORTS,
    "no": Firewall.REPORTS,
    "may report": Firewall.REPORTS,
    "unknown": Firewall.UNKNOWN,
    "not known": Firewall.UNKNOWN,
    "?": Firewall.UNKNOWN,
}
_PAPERS: Final = {
    "none": Documents.NONE,
    "no": Documents.NONE,
    "no papers": Documents.NONE,
    "no requirement": Documents.NONE,
    "some": Documents.SOME,
    "yes": Documents.SOME,
    "unknown": Documents.UNKNOWN,
    "not known": Documents.UNKNOWN,
    "?": Documents.UNKNOWN,
}
_KINDS: Final = {plain(str(one.label)): one.value for one in OrganisationKind} | {
    "ngo": OrganisationKind.CSO.value,
    "charity": OrganisationKind.CSO.value,
    "un": OrganisationKind.INTERNATIONAL.value,
    "ministry": OrganisationKind.MINISTRY.value,
    "government": OrganisationKind.MINISTRY.value,
    "police": OrganisationKind.ENFORCEMENT.value,
}


_GENDERS: Final = {plain(str(one.label)): one.value for one in StaffGender} | {
    one: one for one in map(str, StaffGender.values)
}


def listed(text: str) -> list[str]:
    """The entries of a cell that holds a list."""
    return [part.strip() for part in re.split(r"[;,|\n]", text) if part.strip()]


def needs(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Keys of needs, from keys or words."""
    found: list[str] = []
    for word in listed(text):
        meant = [need for need in words.need_of(word, known) if need in known]
        if not meant:
            raise ValueError(
                Sentence(
                    "«%(said)s» is no need that we know: %(known)s.",
                    said=word,
                    known=", ".join(sorted(known)),
                )
            )
        found += meant
    return tuple(dict.fromkeys(found))


def languages(text: str) -> tuple[str, ...]:
    """Codes of languages, from codes or names."""
    codes = {word: code_of(word) for word in listed(text)}
    for word, code in codes.items():
        if not code:
            raise ValueError(Sentence("«%(said)s» is no language that we know.", said=word))
    return tuple(dict.fromkeys(codes.values()))


def yes(text: str) -> bool:
    """True or False."""
    if plain(text) in _YES:
        return True
    if plain(text) in _NO:
        return False
    raise ValueError(Sentence("«%(said)s» is neither yes nor no.", said=text))


def _word(table: dict[str, str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        found = table.get(plain(text))
        if found is None:
            raise ValueError(
                Sentence(
                    "«%(said)s» is not one of: %(known)s.",
                    said=text,
                    known=", ".join(sorted(table)),
                )
            )
        return found

    return read


def number(text: str) -> float:
    """A number of degrees; a comma may stand for the point."""
    try:
        return float(text.replace(",", ".").rstrip("° "))
    except ValueError:
        raise ValueError(Sentence("«%(said)s» is no number.", said=text)) from None


def count(text: str) -> int:
    """A whole number of places."""
    if not re.fullmatch(r"\d{1,7}", text):
        raise ValueError(Sentence("«%(said)s» is no whole number.", said=text))
    return int(text)


def day(text: str) -> date:
    """A date as year-month-day, the one order that no two countries read differently."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(
            Sentence("«%(said)s» is no date; write it as 2026-05-31.", said=text)
        ) from None


def moment(text: str) -> datetime:
    """A moment; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            Sentence("«%(said)s» is no moment; write 2026-05-31T18:00+00:00.", said=text)
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def opening(text: str) -> hours.Hours:
    """Opening hours."""
    try:
        return hours.read(text)
    except ValueError as wrong:
        raise ValueError(Sentence("%(why)s.", why=str(wrong))) from None


def differing(text: str) -> tuple[hours.Day, ...]:
    """Dates that are not as the week says."""
    try:
        return dates.read(text)
    except ValueError as wrong:
        raise ValueError(Sentence("%(why)s.", why=str(wrong))) from None


def for_whom(text: str) -> tuple[str, ...]:
    """Whom it is for: our keys where a word is one of ours, else the words themselves."""
    known = {plain(words): key for key, words in FOR_WHOM.items()}
    return tuple(dict.fromkeys(known.get(plain(word), word[:48]) for word in listed(text)))


VALUES: Final[dict[str, Callable[[str], object]]] = {
    "kind": _word(_KINDS | {one: one for one in map(str, OrganisationKind.values)}),
    "firewall": _word({key: value.value for key, value in _FIREWALL.items()}),
    "documents": _word({key: value.value for key, value in _PAPERS.items()}),
    "country": str.upper,
    "languages": languages,
    "address_hidden": yes,
    "active": yes,
    "lat": number,
    "lon": number,
    "capacity": count,
    "free": count,
    "free_at": moment,
    "confirmed_on": day,
    "hours": opening,
    "exceptions": differing,
    "for_whom": for_whom,
    "staff_gender": _word(_GENDERS),
}
