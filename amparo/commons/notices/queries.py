"""Notices for everyone, and for those who keep them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from amparo.commons.crises import queries as crises
from amparo.commons.directory.queries import Slot, write_hours
from amparo.commons.notices import rules
from amparo.commons.notices.models import Advice, Number
from amparo.commons.notices.states import Cost, State
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power, anyone
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class NumberCard:
    """One number in the reader's language; `language` says in which one it really is."""

    id: UUID
    label: str
    language: str
    note: str
    note_language: str
    number: str
    texts: bool
    cost: str
    week: tuple[Slot, ...]
    always_open: bool
    languages: tuple[str, ...]
    source: str
    source_on: date | None
    confirmed_at: datetime | None
    old: bool
    state: str


@dataclass(frozen=True, slots=True)
class AdviceCard:
    """What to do, in the reader's language or in the one that there is."""

    id: UUID
    title: str
    language: str
    steps: tuple[str, ...]
    steps_language: str
    picture: str
    place_id: UUID | None
    place: str  # empty: everywhere
    source: str
    source_on: date | None
    confirmed_at: datetime | None
    old: bool
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of every notice: whence it is, until when it is believed, who stands for it."""

    id: UUID
    source: str
    source_on: date | None
    review_by: date | None
    crisis: UUID | None
    order: int
    state: str
    confirmed_at: datetime | None
    confirmed_by: UUID | None
    seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRecord(Kept):
    """A number, whole, for who keeps it."""

    labels: dict[str, str]
    notes: dict[str, str]
    number: str
    texts: bool
    cost: str
    hours: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRecord(Kept):
    """Advice, whole, for who keeps it."""

    titles: dict[str, str]
    steps: dict[str, list[str]]
    picture: str
    place: UUID | None


def numbers(language: str) -> tuple[NumberCard, ...]:
    """The published numbers of the present crisis and of all, in their order."""
    crisis = crises.current(language)
    return _numbers(_of(crisis) & Q(state=State.PUBLISHED), language, crisis)


def advice(language: str) -> tuple[AdviceCard, ...]:
    """What to do today in the present crisis: everywhere first, then place by place."""
    crisis = crises.current(language)
    return _advice(_of(crisis) & Q(state=State.PUBLISHED), language, crisis)


def all_numbers(viewer: Actor, language: str) -> tuple[NumberCard, ...]:
    """Every number, drafts and withdrawn ones too; those to ask about again stand first."""
    viewer.check(Power.EDIT_CRISIS)
    found = _numbers(Q(), language, crises.current(language))
    return tuple(sorted(found, key=lambda one: _rank(one.state, one.old)))


def all_advice(viewer: Actor, language: str) -> tuple[AdviceCard, ...]:
    """All advice, drafts and withdrawn too; what is old stands first."""
    viewer.check(Power.EDIT_CRISIS)
    found = _advice(Q(), language, crises.current(language))
    return tuple(sorted(found, key=lambda one: _rank(one.state, one.old)))


def number(viewer: Actor, id: UUID) -> NumberRecord:
    """One number; NotFoundError when there is none."""
    viewer = viewer.within(Power.EDIT_CRISIS)
    with room("commons", viewer):
        row = Number.objects.filter(id=id).first()
    if row is None:
        raise NotFoundError("There is no such number.")
    names = "labels notes number texts cost".split()
    same: dict[str, Any] = {name: getattr(row, name) for name in names}
    return NumberRecord(
        hours=write_hours(_week(row), always=row.always_open),
        languages=tuple(row.languages),
        **same,
        **_kept(row),
    )


def advice_record(viewer: Actor, id: UUID) -> AdviceRecord:
    """One piece of advice; NotFoundError when there is none."""
    viewer = viewer.within(Power.EDIT_CRISIS)
    with room("commons", viewer):
        row = Advice.objects.filter(id=id).first()
    if row is None:
        raise NotFoundError("There is no such advice.")
    return AdviceRecord(
        titles=row.titles,
        steps=row.steps,
        picture=row.picture,
        place=row.place_id,
        **_kept(row),
    )


def costs() -> dict[str, str]:
    """The words for what a call costs."""
    return {str(one.value): str(one.label) for one in Cost}


def states() -> dict[str, str]:
    """The words for how far a notice is."""
    return {str(one.value): str(one.label) for one in State}


def _of(crisis: crises.CrisisCard | None) -> Q:
    return Q(crisis_id=None) | Q(crisis_id=crisis.id if crisis else None)


def _rank(state: str, old: bool) -> tuple[int, bool]:
    return list(State.values).index(state) if state != State.PUBLISHED else -1, not old


def _numbers(which: Q, language: str, crisis: crises.CrisisCard | None) -> tuple[NumberCard, ...]:
    with room("commons", anyone()):
        rows = list(Number.objects.filter(which).order_by("order", "id"))
    today, others = _today(crisis), crisis.languages if crisis else ()
    return tuple(_number_card(one, language, others, today) for one in rows)


def _number_card(row: Number, language: str, others: Iterable[str], today: date) -> NumberCard:
    shown, label = rules.in_language(row.labels, language, others)
    note_in, note = rules.in_language(row.notes, language, others)
    return NumberCard(
        row.id,
        label or "",
        shown,
        note or "",
        note_in,
        row.number,
        row.texts,
        row.cost,
        _week(row),
        row.always_open,
        tuple(row.languages),
        row.source,
        row.source_on,
        row.confirmed_at,
        rules.old(row.review_by, today),
        row.state,
    )


def _advice(which: Q, language: str, crisis: crises.CrisisCard | None) -> tuple[AdviceCard, ...]:
    with room("commons", anyone()):
        rows = list(Advice.objects.filter(which).order_by("order", "id"))
    names = {}
    for ref in {one.place_id for one in rows if one.place_id}:
        place = crises.place(ref)
        names[ref] = place.name if place else ""
    today, others = _today(crisis), crisis.languages if crisis else ()
    cards = [_advice_card(one, names, language, others, today) for one in rows]
    return tuple(sorted(cards, key=lambda one: one.place))


def _advice_card(
    row: Advice, names: dict[UUID, str], language: str, others: Iterable[str], today: date
) -> AdviceCard:
    shown, title = rules.in_language(row.titles, language, others)
    steps_in, steps = rules.in_language(row.steps, language, others)
    return AdviceCard(
        row.id,
        title or "",
        shown,
        tuple(steps or ()),
        steps_in,
        row.picture,
        row.place_id,
        names.get(row.place_id, "") if row.place_id else "",
        row.source,
        row.source_on,
        row.confirmed_at,
        rules.old(row.review_by, today),
        row.state,
    )


def _kept(row: Number | Advice) -> dict[str, Any]:
    same = "id source source_on review_by order state confirmed_at".split()
    return {
        **{name: getattr(row, name) for name in same},
        "crisis": row.crisis_id,
        "confirmed_by": row.confirmed_by_id,
        "seen": row.updated_at,
    }


def _week(row: Number) -> tuple[Slot, ...]:
    return tuple(Slot(int(one["day"]), one["opens"], one["closes"]) for one in row.hours)


def _today(crisis: crises.CrisisCard | None) -> date:
    zone = ZoneInfo(crisis.timezone if crisis else "UTC")
    return clock.now().astimezone(zone).date()
