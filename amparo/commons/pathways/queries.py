"""Pathways with their receivers: all of them for the editor, and those that fit a case."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

import h3.api.basic_int as h3

from amparo.commons.directory import queries as directory
from amparo.commons.directory.queries import ServiceCard
from amparo.commons.pathways import rules
from amparo.commons.pathways.models import Pathway, Step
from amparo.kernel.authority import Actor
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class StepCard:
    """One receiver. `refusal` says why it can't receive now; empty when it can."""

    id: UUID
    order: int
    service: ServiceCard
    wait_minutes: int | None
    refusal: str


@dataclass(frozen=True, slots=True)
class PathwayCard:
    """A pathway, its receivers in their order."""

    id: UUID
    need: str
    title: str
    place: str
    cell: int | None
    least: tuple[str, ...]
    most: tuple[str, ...]
    minutes: dict[str, int]
    call_name: str
    call_words: str
    same_day: bool
    notes: str
    active: bool
    shipped: bool
    steps: tuple[StepCard, ...]

    @property
    def receivers(self) -> tuple[StepCard, ...]:
        """Those that may be asked, in the order in which to ask: who is known to be closed now
        comes after those who are open or whose hours nobody knows."""
        able = [one for one in self.steps if not one.refusal]
        return tuple(sorted(able, key=lambda one: (one.service.open_now is False, one.order)))

    def minutes_for(self, urgency: int, service: UUID) -> int:
        """How long this receiver has to answer."""
        wait = next((one.wait_minutes for one in self.steps if one.service.id == service), None)
        return rules.minutes_for(self.minutes, urgency, same_day=self.same_day, wait=wait)


def pathways(viewer: Actor) -> tuple[PathwayCard, ...]:
    """Every pathway, by need and place; those that are switched off last."""
    with room("commons", viewer):
        rows = list(Pathway.objects.order_by("-active", "need", "place", "title", "id"))
        steps = list(Step.objects.order_by("order", "id"))
    return _cards(rows, steps)


def pathway(viewer: Actor, id: UUID) -> PathwayCard:
    """One pathway; NotFoundError when there is none."""
    with room("commons", viewer):
        rows = list(Pathway.objects.filter(id=id))
        steps = list(Step.objects.filter(pathway_id=id).order_by("order", "id"))
    if not rows:
        raise NotFoundError("There is no such pathway.")
    return _cards(rows, steps)[0]


def fitting(viewer: Actor, needs: Iterable[str], cell: int | None) -> tuple[PathwayCard, ...]:
    """For each need the pathway of the smallest place around, else the country's; in that order."""
    wanted = tuple(dict.fromkeys(needs))
    with room("commons", viewer):
        rows = list(Pathway.objects.filter(active=True, need__in=wanted).order_by("id"))
        best: dict[str, Pathway] = {}
        for row in rows:
            if _around(row.cell, cell) and _size(row) > _size(best.get(row.need)):
                best[row.need] = row
        chosen = [best[need] for need in wanted if need in best]
        steps = list(Step.objects.filter(pathway__in=chosen).order_by("order", "id"))
    return _cards(chosen, steps)


def some(viewer: Actor, ids: Collection[UUID]) -> tuple[PathwayCard, ...]:
    """These pathways; those that are not there are left out."""
    if not ids:
        return ()
    with room("commons", viewer):
        rows = list(Pathway.objects.filter(id__in=ids).order_by("id"))
        steps = list(Step.objects.filter(pathway__in=rows).order_by("order", "id"))
    return _cards(rows, steps)


def leads_to(viewer: Actor, organisation: UUID) -> bool:
    """Whether any pathway names a service of this organisation."""
    with room("commons", viewer):
        return Step.objects.filter(service_id__in=directory.run_by(organisation)).exists()


def _size(row: Pathway | None) -> int:
    """The larger, the smaller the place; -2 for no pathway, -1 for the whole country."""
    if row is None:
        return -2
    return -1 if row.cell is None else int(h3.get_resolution(row.cell))


def _around(place: int | None, cell: int | None) -> bool:
    """Whether the place holds the cell. Nobody knows where she is: only the whole country does."""
    if place is None:
        return True
    if cell is None or h3.get_resolution(cell) < h3.get_resolution(place):
        return False
    return bool(h3.cell_to_parent(cell, h3.get_resolution(place)) == place)


def _cards(rows: list[Pathway], steps: list[Step]) -> tuple[PathwayCard, ...]:
    services = directory.services_of({one.service_id for one in steps}) if steps else {}
    return tuple(
        _card(row, [_step(one, services) for one in steps if one.pathway_id == row.id])
        for row in rows
    )


def _step(one: Step, services: dict[UUID, ServiceCard]) -> StepCard:
    service = services[one.service_id]
    refusal = rules.refusal(service.organisation_kind)
    if not refusal and not service.active:
        refusal = "This service is no longer offered."
    return StepCard(one.id, one.order, service, one.wait_minutes, refusal)


def _card(row: Pathway, steps: list[StepCard]) -> PathwayCard:
    return PathwayCard(
        id=row.id,
        need=row.need,
        title=row.title,
        place=row.place,
        cell=row.cell,
        least=tuple(row.least),
        most=tuple(row.most),
        minutes={str(key): int(value) for key, value in row.minutes.items()},
        call_name=row.call_name,
        call_words=row.call_words,
        same_day=row.same_day,
        notes=row.notes,
        active=row.active,
        shipped=bool(row.ref),
        steps=tuple(steps),
    )
