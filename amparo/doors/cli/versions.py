"""Which tables this program knows, compared with those that a database has. Without Django."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import psycopg

import amparo

LIBRARY: Final = "procrastinate.contrib.django"
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between a database and this program."""

    applied: int  # how many migrations the database has; none: it is new
    pending: tuple[str, ...]  # known to the program, not to the database
    unknown: tuple[str, ...]  # the other way round: the database is of a newer program

    @property
    def newer(self) -> str:
        """A few of what this program does not know, for a person to read."""
        more = f" and {len(self.unknown) - _SHOWN} more" if len(self.unknown) > _SHOWN else ""
        return ", ".join(self.unknown[:_SHOWN]) + more


def gap(applied: Iterable[tuple[str, str]]) -> Gap:
    """The difference to what this program brings."""
    ours, theirs = set(_known()), set(applied)
    areas = {area for area, _ in ours}
    unknown = {one for one in theirs - ours if one[0] in areas}
    return Gap(len(theirs), _named(ours - theirs), _named(unknown))


def applied(address: str) -> list[tuple[str, str]]:
    """The migrations of the database behind `address`; none when it is new."""
    with psycopg.connect(address) as connection:
        there = connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()
        if there is None or there[0] is None:
            return []
        rows = connection.execute("SELECT app, name FROM public.django_migrations").fetchall()
    return [(str(area), str(name)) for area, name in rows]


def _known() -> Iterator[tuple[str, str]]:
    """Area and name of each migration on disk; an area is called as its folder is."""
    for file in Path(amparo.__file__).parent.glob("*/**/migrations/[0-9]*.py"):
        yield file.parents[1].name, file.stem
    library = find_spec(LIBRARY)
    if library is not None and library.origin:
        for file in (Path(library.origin).parent / "migrations").glob("[0-9]*.py"):
            yield "procrastinate", file.stem


def _named(found: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{area} {name}" for area, name in sorted(found))
