"""Reading the directory: ranking for a person, searching, one service, who may receive."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Length, Lower

from amparo.commons.crises import queries as crises
from amparo.commons.directory import candidates, hours, rules
from amparo.commons.directory.cards import (
    OrganisationCard,
    OrganisationPage,
    Page,
    Ranked,
    SearchFilter,
    ServiceCard,
    Wanted,
    organisation_card,
    service_card,
    slots,
)
from amparo.commons.directory.facts import OrganisationFacts, ServiceFacts
from amparo.commons.directory.models import Organisation, Service
from amparo.commons.directory.rules import Reason
from amparo.commons.directory.states import STATE_BODIES, Documents, Firewall, OrganisationKind
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power, anyone
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.kernel.rooms import room

__all__ = [
    "OrganisationCard",
    "OrganisationFacts",
    "OrganisationPage",
    "Page",
    "Ranked",
    "Reason",
    "SearchFilter",
    "ServiceCard",
    "ServiceFacts",
    "Wanted",
    "choices",
    "kinds",
    "names_in",
    "organisation",
    "organisation_for_editing",
    "organisations",
    "rank",
    "receiver_names",
    "service",
    "service_for_editing",
    "service_names",
    "services",
]

PAGE = 50
_Named = TypeVar("_Named", Service, Organisation)


def rank(wanted: Wanted, language: str = "en") -> tuple[Ranked, ...]:
    """Services for a person, the best first, each with its reasons in words."""
    labels = {one.key: one.label for one in crises.needs(language)}
    with room("commons", anyone()):
        rows = candidates.fetch(wanted)
        judged = [
            (rules.weigh(found.candidate), found)
            for found in candidates.work_out(rows, wanted, labels)
        ]
        judged.sort(key=lambda one: (-one[0][0], one[1].distance_km or 0.0, one[1].id))
        best = judged[: wanted.limit]
        cards = Service.objects.select_related("organisation").in_bulk([one.id for _, one in best])
    return tuple(
        Ranked(
            service_card(cards[found.id], door=found.door, language=language),
            rules.say(lines),
            found.distance_km,
            found.door.open,
            score,
        )
        for (score, lines), found in best
        if found.id in cards
    )


def service(id: UUID, language: str = "en") -> ServiceCard:
    """One service, also one that is no longer offered; NotFoundError when there is none."""
    with room("commons", anyone()):
        row = Service.objects.select_related("organisation").filter(id=id).first()
    if row is None:
        raise NotFoundError("There is no such service in the directory.")
    return _card(row, clock.now(), language)


def services(
    wanted: SearchFilter, limit: int = PAGE, language: str = "en", at: datetime | None = None
) -> Page:
    """Services by words, need and language, in the order of their names."""
    found = Service.objects.select_related("organisation")
    if not wanted.with_closed_down:
        found = found.filter(active=True)
    if wanted.need:
        found = found.filter(needs__contains=[_clean(wanted.need)])
    if wanted.language:
        found = found.filter(languages__contains=[_clean(wanted.language)])
    if wanted.organisation:
        found = found.filter(organisation=wanted.organisation)
    for word in _clean(wanted.text).split()[:8]:
        # Never by address: a hidden one could be guessed letter by letter.
        inside = Q(name__icontains=word) | Q(description__icontains=word)
        found = found.filter(
            inside | Q(place__icontains=word) | Q(organisation__name__icontains=word)
        )
    with room("commons", anyone()):
        rows, following, total = _page(found, wanted.after, limit)
    now = at or clock.now()
    return Page(tuple(_card(row, now, language) for row in rows), following, total)


def organisations(text: str = "", after: str = "", limit: int = PAGE) -> OrganisationPage:
    """Organisations by words, in the order of their names."""
    found = Organisation.objects.all()
    for word in _clean(text).split()[:8]:
        found = found.filter(Q(name__icontains=word) | Q(description__icontains=word))
    with room("commons", anyone()):
        rows, following, total = _page(found, after, limit)
    return OrganisationPage(tuple(map(organisation_card, rows)), following, total)


def organisation(id: UUID) -> OrganisationCard:
    """One organisation; NotFoundError when there is none."""
    with room("commons", anyone()):
        row = Organisation.objects.filter(id=id).first()
    if row is None:
        raise NotFoundError("There is no such organisation in the directory.")
    return organisation_card(row)


def receiver_names() -> dict[UUID, str]:
    """Every organisation that may be sent a referral. No State body is among them."""
    with room("commons", anyone()):
        found = Organisation.objects.exclude(kind__in=[kind.value for kind in STATE_BODIES])
        return dict(found.order_by("name").values_list("id", "name"))


def service_for_editing(viewer: Actor, id: UUID) -> ServiceFacts:
    """All that is held of a service, a hidden address too; for those who keep the directory."""
    viewer = viewer.within(Power.EDIT_DIRECTORY)
    with room("commons", viewer):
        row = Service.objects.filter(id=id).first()
    if row is None:
        raise NotFoundError("There is no such service in the directory.")
    return service_facts(row)


def organisation_for_editing(viewer: Actor, id: UUID) -> OrganisationFacts:
    """All that is held of an organisation, for those who keep the directory."""
    viewer = viewer.within(Power.EDIT_DIRECTORY)
    with room("commons", viewer):
        row = Organisation.objects.filter(id=id).first()
    if row is None:
        raise NotFoundError("There is no such organisation in the directory.")
    return organisation_facts(row)


def choices() -> dict[str, dict[str, str]]:
    """The words for each kind, firewall and papers value, for forms."""
    lists = (("kind", OrganisationKind), ("firewall", Firewall), ("documents", Documents))
    return {name: {str(one.value): str(one.label) for one in kinds} for name, kinds in lists}


def service_facts(row: Service) -> ServiceFacts:
    """A row as plain values."""
    same = {name: getattr(row, name) for name in ServiceFacts.__slots__}
    same |= {name: tuple(same[name]) for name in ("needs", "languages")}
    return ServiceFacts(**{**same, "hours": slots(row.hours)})


def organisation_facts(row: Organisation) -> OrganisationFacts:
    """A row as plain values."""
    return OrganisationFacts(**{name: getattr(row, name) for name in OrganisationFacts.__slots__})


def _card(row: Service, at: datetime, language: str) -> ServiceCard:
    local = at.astimezone(ZoneInfo(row.timezone))
    door = hours.door(slots(row.hours), always=row.always_open, local=local)
    return service_card(row, door=door, language=language)


def _clean(text: str) -> str:
    """The text without what PostgreSQL can't be asked: NUL and lone surrogates."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")


