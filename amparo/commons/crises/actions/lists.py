"""The lists that every house keeps for itself: needs, kinds of crises."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TypeVar

from amparo.commons.crises.actions.allowed import may
from amparo.commons.crises.models import CrisisKind, Need
from amparo.kernel import audit
from amparo.kernel.authority import Actor
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.kernel.rooms import room

LETTERS = 120
MOST = 200
_Row = TypeVar("_Row", Need, CrisisKind)


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """One need as an editor tells it. `labels`: its words, by language."""

    labels: Mapping[str, str] = field(default_factory=dict)
    order: int = 0
    asked: bool = False
    active: bool = True
    same_day: bool = False


@dataclass(frozen=True, slots=True)
class KindFacts:
    """One kind of crisis as an editor tells it."""

    labels: Mapping[str, str] = field(default_factory=dict)
    order: int = 0
    active: bool = True


def seed_kinds(*, by: Actor) -> int:
    """How many of the shipped kinds of crises were added to the list."""
    may(by)
    table = tomllib.loads(files("amparo.commons.crises").joinpath("kinds.toml").read_text("utf-8"))
    with room("commons", by):
        there = set(CrisisKind.objects.values_list("key", flat=True))
        new = [
            CrisisKind(key=key, order=order * 10, labels=labels)
            for order, (key, labels) in enumerate(table.items(), 1)
            if key not in there
        ]
        CrisisKind.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            audit.write(by=by, verb="crises.seed_kinds", detail={"added": len(new)})
    return len(new)


def seed_needs(*, by: Actor) -> int:
    """How many of the shipped needs were added to the list; what it held stays as it is."""
    may(by)
    table = tomllib.loads(files("amparo.commons.crises").joinpath("needs.toml").read_text("utf-8"))
    with room("commons", by):
        there = set(Need.objects.values_list("key", flat=True))
        new = [
            Need(
                key=key,
                order=order * 10,
                asked=row.pop("asked"),
                same_day=row.pop("same_day", False),
                labels=row,
            )
            for order, (key, row) in enumerate(table.items(), 1)
            if key not in there
        ]
        Need.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            audit.write(by=by, verb="crises.seed_needs", detail={"added": len(new)})
    return len(new)


def save_need(*, facts: NeedFacts, by: Actor, key: str = "") -> str:
    """The need stands as told; without a key it is new, and its key comes from its English words.

    A need is never taken away: conversations, cases and services have it.
    """
    by = may(by)
    labels = _labels(facts.labels)
    with room("commons", by):
        row, new = _row(Need, key, labels)
        if row.key == "other" and not facts.active:
            raise InvalidError("active", "«Something else» must stay: it keeps the list open.")
        row.order, row.labels, row.active = _order(facts.order), labels, facts.active
        row.asked, row.same_day = facts.asked, facts.same_day
        row.save(force_insert=new)
        audit.write(by=by, verb="crises.save_need", detail={"need": row.key})
    return row.key


def save_kind(*, facts: KindFacts, by: Actor, key: str = "") -> str:
    """The kind of crisis stands as told; without a key it is new."""
    by = may(by)
    labels = _labels(facts.labels)
    with room("commons", by):
        row, new = _row(CrisisKind, key, labels)
        row.order, row.labels, row.active = _order(facts.order), labels, facts.active
        row.save(force_insert=new)
        audit.write(by=by, verb="crises.save_kind", detail={"kind": row.key})
    return row.key


def _labels(told: Mapping[str, str]) -> dict[str, str]:
    labels = {language: text.strip() for language, text in told.items() if text.strip()}
    for language, text in labels.items():
        if len(text) > LETTERS:
            raise InvalidError(f"label_{language}", "At most %(most)s letters.", most=LETTERS)
    if "en" not in labels:
        raise InvalidError("label_en", "English words are needed: they stand in for the others.")
    return labels


def _order(order: int) -> int:
    if not 0 <= order <= 32_000:
        raise InvalidError("order", "The order is a number from 0 to 32000.")
    return order


def _row(model: type[_Row], key: str, labels: Mapping[str, str]) -> tuple[_Row, bool]:
    """The row to write and whether it is new; inside a room."""
    if key:
        row = model._default_manager.filter(key=key).first()
        if row is None:
            raise NotFoundError("There is no such entry in the list.")
        return row, False
    if model._default_manager.count() >= MOST:
        raise InvalidError(
            "label_en", "The list holds %(most)s entries: that is all it can hold.", most=MOST
        )
    made = re.sub(r"[^a-z0-9]+", "_", labels["en"].casefold()).strip("_")[:32]
    if not made:
        raise InvalidError("label_en", "Write at least one Latin letter.")
    if model._default_manager.filter(key=made).exists():
        raise InvalidError("label_en", "This stands in the list already, perhaps switched off.")
    return model(key=made), True
