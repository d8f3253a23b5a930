"""A row of any table, made from the table itself: whatever a column needs, it gets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import singledispatch
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.kernel import refs
from amparo.kernel.register import Scoped
from tests.cast import THEN

Model = type[models.Model]


@singledispatch
def value_for(field: object, nth: int) -> object:
    """Something that this column takes. `nth` keeps times in the order of the columns."""
    raise TypeError(f"tests/walls/rows.py does not know {type(field).__name__} yet")


@value_for.register(models.UUIDField)
def _random(field: object, nth: int) -> object:
    del field, nth
    return refs.new_ref()


@value_for.register(models.CharField)
def _word(field: models.Field[Any, Any], nth: int) -> object:
    del nth
    if field.choices:
        return next(str(value) for value, _ in field.flatchoices if value)
    return refs.new_ref().hex[-min(field.max_length or 32, 32) :]


@value_for.register(models.DateTimeField)
def _time(field: object, nth: int) -> object:
    del field
    return THEN + timedelta(hours=nth)


@value_for.register(models.BinaryField)
def _bytes(field: object, nth: int) -> object:
    del field, nth
    return refs.new_ref().bytes


_SAME: list[tuple[type, object]] = [
    (models.TextField, ""),
    (models.DateField, THEN.date()),
    (models.IntegerField, 0),
    (models.FloatField, 0.0),
    (models.BooleanField, False),
    (ArrayField, []),
    (models.JSONField, {}),
]
for _kind, _value in _SAME:
    value_for.register(_kind, lambda field, nth, always=_value: always)


def build(model: Model, given: Mapping[str, object]) -> list[models.Model]:
    """The row, after the rows that it points to; nothing is saved. `given` is by column name."""
    before: list[models.Model] = []
    columns: dict[str, Any] = {}
    for nth, field in enumerate(model._meta.local_fields):
        if field.attname in given:
            columns[field.attname] = given[field.attname]
        elif field.null or field.has_default() or field.generated:
            continue
        elif isinstance(field, models.ForeignKey):
            scope = {"scope_id": given["scope_id"]} if "scope_id" in given else {}
            before += build(field.remote_field.model, scope)
            columns[field.attname] = before[-1].pk
        else:
            columns[field.attname] = value_for(field, nth)
    return [*before, model(**columns)]


def build_for(model: Model, rows: Scoped, scope: UUID, subject: UUID) -> list[models.Model]:
    """A row of this scope about this conversation, after the rows that it points to."""
    given: dict[str, object] = {rows.scope: scope}
    before: list[models.Model] = []
    if rows.subject:
        given[rows.subject] = subject
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey) and field.attname == rows.subject:
                target = field.remote_field.model
                before = build(target, {"id": subject, "scope_id": scope})
    return before + build(model, given)
