"""Whether what is said can be kept: each fault as field and reason."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from amparo.commons.directory import hours
from amparo.commons.directory.facts import ContactFacts, OrganisationFacts, ServiceFacts
from amparo.commons.directory.folding import fold
from amparo.commons.directory.languages import known as known_language
from amparo.commons.directory.states import (
    Documents,
    Firewall,
    OrganisationKind,
    StaffGender,
)
from amparo.kernel.errors import Sentence

Fault = tuple[str, str]

# The widths of the columns in `models`, for fields that a person fills in.
ORGANISATION_WIDTHS: Final = {
    "name": 200,
    "description": 20_000,
    "country": 2,
    "website": 300,
    "email": 200,
    "phone": 64,
    "source": 48,
    "ref": 64,
}
SERVICE_WIDTHS: Final = {
    "name": 200,
    "description": 20_000,
    "eligibility_description": 5_000,
    "place": 200,
    "address": 300,
    "accessibility": 300,
    "documents_asked": 300,
    "fees": 200,
    "phone": 64,
    "source": 48,
    "ref": 64,
}
MANY: Final = 1_000_000
SLOTS: Final = 70  # ten openings a day
DAYS: Final = 200  # dates that are not as the week says
FOR_WHOM: Final = 24
CONTACTS: Final = 20
CONTACT_WIDTHS: Final = {"role": 120, "name": 120, "phone": 64, "email": 200, "hours": 200}
# Never by status: neither the word for having papers nor for having none.
_STATUS: Final = re.compile(
    r"\b(legal|illegal|ilegal|illegaux|documented|undocumented|sin papeles|sans papiers|"
    r"indocumentad[oa]s?|irregular|regular|residents?|residencia|permit|visa|citizens?|nationals?|"
    r"ciudadan[oa]s|citoyens?|status|statut|estatus)\b"
)
# PostgreSQL takes no NUL, no encoding takes a lone surrogate, and nobody types the others.
_BAD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WEBSITE: Final = re.compile(r"https?://[^\s<>\"']+$", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+$")


def organisation(facts: OrganisationFacts) -> Iterator[Fault]:
    """What is wrong with an organisation; nothing when it can be kept."""
    if not facts.name.strip():
        yield "name", "An organisation needs a name."
    for field, width in ORGANISATION_WIDTHS.items():
        yield from _text(field, getattr(facts, field), width)
    yield from _one_of("kind", facts.kind, OrganisationKind.values)
    yield from _one_of("firewall", facts.firewall, Firewall.values)
    if facts.country and not re.fullmatch("[A-Z]{2}", facts.country):
        yield (
            "country",
            Sentence(
                "«%(said)s» is no country code of two letters, such as HT.", said=facts.country
            ),
        )
    if facts.website and not _WEBSITE.match(facts.website):
        yield (
            "website",
            Sentence("«%(said)s» is no address that begins with http.", said=facts.website[:60]),
        )
    if facts.email and not _EMAIL.match(facts.email):
        yield "email", Sentence("«%(said)s» is no e-mail address.", said=facts.email[:60])
    yield from _past("confirmed_on", facts.confirmed_on)


def service(facts: ServiceFacts, needs: Collection[str]) -> Iterator[Fault]:
    """What is wrong with a service; `needs` is the list of needs that there are."""
    if not facts.name.strip():
        yield "name", "A service needs a name."
    for field, width in SERVICE_WIDTHS.items():
        yield from _text(field, getattr(facts, field), width)
    yield from _translations("names", facts.names, 200)
    yield from _translations("descriptions", facts.descriptions, 20_000)
    yield from _translations("eligibility_descriptions", facts.eligibility_descriptions, 5_000)
    yield from _for_whom(facts)
    yield from _one_of("staff_gender", facts.staff_gender, StaffGender.values)
    if not facts.needs:
        yield "needs", "A service needs at least one need, or nobody will find it."
    for need in facts.needs:
        yield from _one_of("needs", need, needs)
    for language in facts.languages:
        if not known_language(language):
            yield "languages", Sentence("«%(said)s» is no language that we know.", said=language)
    yield from _one_of("documents", facts.documents, Documents.values)
    yield from _where(facts)
    yield from _when(facts)
    yield from _counts(facts)
    yield from _past("confirmed_on", facts.confirmed_on)


def contacts(told: Sequence[ContactFacts]) -> Iterator[Fault]:
    """What is wrong with a list of contacts; the field is `role-2` for the third of them."""
    if len(told) > CONTACTS:
        yield "role-0", Sentence("More than %(most)s contacts.", most=CONTACTS)
    for nth, one in enumerate(told):
        if not one.role.strip():
            yield f"role-{nth}", "Say for what one calls there: the night desk, the lawyer."
        if not (one.phone.strip() or one.email.strip()):
            yield f"phone-{nth}", "A contact needs a phone number or an e-mail address."
        if one.email and not _EMAIL.match(one.email):
            yield f"email-{nth}", Sentence("«%(said)s» is no e-mail address.", said=one.email[:60])
        for field, width in CONTACT_WIDTHS.items():
            for _, reason in _text(field, getattr(one, field), width):
                yield f"{field}-{nth}", reason


def _for_whom(facts: ServiceFacts) -> Iterator[Fault]:
    if len(facts.for_whom) > FOR_WHOM:
        yield "for_whom", Sentence("More than %(most)s words.", most=FOR_WHOM)
    for word in facts.for_whom:
        yield from _text("for_whom", word, 48)
        if not word.strip():
            yield "for_whom", "An empty word."
        if _STATUS.search(fold(word)):
            yield (
                "for_whom",
                Sentence(
                    "«%(said)s» is a status. Who may come is never told by status; papers that "
                    "are asked for stand under Papers.",
                    said=word[:48],
                ),
            )


def _text(field: str, text: str, width: int) -> Iterator[Fault]:
    if len(text) > width:
        yield (
            field,
            Sentence(
                "This is too long: %(size)s letters where %(width)s fit.",
                size=len(text),
                width=width,
            ),
        )
    if _BAD.search(text):
        yield field, "This holds signs that are no letters (control characters)."


def _translations(field: str, texts: dict[str, str], width: int) -> Iterator[Fault]:
    for language, text in texts.items():
        if not known_language(language):
            yield field, Sentence("«%(said)s» is no language that we know.", said=language[:20])
        yield from _text(field, text, width)


def _one_of(field: str, value: str, known: Collection[str]) -> Iterator[Fault]:
    if value not in known:
        yield (
            field,
            Sentence(
                "«%(said)s» is not one of: %(known)s.",
                said=value[:60],
                known=", ".join(sorted(known)),
            ),
        )


def _past(field: str, day: date | None) -> Iterator[Fault]:
    # A day of grace: it is already tomorrow somewhere.
    if day and day > datetime.now(UTC).date() + timedelta(days=1):
        yield field, Sentence("%(day)s has not come yet.", day=day.isoformat())


def _where(facts: ServiceFacts) -> Iterator[Fault]:
    if (facts.lat is None) != (facts.lon is None):
        yield "lat" if facts.lat is None else "lon", "Give both latitude and longitude, or neither."
    if facts.lat is not None and not -90 <= facts.lat <= 90:
        yield "lat", Sentence("%(said)s is no latitude (-90 to 90).", said=facts.lat)
    if facts.lon is not None and not -180 <= facts.lon <= 180:
        yield "lon", Sentence("%(said)s is no longitude (-180 to 180).", said=facts.lon)
    if (facts.lat, facts.lon) == (0, 0):
        yield "lat", "0, 0 lies in the sea: leave both empty when the place is not known."


def _exceptions(facts: ServiceFacts) -> Iterator[Fault]:
    if len(facts.exceptions) > DAYS:
        yield "exceptions", Sentence("More than %(most)s dates.", most=DAYS)
    for one in facts.exceptions:
        yield from _text("exceptions", one.words, 120)
        try:
            date.fromisoformat(one.on)
            if one.opens or one.closes:
                opens, _ = hours.minutes(one.opens), hours.minutes(one.closes)
                if one.opens == one.closes or opens == hours.DAY:
                    yield (
                        "exceptions",
                        Sentence(
                            "%(opens)s-%(closes)s has no length.",
                            opens=one.opens,
                            closes=one.closes,
                        ),
                    )
        except ValueError:
            yield (
                "exceptions",
                Sentence(
                    "«%(on)s %(opens)s-%(closes)s» is no date with hours.",
                    on=one.on[:20],
                    opens=one.opens,
                    closes=one.closes,
                ),
            )


def _when(facts: ServiceFacts) -> Iterator[Fault]:
    yield from _exceptions(facts)
    if not timezone_known(facts.timezone):
        yield (
            "timezone",
            Sentence(
                "«%(said)s» is no time zone, such as America/Port-au-Prince.",
                said=facts.timezone[:60],
            ),
        )
    if len(facts.hours) > SLOTS:
        yield "hours", Sentence("More than %(most)s openings in a week.", most=SLOTS)
    for slot in facts.hours:
        try:
            opens, closes = hours.minutes(slot.opens), hours.minutes(slot.closes)
        except ValueError as wrong:
            yield "hours", Sentence("%(why)s.", why=str(wrong))
            continue
        if not 0 <= slot.day <= 6:
            yield "hours", Sentence("%(day)s is no day: 0 is Monday, 6 is Sunday.", day=slot.day)
        if opens == closes or opens == hours.DAY:
            yield (
                "hours",
                Sentence(
                    "%(opens)s-%(closes)s has no length; a whole day is 00:00-24:00.",
                    opens=slot.opens,
                    closes=slot.closes,
                ),
            )


def _counts(facts: ServiceFacts) -> Iterator[Fault]:
    for field, count in (("capacity", facts.capacity), ("free", facts.free)):
        if count is not None and not 0 <= count <= MANY:
            yield field, Sentence("%(count)s is no number of places.", count=count)
    if (facts.free is None) != (facts.free_at is None):
        yield "free", "Free places are told together with the time they were counted."


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones()) - {"localtime"}


def timezone_known(name: str) -> bool:
    """Whether a name stands in the time zone database that comes with us."""
    return name in _timezones() and ZoneInfo(name) is not None
