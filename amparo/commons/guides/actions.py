"""Guides: written, translated, put away; three are shipped."""

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from uuid import UUID

from amparo.commons.guides import rules
from amparo.commons.guides.models import Guide
from amparo.commons.guides.states import GuideKind
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class GuideFacts:
    """A guide as someone tells it, in one language."""

    language: str
    title: str
    steps: str  # one on each line, perhaps with its hours
    kind: str = GuideKind.PROCEDURE
    papers: str = ""
    fee: str = ""
    office: str = ""
    source: str = ""
    source_on: date | None = None
    notes: str = ""
    crisis: UUID | None = None
    active: bool = True


def save_guide(*, facts: GuideFacts, by: Actor, id: UUID | None = None) -> UUID:
    """The guide stands as told in this language; with an `id` it is changed, without it is new."""
    if by.kind != "machine":
        by = by.within(Power.EDIT_DIRECTORY)
    steps, hours = _checked(facts)
    with room("commons", by):
        row = Guide.objects.select_for_update().filter(id=id).first() if id else None
        if id and row is None:
            raise NotFoundError("There is no such guide.")
        new = refs.new_ref()
        known = row or Guide(id=new, ref=str(new))
        rules.check_same_number(known.steps, facts.language, steps)
        known.titles[facts.language] = facts.title.strip()
        known.steps[facts.language] = steps
        known.papers[facts.language] = facts.papers.strip()
        known.hours = hours
        _put(known, facts)
        known.save(force_insert=row is None)
        audit.write(by=by, verb="save_guide", about=known.id)
    return known.id


def _checked(facts: GuideFacts) -> tuple[list[str], list[int]]:
    if not facts.title.strip():
        raise InvalidError("title", "Give it a title.")
    if facts.kind not in GuideKind.values:
        raise InvalidError("kind", "Choose what kind of guide it is.")
    for name, most in (("fee", 120), ("office", 160), ("source", 240)):
        if len(getattr(facts, name).strip()) > most:
            raise InvalidError(name, "At most %(most)s letters.", most=most)
    return rules.read_steps(facts.steps)


def _put(row: Guide, facts: GuideFacts) -> None:
    row.kind, row.fee, row.office = facts.kind, facts.fee.strip(), facts.office.strip()
    row.source, row.source_on = facts.source.strip(), facts.source_on
    row.notes, row.crisis_id, row.active = facts.notes.strip(), facts.crisis, facts.active
    row.updated_at = clock.now()


def ship(*, by: Actor) -> int:
    """The shipped examples are there; those that someone has changed stay as they are.

    How many were new.
    """
    found = tomllib.loads(
        files("amparo.commons.guides").joinpath("shipped.toml").read_text("utf-8")
    )
    with room("commons", by):
        known = set(Guide.objects.values_list("ref", flat=True))
        new = [_shipped(one) for one in found["guide"] if one["ref"] not in known]
        Guide.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            audit.write(by=by, verb="ship_guides", detail={"count": len(new)})
    return len(new)


def _shipped(one: dict[str, object]) -> Guide:
    return Guide(id=refs.new_ref(), updated_at=clock.now(), **one)
