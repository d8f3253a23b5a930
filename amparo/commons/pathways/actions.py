"""Pathways are written, ordered, switched off; the shipped examples are put on the list."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any
from uuid import UUID

from amparo.commons.directory import queries as directory
from amparo.commons.pathways import rules
from amparo.commons.pathways.models import Pathway, Step
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.kernel.rooms import room

FIELDS, URGENCIES = rules.FIELDS, rules.URGENCIES


@dataclass(frozen=True, slots=True)
class PathwayFacts:
    """A pathway as an editor tells it."""

    need: str
    title: str
    place: str = ""
    cell: int | None = None
    least: tuple[str, ...] = ("needs", "language")
    most: tuple[str, ...] = ("needs", "people", "language", "urgency", "area", "wish")
    minutes: Mapping[str, int] = field(default_factory=dict)
    call_name: str = ""
    call_words: str = ""
    same_day: bool = False
    notes: str = ""
    active: bool = True


def add_pathway(*, facts: PathwayFacts, by: Actor) -> UUID:
    """The new pathway's id. It has no receiver yet."""
    by = _may(by)
    row = Pathway(id=refs.new_ref(), **_columns(facts))
    with room("commons", by):
        row.save(force_insert=True)
        audit.write(by=by, verb="pathways.add_pathway", about=row.id)
    return row.id


def change_pathway(*, pathway: UUID, facts: PathwayFacts, by: Actor) -> None:
    """The pathway says what the editor says."""
    by = _may(by)
    columns = _columns(facts)
    with room("commons", by):
        _pathway(pathway)
        Pathway.objects.filter(id=pathway).update(**columns)
        audit.write(by=by, verb="pathways.change_pathway", about=pathway)


def add_step(*, pathway: UUID, service: UUID, by: Actor, wait_minutes: int | None = None) -> UUID:
    """The new step's id: this service is asked after those that stand there already."""
    by = _may(by)
    rules.check_wait(wait_minutes)
    rules.check_receiver(directory.service(service).organisation_kind)
    with room("commons", by):
        _pathway(pathway)
        there = list(Step.objects.filter(pathway_id=pathway).order_by("order", "id"))
        if any(one.service_id == service for one in there):
            raise InvalidError("service", "This service stands on the pathway already.")
        order = there[-1].order + 1 if there else 1
        step = Step(
            id=refs.new_ref(),
            pathway_id=pathway,
            service_id=service,
            order=order,
            wait_minutes=wait_minutes,
        )
        step.save(force_insert=True)
        audit.write(by=by, verb="pathways.add_step", about=pathway)
    return step.id


def move_step(*, step: UUID, up: bool, by: Actor) -> None:
    """The step stands one place nearer to the beginning, or to the end; at the edge it stays."""
    by = _may(by)
    with room("commons", by):
        row = _step(step)
        steps = list(Step.objects.filter(pathway_id=row.pathway_id).order_by("order", "id"))
        here = next(number for number, one in enumerate(steps) if one.id == step)
        there = max(0, here - 1) if up else min(len(steps) - 1, here + 1)
        steps.insert(there, steps.pop(here))
        for number, one in enumerate(steps, 1):
            one.order = number
        Step.objects.bulk_update(steps, ["order"])
        audit.write(by=by, verb="pathways.move_step", about=row.pathway_id)


def remove_step(*, step: UUID, by: Actor) -> None:
    """The service is no longer asked on this pathway; referrals that were made stay."""
    by = _may(by)
    with room("commons", by):
        row = _step(step)
        Step.objects.filter(id=row.id).delete()
        audit.write(by=by, verb="pathways.remove_step", about=row.pathway_id)


def seed_pathways(*, by: Actor) -> int:
    """How many of the shipped examples were added; what was changed since stays as it is."""
    by = _may(by)
    shipped = files("amparo.commons.pathways").joinpath("shipped.toml").read_text("utf-8")
    table: dict[str, dict[str, Any]] = tomllib.loads(shipped)
    with room("commons", by):
        there = set(Pathway.objects.exclude(ref="").values_list("ref", flat=True))
        new = [
            Pathway(id=refs.new_ref(), ref=ref, **_columns(_shipped(row)))
            for ref, row in table.items()
            if ref not in there
        ]
        Pathway.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            audit.write(by=by, verb="pathways.seed_pathways", detail={"added": len(new)})
    return len(new)


def _shipped(row: Mapping[str, Any]) -> PathwayFacts:
    lists = {name: tuple(row[name]) for name in ("least", "most") if name in row}
    return PathwayFacts(**{**row, **lists})


def _columns(facts: PathwayFacts) -> dict[str, Any]:
    if not facts.title.strip():
        raise InvalidError("title", "A pathway needs a title.")
    if not facts.need.strip():
        raise InvalidError("need", "Choose the need that it is for.")
    rules.check_fields(facts.least, facts.most)
    rules.check_minutes(facts.minutes)
    return {
        "need": facts.need.strip()[:32],
        "title": facts.title.strip()[:120],
        "place": facts.place.strip()[:120],
        "cell": facts.cell,
        "least": [name for name in rules.FIELDS if name in facts.least],
        "most": [name for name in rules.FIELDS if name in facts.most],
        "minutes": dict(facts.minutes),
        "call_name": facts.call_name.strip()[:120],
        "call_words": facts.call_words.strip()[:300],
        "same_day": facts.same_day,
        "notes": facts.notes.strip(),
        "active": facts.active,
        "updated_at": clock.now(),
    }


def _pathway(pathway: UUID) -> Pathway:
    found = Pathway.objects.select_for_update().filter(id=pathway).first()
    if found is None:
        raise NotFoundError("There is no such pathway.")
    return found


def _step(step: UUID) -> Step:
    found = Step.objects.select_for_update().filter(id=step).first()
    if found is None:
        raise NotFoundError("There is no such step.")
    return found


def _may(by: Actor) -> Actor:
    return by if by.kind == "machine" else by.within(Power.EDIT_DIRECTORY)
