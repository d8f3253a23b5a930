"""What anyone finds: services near a place. Hidden ones are not among them, on no page.

Where women or children are sheltered, or violence and trafficking are what it is about, the
public pages know the town only, whatever an editor wrote: no address, no point on a map.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from amparo.commons.crises import queries as crises
from amparo.commons.directory import candidates, hours, rules
from amparo.commons.directory.cards import ServiceCard, Wanted, days, service_card, slots
from amparo.commons.directory.models import Service
from amparo.commons.directory.rules import Reason
from amparo.commons.directory.states import Documents, OrganisationKind, StaffGender
from amparo.kernel import clock
from amparo.kernel.authority import anyone
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room

# Being found there can cost a life.
_UNSAID: Final = frozenset({"gbv", "trafficking", "child_alone"})
_FOR: Final = frozenset({"women", "children", "children_alone", "survivors", "lgbti", "pregnant"})
WITH_WOMEN: Final = (StaffGender.WOMEN.value, StaffGender.BOTH.value)


@dataclass(frozen=True, slots=True)
class Only:
    """What must be known to be true of a service to be listed."""

    speaks: str = ""
    open_now: bool = False
    women: bool = False
    no_papers: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """One service as anyone may see it. `card.lat` is None where no map may show it."""

    card: ServiceCard
    reasons: tuple[Reason, ...]
    distance_km: float | None
    door: hours.Door
    discreet: bool
    phone: str  # its own, or that of its organisation


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of them, and how many there are in all (at most as many as ranking looks at)."""

    found: tuple[Near, ...]
    total: int


def near(
    wanted: Wanted, only: Only, language: str = "en", *, skip: int = 0, most: int = 10
) -> Listed:
    """Services for anyone, the best first: `most` of them after the first `skip`."""
    labels = {one.key: one.label for one in crises.needs(language)}
    with room("commons", anyone()):
        judged = [
            (rules.weigh(one.candidate), one)
            for one in candidates.work_out(_rows(wanted, only), wanted, labels)
            if one.door.open or not only.open_now
        ]
        judged.sort(key=lambda one: (-one[0][0], one[1].distance_km or 0.0, one[1].id))
        page = judged[skip : skip + most]
        ids = [one.id for _, one in page]
        there = _public().select_related("organisation").in_bulk(ids)
    found = tuple(
        _near(there[one.id], one.door, rules.say(lines), one.distance_km, language)
        for (_, lines), one in page
        if one.id in there
    )
    return Listed(found, len(judged))


def one_near(id: UUID, language: str = "en") -> Near:
    """One service that anyone may see; NotFoundError for all others, hidden ones among them."""
    with room("commons", anyone()):
        row = _public().select_related("organisation").filter(id=id).first()
    if row is None:
        raise NotFoundError("There is no such service.")
    local = clock.now().astimezone(ZoneInfo(row.timezone))
    door = hours.door_on(
        slots(row.hours), days(row.exceptions), always=row.always_open, local=local
    )
    return _near(row, door, (), None, language)


def places_served() -> dict[str, int]:
    """How many services there are at each place, by the place's name, the most first."""
    with room("commons", anyone()):
        found = _public().exclude(place="").values_list("place").annotate(n=Count("id"))
        return dict(found.order_by("-n", "place"))


def _public() -> QuerySet[Service]:
    found = Service.objects.filter(active=True, address_hidden=False)
    return found.exclude(organisation__kind=OrganisationKind.ENFORCEMENT)


def _rows(wanted: Wanted, only: Only) -> list[candidates.Row]:
    """At most as many as ranking looks at: the nearest ring that holds enough, else all."""
    rows: list[candidates.Row] = []
    placed = wanted.lat is not None and wanted.lon is not None
    for ring in (*candidates.RINGS, None) if placed else (None,):
        found = candidates.query(wanted, ring).filter(_kept(only), address_hidden=False)
        rows = candidates.rows_of(found.exclude(organisation__kind=OrganisationKind.ENFORCEMENT))
        if len(rows) >= candidates.ENOUGH:
            break
    return rows


def _kept(only: Only) -> Q:
    kept = Q()
    if only.speaks:
        kept &= Q(languages__contains=[only.speaks])
    if only.women:
        kept &= Q(staff_gender__in=WITH_WOMEN)
    if only.no_papers:
        kept &= Q(documents=Documents.NONE)
    return kept


def _near(
    row: Service,
    door: hours.Door,
    reasons: Iterable[Reason],
    distance: float | None,
    language: str,
) -> Near:
    card = service_card(row, door=door, language=language)
    quiet = discreet(row.needs, row.for_whom)
    if quiet:
        card = replace(card, address="", lat=None, lon=None)
        distance = _about(row, distance)
    phone = card.phone or row.organisation.phone
    return Near(card, tuple(reasons), distance, door, quiet, phone)


def _about(row: Service, distance: float | None) -> float | None:
    """In steps of ten kilometres: three distances from three places would find a door."""
    if distance is None or row.lat is None or row.lon is None:
        return None
    step = candidates.HIDDEN_STEP_KM
    return max(1.0, round(distance / step)) * step


def discreet(needs: Iterable[str], for_whom: Iterable[str]) -> bool:
    """Whether its door is told to nobody on a public page."""
    wanted = frozenset(needs)
    return bool(_UNSAID & wanted or ("shelter" in wanted and _FOR & frozenset(for_whom)))
