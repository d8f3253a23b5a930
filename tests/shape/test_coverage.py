"""Each requirement that is marked as served says what a user does, and names tests that exist."""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.shape.tree import ROOT

FILE, KNOWN = "docs/coverage.tsv", "docs/requirements.tsv"
HEADER = ["id", "user_does", "test"]


def faults(text: str, root: Path) -> Iterator[str]:
    """What is wrong with a table of what is served, row by row."""
    header, *rows = [line.split("\t") for line in text.splitlines()]
    if header != HEADER:
        yield f"the first line is not {HEADER}"
    for name, count in Counter(row[0] for row in rows).items():
        if count > 1:
            yield f"{name} stands there {count} times"
    for row in rows:
        if len(row) != len(HEADER) or not all(cell.strip() for cell in row):
            yield f"{row[0]}: an id, what a user does and a test are needed, nothing else"
            continue
        yield from (f"{row[0]}: no test {one}" for one in row[2].split() if not exists(one, root))


def exists(node: str, root: Path) -> bool:
    """Whether this is a test that pytest would collect: `path/test_file.py::test_name`."""
    path, _, name = node.partition("::")
    return name.startswith("test_") and name in _tests(root / path)


@cache
def _tests(file: Path) -> frozenset[str]:
    if not (file.is_file() and file.name.startswith("test_")):
        return frozenset()
    body = ast.parse(file.read_text()).body
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef))


def ids(text: str) -> list[str]:
    """The first cell of each row below the header."""
    return [line.split("\t")[0] for line in text.splitlines()[1:]]


def unknown(served: str, known: str) -> set[str]:
    """Ids that are marked as served and that no requirement has; a user's pain has a number."""
    pains = {f"PAIN-{number:02}" for number in range(1, 41)}
    return set(ids(served)) - set(ids(known)) - pains


def test_it_says_what_is_served_and_by_which_test() -> None:
    assert not list(faults((ROOT / FILE).read_text(), ROOT))


def test_it_serves_only_what_is_required() -> None:
    served, known = (ROOT / FILE).read_text(), (ROOT / KNOWN).read_text()
    assert not unknown(served, known)
    assert unknown(f"{served}ZZ-99\tx\tx\n", known) == {"ZZ-99"}
    assert not unknown("id\nPAIN-22\tx\tx", known)


def test_it_lists_each_requirement_once_with_its_module() -> None:
    rows = [line.split("\t") for line in (ROOT / KNOWN).read_text().splitlines()]
    assert all(len(row) == 3 and all(row) for row in rows)
    assert not [name for name, count in Counter(row[0] for row in rows).items() if count > 1]


GOOD = f"A-01\tasks\t{Path(__file__).relative_to(ROOT)}::test_it_lets_a_good_row_pass"
TOP = "\t".join(HEADER)


def test_it_lets_a_good_row_pass() -> None:
    assert not list(faults(f"{TOP}\n{GOOD}\n", ROOT))


@pytest.mark.parametrize(
    "text",
    [
        f"{GOOD}\n{GOOD.replace('A-01', 'A-02')}",
        f"{TOP}\n{GOOD}\n{GOOD}",
        f"{TOP}\n{GOOD}x",
        f"{TOP}\n{GOOD} tests/shape/test_gone.py::test_it_is_gone",
        f"{TOP}\n{GOOD.replace('::test_it', '::faults')}",
        f"{TOP}\nA-01\tasks\t",
        f"{TOP}\nA-01\t \t{GOOD.split(chr(9))[2]}",
        f"{TOP}\n{GOOD}\tmore",
    ],
)
def test_it_sees_a_row_that_promises_too_much(text: str) -> None:
    assert list(faults(text, ROOT))
