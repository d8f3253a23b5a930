"""`amparo check coverage`: which requirements nobody can point to a test for."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

import amparo

DOCS = Path(amparo.__file__).parents[1] / "docs"
SHOWN = 100  # the width of a line


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of docs/requirements.tsv. `served` says what a user does, or nothing."""

    id: str
    module: str
    phase: str
    served: str

    @property
    def is_open(self) -> bool:
        """Whether nothing serves it yet."""
        return not self.served


def requirements(docs: Path = DOCS) -> list[Requirement]:
    """All of them, with what serves each."""
    served = {row["id"]: row["user_does"] for row in _rows(docs / "coverage.tsv")}
    return [
        Requirement(row["id"], row["module"], row["phase"], served.get(row["id"], ""))
        for row in _rows(docs / "requirements.tsv")
    ]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@click.command(help="Which requirements are open, by module; what serves the others.")
@click.option("--module", "modules", multiple=True, help="These modules only, as in SOS or CASE.")
@click.option("--served", is_flag=True, help="Those that are served, and what a user does.")
def coverage(modules: tuple[str, ...], served: bool) -> None:
    """The open ones of each module on a line, then how many are served; ends with 0."""
    if not (DOCS / "requirements.tsv").is_file():
        raise click.ClickException("The lists stand in docs/ of the repository; this is not one.")
    found = requirements()
    known = dict.fromkeys(one.module for one in found)
    wanted = [name.upper() for name in modules] or list(known)
    if unknown := set(wanted) - set(known):
        names = ", ".join(sorted(unknown))
        raise click.UsageError(f"No module {names}. There are {', '.join(known)}.")
    chosen = [one for one in found if one.module in wanted]
    for line in served_lines(chosen) if served else open_lines(chosen):
        click.echo(line)
    click.echo(summary(chosen))


def open_lines(found: Iterable[Requirement]) -> list[str]:
    """For each module how many are served, and the ids of those that are not."""
    of: dict[str, list[Requirement]] = {}
    for one in found:
        of.setdefault(one.module, []).append(one)
    lines = []
    for module, all_of_it in of.items():
        left = [one.id for one in all_of_it if one.is_open]
        lines.append(f"{module}: {len(all_of_it) - len(left)} of {len(all_of_it)} served")
        lines += _wrapped(left)
    return lines


def _wrapped(ids: Iterable[str]) -> list[str]:
    lines, line = [], " "
    for id in ids:
        if len(line) + len(id) + 1 > SHOWN:
            lines.append(line)
            line = " "
        line += f" {id}"
    return [*lines, line] if line.strip() else lines


def served_lines(found: Iterable[Requirement]) -> list[str]:
    """What a user does for each that is served."""
    return [f"{one.id} ({one.module}): {one.served}" for one in found if not one.is_open]


def summary(found: Iterable[Requirement]) -> str:
    """One line: served and open."""
    counted = Counter(one.is_open for one in found)
    return f"{counted[False]} served, {counted[True]} open."
