"""A directory sheet as drafts: the good rows, and each fault with its row, field and reason."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, Final

from amparo.commons.directory import checks
from amparo.commons.directory.facts import (
    Draft,
    OrganisationFacts,
    Problem,
    Reading,
    ServiceFacts,
    Settings,
)
from amparo.commons.directory.languages import plain
from amparo.commons.directory.sheets import cells, values
from amparo.commons.directory.sheets.columns import HERE, MUST, Column, column_of
from amparo.commons.directory.words import hidden_unless_said, kind_of
from amparo.kernel.errors import Sentence

HEADER_WITHIN: Final = 10  # people put a title or a logo above the table


def read(name: str, content: bytes, settings: Settings) -> Reading:
    """The whole file, read; nothing is written."""
    try:
        rows = cells.read(name, content)
    except cells.UnreadableError as wrong:
        return Reading((), (Problem("file", "", str(wrong)),))
    header, columns = _header(rows)
    missing = [
        field for field in MUST if field not in {(c.owner, c.field) for c in columns.values()}
    ]
    if missing:
        words = ", ".join(c for _, c in missing)
        reason = "The first rows hold no header with the columns organisation, service and needs."
        return Reading((), (Problem("header", words, reason),))
    drafts, problems = _rows(rows[header + 1 :], header + 2, columns, settings)
    return Reading(tuple(drafts), tuple(problems), tuple(_unread(rows[header], columns)))


def _header(rows: list[list[str]]) -> tuple[int, dict[int, Column]]:
    found = [
        {at: column for at, cell in enumerate(row) if (column := column_of(cell))}
        for row in rows[:HEADER_WITHIN]
    ]
    best = max(range(len(found)), key=lambda row: len(found[row]), default=0)
    columns: dict[int, Column] = {}
    for at, column in found[best].items() if found else ():
        if column not in columns.values():  # of two columns with one meaning the first counts
            columns[at] = column
    return best, columns


def _unread(header: list[str], columns: dict[int, Column]) -> list[str]:
    left = [cell for at, cell in enumerate(header) if cell and at not in columns]
    names = ", ".join(left)
    return [Sentence("Columns that were not read: %(names)s.", names=names)] if left else []


def _rows(
    rows: list[list[str]], first: int, columns: dict[int, Column], settings: Settings
) -> tuple[list[Draft], list[Problem]]:
    drafts: list[Draft] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], str] = {}
    for number, row in enumerate(rows, first):
        if not any(row):
            continue
        where = Sentence("row %(number)s", number=number)
        draft, faults = _row(where, row, columns, settings)
        if draft and not faults:
            key = (draft.service.source, draft.service.ref)
            earlier = seen.setdefault(key, where)
            if earlier != where:
                faults = [
                    (
                        "reference",
                        Sentence("The same service stands in %(earlier)s.", earlier=earlier),
                    )
                ]
        problems += [Problem(where, field, reason) for field, reason in faults]
        if draft and not faults:
            drafts.append(draft)
    return drafts, problems


def _row(
    where: str, row: list[str], columns: dict[int, Column], settings: Settings
) -> tuple[Draft | None, list[checks.Fault]]:
    faults: list[checks.Fault] = []
    said: dict[str, dict[str, Any]] = {"organisation": {}, "service": {}}
    for at, column in columns.items():
        text = cells.unguarded(row[at]) if at < len(row) else ""
        try:
            if text or column.field == "needs":
                _say(said[column.owner], column, text, settings)
        except ValueError as wrong:
            faults.append((column.header, str(wrong)))
    if faults:
        return None, faults
    draft = _draft(where, said, columns, settings)
    faults += _named("organisation", checks.organisation(draft.organisation), columns)
    faults += _named("service", checks.service(draft.service, settings.needs), columns)
    return draft, faults


def _say(said: dict[str, Any], column: Column, text: str, settings: Settings) -> None:
    field, _, language = column.field.partition(":")
    if language:
        said.setdefault(field, {})[language] = text
    elif field == "source":
        said["source"] = "" if text == HERE else text
    elif field == "needs":
        said["needs"] = values.needs(text, settings.needs)
    elif field == "hours":
        opening = values.opening(text)
        said |= {"hours": opening.slots, "always_open": opening.always}
    else:
        parse: Callable[[str], object] = values.VALUES.get(field, str)
        said[field] = parse(text)


def _draft(
    where: str,
    said: dict[str, dict[str, Any]],
    columns: dict[int, Column],
    settings: Settings,
) -> Draft:
    theirs, its = said["organisation"], said["service"]
    source = its.get("source", settings.source)
    who, what = theirs.get("name", ""), its.get("name", "")
    organisation = {"kind": kind_of(who), "source": source, "ref": _ref(who), "name": who}
    service = {
        "name": what,
        "needs": (),
        "address_hidden": hidden_unless_said(its.get("needs", ())),
        "timezone": settings.timezone,
        "source": source,
        "ref": _ref(who, what, its.get("place", "")),
    }
    if "free" in its:
        its.setdefault("free_at", settings.now)
    return Draft(
        where,
        OrganisationFacts(**{**organisation, **theirs}),
        ServiceFacts(**{**service, **its}),
        _given("service", its, columns),
        _given("organisation", theirs, columns),
    )


def _given(owner: str, said: dict[str, Any], columns: dict[int, Column]) -> frozenset[str]:
    """The fields that the file speaks of: its columns, though some only where a cell says it.

    An empty cell never uncovers an address, nor makes a State body something else, nor forgets
    that someone reports.
    """
    given = {column.field.partition(":")[0] for column in columns.values() if column.owner == owner}
    given |= {"always_open"} if "hours" in given else set()
    given |= {"free_at"} if "free" in given else set()
    unsaid = {"address_hidden", "kind", "firewall", "timezone"} - said.keys()
    return frozenset(given - {"source", "ref"} - unsaid)


def _ref(*names: str) -> str:
    """A reference for rows that bring none: the same names give the same one."""
    return hashlib.sha256("\0".join(map(plain, names)).encode("utf-8", "replace")).hexdigest()[:32]


def _named(
    owner: str, faults: Iterable[checks.Fault], columns: dict[int, Column]
) -> list[checks.Fault]:
    """The faults under the headers of our documentation, which the sender knows."""
    headers = {c.field: c.header for c in columns.values() if c.owner == owner}
    return [(headers.get(field, field), reason) for field, reason in faults]
