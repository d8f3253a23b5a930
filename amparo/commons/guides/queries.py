"""Guides for staff: the list, one of them, its steps."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from amparo.commons.guides import rules
from amparo.commons.guides.models import Guide
from amparo.kernel.authority import Actor, anyone
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class Step:
    """One step, and after how many hours it is due."""

    words: str
    hours: int


@dataclass(frozen=True, slots=True)
class GuideCard:
    """One guide in the reader's language, or in one in which there is one."""

    id: UUID
    kind: str
    title: str
    language: str
    languages: tuple[str, ...]
    steps: tuple[Step, ...]
    papers: str
    fee: str
    office: str
    source: str
    source_on: date | None
    notes: str
    crisis_id: UUID | None
    active: bool
    typed: str  # the steps as the form shows them; empty where nobody has written them yet


def guides(
    viewer: Actor, language: str = "en", crisis: UUID | None = None, *, everything: bool = False
) -> tuple[GuideCard, ...]:
    """The guides of this crisis and of all, in the order of their titles."""
    del viewer  # anyone who works here
    with room("commons", anyone()):
        found = Guide.objects.all()
        if not everything:
            found = found.filter(active=True).filter(Q(crisis_id=None) | Q(crisis_id=crisis))
        rows = list(found)
    cards = [_card(one, language) for one in rows]
    return tuple(sorted(cards, key=lambda one: (one.kind, one.title.casefold())))


def guide(viewer: Actor, ref: UUID, language: str = "en") -> GuideCard:
    """One guide; NotFoundError when there is none."""
    del viewer
    with room("commons", anyone()):
        row = Guide.objects.filter(id=ref).first()
    if row is None:
        raise NotFoundError("There is no such guide.")
    return _card(row, language)


def _card(row: Guide, language: str) -> GuideCard:
    written = tuple(code for code, steps in row.steps.items() if steps)
    shown = language if language in written else next(iter(written), language)
    steps = list(row.steps.get(shown, []))
    own = list(row.steps.get(language, []))
    return GuideCard(
        row.id,
        row.kind,
        row.titles.get(shown, ""),
        shown,
        written,
        tuple(Step(words, hours) for words, hours in zip(steps, row.hours, strict=False)),
        row.papers.get(shown, ""),
        row.fee,
        row.office,
        row.source,
        row.source_on,
        row.notes,
        row.crisis_id,
        row.active,
        rules.typed_steps(own, list(row.hours)) if len(own) == len(row.hours) else "",
    )
