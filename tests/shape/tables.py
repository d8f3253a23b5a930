"""Checkers of tables: foreign keys, the register, pairs of who and when."""

from collections.abc import Iterator

from django.db import models

from amparo.kernel.register import Register
from tests.shape.exemptions import NO_WHO

# A table may point to its own area and to those further down; aid, tracing and passage never to
# one another.
ORDER = ["kernel", "commons", "guard", "reach", "aid"]
VAULT = "amparo.guard.vault"

Model = type[models.Model]


def area_of(module: str) -> str:
    """`amparo.aid.cases`, or `amparo.kernel`."""
    parts = module.split(".")
    return ".".join(parts[: 2 if parts[1] == "kernel" else 3])


def may_point(here: str, there: str) -> bool:
    """Whether a table of the area `here` may hold a foreign key to one of the area `there`."""
    if here == there:
        return True
    if there == VAULT:
        return False
    return ORDER.index(there.split(".")[1]) < ORDER.index(here.split(".")[1])


def bad_keys(model: Model) -> list[str]:
    """Foreign keys against the order of imports, or into the vault."""
    wrong = []
    for field in model._meta.local_fields:
        if isinstance(field, models.ForeignKey):
            target = field.remote_field.model
            here, there = area_of(model.__module__), area_of(target.__module__)
            if not may_point(here, there):
                wrong.append(f"{model.__name__}.{field.name} points from {here} into {there}")
    return wrong


def unregistered(model: Model, register: Register) -> list[str]:
    """Fields that are in the table or in the register, but not in both."""
    names = {field.name for field in model._meta.local_fields}
    missing = sorted(names - set(register.fields))
    wrong = [
        f"{model.__name__}.register names {name}: no such field"
        for name in register.fields
        if name not in names
    ]
    if missing:
        wrong.append(
            f"{model.__module__}: {model.__name__} holds fields nobody accounts for. Paste into "
            "`fields=` and correct how, how long and why:\n    **held(Sensitivity.SEALED, "
            f'Keep.CASE_CLOSED_1Y, "why?", *"{" ".join(missing)}".split()),'
        )
    return wrong


def bad_register(model: Model, register: Register) -> list[str]:
    """What the register says of the rows must name fields of the table."""
    names = {field.attname for field in model._meta.local_fields}
    said = [getattr(register.rows, one, None) for one in ("scope", "subject", "actor")]
    return [
        f"{model.__name__}: rows by {name}: no such field"
        for name in said
        if name and name not in names
    ]


def unsealed(model: Model, register: Register) -> list[str]:
    """What is registered as sealed is ciphertext: bytes."""
    fields = {field.name: field for field in model._meta.local_fields}
    return [
        f"{model.__name__}.{name} is registered as sealed and is no BinaryField"
        for name, held in register.fields.items()
        if held.how == "sealed" and not isinstance(fields.get(name), models.BinaryField)
    ]


def _checks(model: Model) -> Iterator[set[str]]:
    for one in model._meta.constraints:
        if isinstance(one, models.CheckConstraint):
            yield {str(part[0]).split("__")[0] for part in _leaves(one.condition)}


def _leaves(condition: object) -> Iterator[tuple[str, object]]:
    for child in getattr(condition, "children", []):
        if isinstance(child, tuple):
            yield child
        else:
            yield from _leaves(child)


def unpaired(model: Model) -> list[str]:
    """Times without a who, and pairs that the database does not hold together."""
    fields = {field.attname: field for field in model._meta.local_fields}
    wrong = []
    for name, field in fields.items():
        if not name.endswith("_at"):
            continue
        who = f"{name.removesuffix('_at')}_by_id"
        if who not in fields:
            if not {name, f"{model.__name__}.{name}"} & set(NO_WHO):
                wrong.append(f"{model.__name__}.{name} has no {who} and no reason in NO_WHO")
        elif (field.null or fields[who].null) and not any(
            {name, who} <= one for one in _checks(model)
        ):
            wrong.append(f"{model.__name__}: no CHECK holds {name} and {who} together")
    return wrong