def _page(found: QuerySet[_Named], after: str, limit: int) -> tuple[list[_Named], str, int]:
    total = found.count()
    if after:
        name, id = _read_cursor(after)
        found = found.filter(Q(name__gt=name) | Q(name=name, id__gt=id))
    rows: list[_Named] = list(found.order_by("name", "id")[: limit + 1])
    following = _cursor(rows[limit - 1]) if len(rows) > limit else ""
    return rows[:limit], following, total


def _cursor(row: Service | Organisation) -> str:
    return urlsafe_b64encode(json.dumps([row.name, str(row.id)]).encode()).decode().rstrip("=")


def _read_cursor(after: str) -> tuple[str, UUID]:
    try:
        padded = after.encode() + b"=" * (-len(after) % 4)
        name, id = json.loads(urlsafe_b64decode(padded))
        return _clean(str(name)), UUID(id)
    except (ValueError, TypeError, AttributeError):
        raise InvalidError("after", "This page is gone: start the list anew.") from None


def service_names(ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """The name of each service and of its organisation."""
    with room("commons", anyone()):
        rows = Service.objects.filter(id__in=ids).values_list("id", "name", "organisation__name")
        return {ref: (name, organisation) for ref, name, organisation in rows}


def names_in(text: str) -> list[str]:
    """Names of services and organisations that stand in the text, whatever their case."""
    with room("commons", anyone()):
        names = [
            *_standing_in(Service.objects.filter(active=True), text),
            *_standing_in(Organisation.objects.all(), text),
        ]
    return sorted(set(names))


def _standing_in(rows: QuerySet[Any], text: str) -> list[str]:
    """The names of these rows that are part of the text; a very short one would match anything."""
    found = rows.annotate(_text=Value(text.casefold()), _length=Length("name"), _name=Lower("name"))
    standing = found.filter(_length__gte=4, _text__contains=F("_name"))
    return [str(name) for name in standing.values_list("name", flat=True)]


def kinds(ids: Collection[UUID]) -> dict[UUID, str]:
    """What kind of organisation each of these is; those that are none are left out."""
    with room("commons", anyone()):
        return dict(Organisation.objects.filter(id__in=ids).values_list("id", "kind"))
