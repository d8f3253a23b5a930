"""Documents that are printed from the code: `python -m tests.shape.print_docs` writes them.

docs/register.md: what we hold, why, how long. docs/states/*.md: which states there are.
"""

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.settings")

import django
from django.db import models

django.setup()

from amparo.doors.cli.walls import ROOMS, registers  # noqa: E402
from amparo.kernel.register import Append, Guarded, Machine, Open, Own, Register, Rows, Scoped  # noqa: E402

ROOT = Path(__file__).parents[2]
PRINTED = "Printed from the code by `make docs`; a test fails when it is stale."

HOW = {
    "open": "anyone may know",
    "staff": "about people who work here",
    "case": "about a person in need, coarse, in the clear",
    "sealed": "only ever ciphertext in the database",
    "secret": "opens something; hashed or keyed",
}


def who(rows: Rows) -> str:
    """Whose rows these are, in words."""
    match rows:
        case Scoped(subject=None):
            return "Seen and written only in the scope the row belongs to."
        case Scoped():
            return (
                "Seen and written only in the scope the row belongs to, and by the person herself "
                "with her code."
            )
        case Open(write=power):
            return f"Seen by anyone; written with the power *{power.value}* or by the machine."
        case Append(read=power):
            return f"Only ever added, each by its own actor; read with the power *{power.value}*."
        case Own():
            return "Seen and written by the colleague it belongs to, and by our own machinery."
        case Guarded(power=power, scope=scope, shown=shown, staff=staff):
            others = ["the organisation it is about"] if scope else []
            others += ["whoever works here"] if staff else []
            others += [f"anyone where *{shown}* is true"] if shown else []
            more = f"; read by {' and by '.join(others)}, too" if others else ""
            return f"Read and written with the power *{power.value}* or by the machine{more}."
        case Machine(insert=()):
            return "Touched by our own machinery only."
        case Machine(insert=logins):
            return f"Touched by our own machinery only; {', '.join(logins)} may add and not read."


def table(model: type[models.Model], register: Register) -> Iterator[str]:
    """One table: what it is, whose its rows are, its fields by how delicate they are."""
    said = " ".join((model.__doc__ or "").split())
    yield f"### {model.__name__} (`{model._meta.db_table}`)\n"
    yield f"{said}\n"
    lower = f" Read from: {', '.join(register.read_by)}." if register.read_by else ""
    erased = "" if register.delete else " No room may delete a row."
    yield f"{who(register.rows)}{lower}{erased}\n"
    yield "| fields | how delicate | kept | why |\n|---|---|---|---|"
    groups: dict[tuple[str, str, str], list[str]] = {}
    for name, held in register.fields.items():
        groups.setdefault((held.how, held.keep, held.why), []).append(f"`{name}`")
    for (how, keep, why), names in groups.items():
        yield f"| {' '.join(names)} | {how} | {keep} | {why} |"
    yield ""


def register_page() -> str:
    """docs/register.md."""
    lines = [
        "# What we hold, why, and how long\n",
        PRINTED + "\n",
        "How delicate a field is:\n",
        *(f"- **{word}**: {means}" for word, means in HOW.items()),
        "",
    ]
    for room in ("kernel", *ROOMS):
        lines.append(f"## Room `{room}`\n")
        for model, register in registers().items():
            if register.room == room:
                lines += table(model, register)
    return "\n".join(lines).rstrip() + "\n"


def state_modules() -> dict[str, ModuleType]:
    """The `states` of each area, by the name of their page."""
    paths = sorted((ROOT / "amparo").glob("*/*/states.py"))
    return {
        path.parent.name: importlib.import_module(
            ".".join(path.relative_to(ROOT).with_suffix("").parts)
        )
        for path in paths
    }


def moves_of(
    states: type[models.TextChoices], module: ModuleType
) -> dict[str, frozenset[str]] | None:
    """The table of moves between these states, or None where there is none."""
    names = {str(one.value) for one in states}
    for name, found in vars(module).items():
        if name.endswith("_MOVES") and {str(one) for one in found} <= names:
            table_: dict[str, frozenset[str]] = found
            return table_
    return None


def states_page(name: str, module: ModuleType) -> str:
    """docs/states/NAME.md: each list of states, and the drawing of its moves."""
    lines = [f"# States: {name}\n", PRINTED + "\n"]
    for states in vars(module).values():
        mine = isinstance(states, type) and states.__module__ == module.__name__
        if mine and issubclass(states, models.TextChoices):
            lines += _one(states, moves_of(states, module))
    return "\n".join(lines).rstrip() + "\n"


def _one(
    states: type[models.TextChoices], moves: dict[str, frozenset[str]] | None
) -> Iterator[str]:
    yield f"## {states.__name__}\n"
    yield f"{' '.join((states.__doc__ or '').split())}\n"
    yield (
        "| state | means | can become |\n|---|---|---|" if moves else "| value | means |\n|---|---|"
    )
    for state in states:
        value = f"`{state.value}`" if state.value else "(empty)"
        after = ", ".join(f"`{one}`" for one in sorted(moves.get(state.value, ()))) if moves else ""
        ends = f" {after or '—'} |" if moves else ""
        yield f"| {value} | {state.label} |{ends}"
    yield ""
    if moves:
        yield "```mermaid\nstateDiagram-v2"
        for state in states:
            yield from (f"    {state.value} --> {to}" for to in sorted(moves.get(state.value, ())))
        yield "```\n"


def pages() -> dict[Path, str]:
    """Each printed document, by its path in the repository."""
    found = {Path("docs/register.md"): register_page()}
    for name, module in state_modules().items():
        found[Path(f"docs/states/{name}.md")] = states_page(name, module)
    return found


def main() -> None:
    """The documents on disk are those of this code."""
    for path, text in pages().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text)
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
