"""Every table obeys the order of the house and accounts for each of its fields."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from django.apps import apps
from django.db import models

from amparo.doors.cli.walls import registers
from amparo.kernel.register import Scoped
from tests.shape import tables
from tests.shape.exemptions import NO_WHO

REGISTERS = registers()
BY_NAME = {model.__name__: model for model in REGISTERS}
CASE, CONSENT = BY_NAME["Case"], BY_NAME["Consent"]


def test_it_points_down_only() -> None:
    assert not [wrong for model in REGISTERS for wrong in tables.bad_keys(model)]


def test_it_accounts_for_every_field() -> None:
    wrong = [
        one
        for model, register in REGISTERS.items()
        for check in (tables.unregistered, tables.bad_register, tables.unsealed)
        for one in check(model, register)
    ]
    assert not wrong, "\n".join(wrong)


def test_it_holds_who_and_when_together() -> None:
    wrong = [one for model in REGISTERS for one in tables.unpaired(model)]
    assert not wrong, "\n".join(wrong)


def test_it_needs_every_exemption() -> None:
    times = {
        name
        for model in REGISTERS
        for field in model._meta.local_fields
        for name in (field.attname, f"{model.__name__}.{field.attname}")
    }
    assert set(NO_WHO) <= times


# --- The checkers themselves can fail. ---


@contextmanager
def planted(base: str, **fields: "models.Field[Any, Any]") -> Iterator[type[models.Model]]:
    """A table that exists for a moment, in the area of aid/cases."""

    class Meta:
        app_label = "cases"
        constraints: ClassVar[list[models.BaseConstraint]] = []

    model = type("Planted", (models.Model,), {"__module__": base, "Meta": Meta, **fields})
    try:
        yield model
    finally:
        del apps.all_models["cases"]["planted"]
        apps.clear_cache()


def pointer(to: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(to, models.CASCADE, related_name="+")


@pytest.mark.parametrize(
    ("base", "to"),
    [
        ("amparo.aid.cases.models", "vault.Consent"),  # a string: import contracts stay green
        ("amparo.guard.accounts.models", "cases.Case"),
        ("amparo.reach.messaging.models", "cases.Case"),
    ],
)
def test_it_sees_a_foreign_key_against_the_order(base: str, to: str) -> None:
    with planted(base, id=models.UUIDField(primary_key=True), other=pointer(to)) as model:
        assert tables.bad_keys(model)


def test_it_lets_a_foreign_key_point_down() -> None:
    with planted("amparo.aid.cases.models", other=pointer("directory.Service")) as model:
        assert not tables.bad_keys(model)


def test_it_prints_the_line_to_paste_for_a_field_without_account() -> None:
    register = REGISTERS[CASE]
    without = {name: held for name, held in register.fields.items() if name != "outcome"}
    wrong = tables.unregistered(CASE, replace(register, fields=without))
    assert "**held(" in wrong[0] and '*"outcome".split()' in wrong[0]


def test_it_sees_a_registered_field_that_is_not_there() -> None:
    register = REGISTERS[CASE]
    more = register.fields | {"ghost": register.fields["state"]}
    assert tables.unregistered(CASE, replace(register, fields=more))
    assert tables.bad_register(CASE, replace(register, rows=Scoped(subject="ghost")))


def test_it_sees_a_sealed_field_in_clear() -> None:
    register = REGISTERS[CASE]
    wrong = register.fields | {"outcome": register.fields["sealed_wish"]}
    assert tables.unsealed(CASE, replace(register, fields=wrong))


def test_it_sees_a_time_without_a_who() -> None:
    time = models.DateTimeField(null=True)
    with planted("amparo.aid.cases.models", frozen_at=time) as model:
        assert tables.unpaired(model)


def test_it_sees_a_pair_that_nothing_holds_together() -> None:
    time, who = models.DateTimeField(null=True), models.UUIDField(null=True)
    with planted("amparo.aid.cases.models", frozen_at=time, frozen_by_id=who) as model:
        assert tables.unpaired(model)
        both = models.Q(frozen_at__isnull=True) & models.Q(frozen_by_id__isnull=True)
        model._meta.constraints = [models.CheckConstraint(condition=both, name="pair")]
        assert not tables.unpaired(model)
