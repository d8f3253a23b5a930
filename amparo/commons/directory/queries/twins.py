"""Entries that may be there twice, side by side."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from amparo.commons.directory import doubles as rules
from amparo.commons.directory import history
from amparo.commons.directory.columns import organisation_facts, service_facts
from amparo.commons.directory.folding import words_of
from amparo.commons.directory.models import Double, HiddenPlace, Organisation, Service
from amparo.commons.directory.states import Entry
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room

PAGE = 40


@dataclass(frozen=True, slots=True)
class Twin:
    """One of the two: its name, whose it is, what is held of it."""

    id: UUID
    name: str
    organisation: str
    place: str
    facts: dict[str, Any]
    services: int = 0


@dataclass(frozen=True, slots=True)
class Twins:
    """Two entries that may be one, and why."""

    id: UUID
    kind: str
    score: int
    reasons: tuple[tuple[str, str], ...]
    one: Twin
    other: Twin
    decided: str = ""

    @property
    def rows(self) -> list[tuple[str, Any, Any, bool]]:
        """Each field of the two, and whether they say the same."""
        mine, theirs = self.one.facts, self.other.facts
        return [(name, mine[name], theirs[name], mine[name] == theirs[name]) for name in mine]


def doubles(viewer: Actor, limit: int = PAGE) -> tuple[tuple[Twins, ...], int]:
    """Pairs that wait for a person, the likeliest first; and how many there are."""
    viewer = viewer.within(Power.EDIT_DIRECTORY)
    with room("commons", viewer):
        waiting = Double.objects.filter(decided="")
        total = waiting.count()
        rows = list(waiting.order_by("-score", "id")[:limit])
        known = _twins(rows)
    return tuple(
        _pair(row, known) for row in rows if {row.one_id, row.other_id} <= set(known)
    ), total


def double(viewer: Actor, id: UUID) -> Twins:
    """One pair, with all that is held of both."""
    viewer = viewer.within(Power.EDIT_DIRECTORY)
    with room("commons", viewer):
        row = Double.objects.filter(id=id).first()
        known = _twins([row]) if row else {}
    if row is None or not {row.one_id, row.other_id} <= set(known):
        raise NotFoundError("There is no such pair.")
    return _pair(row, known)


def alike(viewer: Actor, name: str, phone: str = "") -> tuple[tuple[UUID, str], ...]:
    """Organisations that may be the one whose name is being typed."""
    viewer = viewer.within(Power.EDIT_DIRECTORY)
    words = [word for word in words_of(name) if len(word) > 2][:6]
    told = rules.Known(UUID(int=0), name, phones=rules.phones_of(phone))
    if not words:
        return ()
    with room("commons", viewer):
        rows = Organisation.objects.filter(active=True).values_list("id", "name", "phone")
        found = [
            (judged.score, id, theirs)
            for id, theirs, number in rows
            if (
                judged := rules.judge(told, rules.Known(id, theirs, phones=rules.phones_of(number)))
            )
        ]
    found.sort(key=lambda one: -one[0])
    return tuple((id, theirs) for score, id, theirs in found[:5] if score >= 48)


def _pair(row: Double, known: dict[UUID, Twin]) -> Twins:
    reasons = tuple((str(key), str(value)) for key, value in row.reasons)
    one, other = known[row.one_id], known[row.other_id]
    return Twins(row.id, row.kind, row.score, reasons, one, other, row.decided)


def _twins(rows: list[Double]) -> dict[UUID, Twin]:
    ids = {
        kind: [id for row in rows if row.kind == kind for id in (row.one_id, row.other_id)]
        for kind in Entry
    }
    hidden = HiddenPlace.objects.in_bulk(ids[Entry.SERVICE])
    found: dict[UUID, Twin] = {}
    for house in Organisation.objects.filter(id__in=ids[Entry.ORGANISATION]):
        facts = history.plain(organisation_facts(house))
        count = house.services.count()
        found[house.id] = Twin(house.id, house.name, "", house.country, facts, count)
    offers = Service.objects.filter(id__in=ids[Entry.SERVICE]).select_related("organisation")
    for row in offers:
        facts = history.plain(service_facts(row, hidden.get(row.id)))
        found[row.id] = Twin(row.id, row.name, row.organisation.name, row.place, facts)
    return found
