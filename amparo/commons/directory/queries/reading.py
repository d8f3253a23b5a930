"""One entry, and small things about several."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, QuerySet, Value
from django.db.models.functions import Length, Lower

from amparo.commons.crises.queries import PlaceCard
from amparo.commons.directory import hours
from amparo.commons.directory.candidates import kilometres
from amparo.commons.directory.cards import (
    OrganisationCard,
    ServiceCard,
    days,
    organisation_card,
    service_card,
    slots,
)
from amparo.commons.directory.facts import ContactFacts
from amparo.commons.directory.models import Contact, Organisation, Service
from amparo.commons.directory.states import (
    FOR_WHOM,
    STATE_BODIES,
    Documents,
    Firewall,
    How,
    OrganisationKind,
    StaffGender,
)
from amparo.kernel import clock
from amparo.kernel.authority import Actor, anyone
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room


def service(id: UUID, language: str = "en") -> ServiceCard:
    """One service, also one that is no longer offered; NotFoundError when there is none."""
    with room("commons", anyone()):
        row = Service.objects.select_related("organisation").filter(id=id).first()
    if row is None:
        raise NotFoundError("There is no such service in the directory.")
    return card(row, clock.now(), language)


def services_of(ids: Collection[UUID], language: str = "en") -> dict[UUID, ServiceCard]:
    """These services by their ids, in one query; those that are not there are left out."""
    with room("commons", anyone()):
        rows = list(Service.objects.select_related("organisation").filter(id__in=ids))
    now = clock.now()
    return {one.id: card(one, now, language) for one in rows}


def organisation(id: UUID) -> OrganisationCard:
    """One organisation; NotFoundError when there is none."""
    with room("commons", anyone()):
        row = Organisation.objects.filter(id=id).first()
    if row is None:
        raise NotFoundError("There is no such organisation in the directory.")
    return organisation_card(row)


def contacts(viewer: Actor, organisation: UUID) -> tuple[ContactFacts, ...]:
    """Whom to call there; who does not work here sees the public ones."""
    with room("commons", viewer):
        rows = Contact.objects.filter(organisation_id=organisation).order_by("order")
        names = tuple(ContactFacts.__slots__)
        return tuple(ContactFacts(*one) for one in rows.values_list(*names))


def organisation_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of these organisations."""
    if not ids:
        return {}
    with room("commons", anyone()):
        return dict(Organisation.objects.filter(id__in=ids).values_list("id", "name"))


def receiver_names() -> dict[UUID, str]:
    """Every organisation that may be sent a referral. No State body is among them."""
    with room("commons", anyone()):
        found = Organisation.objects.filter(active=True).exclude(
            kind__in=[kind.value for kind in STATE_BODIES]
        )
        return dict(found.order_by("name").values_list("id", "name"))


def choices() -> dict[str, dict[str, str]]:
    """The words for each kind, firewall, papers and other value, for forms and pages."""
    lists = (
        ("kind", OrganisationKind),
        ("firewall", Firewall),
        ("documents", Documents),
        ("staff_gender", StaffGender),
        ("how", How),
    )
    found = {name: {str(one.value): str(one.label) for one in kinds} for name, kinds in lists}
    return found | {"for_whom": dict(FOR_WHOM)}


def card(row: Service, at: datetime, language: str) -> ServiceCard:
    """The row as a reader may see it at this moment."""
    local = at.astimezone(ZoneInfo(row.timezone))
    week, told = slots(row.hours), days(row.exceptions)
    door = hours.door_on(week, told, always=row.always_open, local=local)
    return service_card(row, door=door, language=language)


def service_names(ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """The name of each service and of its organisation."""
    if not ids:
        return {}
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


def kind_of(field: str) -> QuerySet[Any, Any]:
    """The kind of the organisation that this field of another question names."""
    return Organisation.objects.filter(id=OuterRef(field)).values("kind")[:1]


def run_by(organisation: UUID) -> QuerySet[Any, Any]:
    """The services of this organisation, to be asked for inside another question."""
    return Service.objects.filter(organisation_id=organisation).values("id")


def state_bodies() -> QuerySet[Any, Any]:
    """Organisations that are State bodies, to be left out inside another question."""
    return Organisation.objects.filter(kind__in=STATE_BODIES).values("id")


def nearest(lat: float, lon: float, places: Iterable[PlaceCard]) -> tuple[PlaceCard, float] | None:
    """The place that is nearest to a point, and how many kilometres away it is."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    away = ((kilometres(lat, lon, one.lat, one.lon), one) for one in places)
    found = min(away, key=lambda pair: pair[0], default=None)
    return (found[1], round(found[0], 1)) if found else None
