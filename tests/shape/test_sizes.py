"""Budgets: the tails are gated, medians are printed (`pytest -rP tests/shape/test_sizes.py`)."""

import ast
import re
import statistics
import sys
from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from tests.shape import tree
from tests.shape.exemptions import LONG_FILES, LONG_FUNCTIONS, MANY_PARENTS
from tests.shape.tree import ROOT, Source

SETTINGS, ADR_WORDS = 500, 300
PARENTS, PARENTS_IN_DOORS = 2, 3


@dataclass(frozen=True)
class Budget:
    """The 95th percentile and the largest that is allowed."""

    most: int
    largest: int


FILE = Budget(300, 400)
FUNCTION = Budget(40, 60)
TEST_FUNCTION = Budget(40, 60)
TEST_FILE = Budget(400, 400)


def over(sizes: dict[str, int], budget: Budget, exempt: dict[str, tuple[int, str]]) -> list[str]:
    """What is too large, and whether too many are large."""
    found = []
    for name, size in sizes.items():
        allowed, _ = exempt.get(name, (budget.largest, ""))
        if size > allowed:
            found.append(f"{name}: {size} lines, at most {allowed}")
    if sizes and (tail := tree.percentile(list(sizes.values()), 0.95)) > budget.most:
        longest = sorted(sizes.items(), key=lambda one: -one[1])[:8]
        found.append(f"95th percentile {tail} > {budget.most}; the longest are {longest}")
    return found


def files(found: Iterable[Source]) -> dict[str, int]:
    """Lines of each file that is not empty."""
    return {source.path: source.lines for source in found if source.lines}


def functions(found: Iterable[Source], start: str = "") -> dict[str, int]:
    """Lines of each function whose name starts so."""
    return {
        f"{source.path}:{node.name}": tree.length(node)
        for source in found
        for node in source.functions()
        if node.name.startswith(start)
    }


def too_many_parents(found: Iterable[Source]) -> list[str]:
    """Classes with more parents than the budget."""
    return [
        f"{source.path}:{node.name}: {len(node.bases)} parents"
        for source in found
        for node in source.classes()
        if len(node.bases) > (PARENTS_IN_DOORS if "/doors/" in source.path else PARENTS)
        and f"{source.path}:{node.name}" not in MANY_PARENTS
    ]


def untyped(found: Iterable[Source]) -> list[str]:
    """Functions without an annotation on a parameter or on what comes back."""
    wrong = []
    for source in found:
        methods = {id(node) for cls in source.classes() for node in cls.body}
        for node in source.functions():
            named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            named += [one for one in (node.args.vararg, node.args.kwarg) if one]
            if id(node) in methods and not _is_static(node):
                named = named[1:]
            if node.returns is None or any(one.annotation is None for one in named):
                wrong.append(f"{source.path}:{node.lineno} {node.name}")
    return wrong


def _is_static(node: tree.Function) -> bool:
    return any(
        isinstance(one, ast.Name) and one.id == "staticmethod" for one in node.decorator_list
    )


def words(text: str) -> int:
    """Words of a document; a code block counts as well."""
    return len(re.findall(r"\w+(?:['’-]\w+)*", text))


def test_it_keeps_files_small() -> None:
    sizes = files(tree.product())
    sys.stdout.write(f"file: median {statistics.median(sizes.values())}\n")
    assert not over(sizes, FILE, LONG_FILES)


def test_it_keeps_functions_small() -> None:
    sizes = functions(tree.product())
    sys.stdout.write(f"function: median {statistics.median(sizes.values())}\n")
    assert not over(sizes, FUNCTION, LONG_FUNCTIONS)


def test_it_keeps_tests_small() -> None:
    sizes = functions(tree.tests(), "test_")
    sys.stdout.write(f"test function: median {statistics.median(sizes.values())}\n")
    assert not over(sizes, TEST_FUNCTION, LONG_FUNCTIONS)
    assert not over(files(tree.tests()), TEST_FILE, LONG_FILES)


def test_it_keeps_families_small() -> None:
    assert not too_many_parents(tree.sources())


def test_it_types_every_function() -> None:
    assert not untyped(tree.sources())


def test_it_keeps_settings_in_one_readable_file() -> None:
    assert (ROOT / "amparo/settings.py").read_text().count("\n") <= SETTINGS


def test_it_keeps_decisions_short() -> None:
    records = (ROOT / "docs/adr").glob("*.md")
    long = {one.name: n for one in records if (n := words(one.read_text())) > ADR_WORDS}
    assert not long


def test_it_needs_every_exemption() -> None:
    sizes = files(tree.sources()) | functions(tree.sources())
    for name, (allowed, reason) in (LONG_FILES | LONG_FUNCTIONS).items():
        budget = FUNCTION if ":" in name else FILE
        assert sizes[name] > budget.largest, f"{name} is small now: take it off the list"
        assert sizes[name] <= allowed
        assert reason


# --- The checkers themselves can fail. ---


def bad(text: str, path: str = "amparo/aid/cases/bad.py") -> list[Source]:
    return [Source(path, text)]


def test_it_sees_a_long_file_and_a_long_tail() -> None:
    assert over({"a": 401}, FILE, {}) and over({"a": 301}, FILE, {})
    assert not over({"a": 300}, FILE, {})


def test_it_sees_a_long_function() -> None:
    text = "def long() -> None:\n" + "    pass\n" * 60
    assert over(functions(bad(text)), FUNCTION, {}) != []
    assert not over(functions(bad(text)), Budget(61, 61), {})


@pytest.mark.parametrize(("path", "most"), [("amparo/aid/x.py", 2), ("amparo/doors/api/x.py", 3)])
def test_it_sees_a_class_with_too_many_parents(path: str, most: int) -> None:
    assert not too_many_parents(bad(f"class A({', '.join('abcd'[:most])}): ...", path))
    assert too_many_parents(bad(f"class A({', '.join('abcd'[: most + 1])}): ...", path))


@pytest.mark.parametrize(
    "text",
    [
        "def f(): ...",
        "def f(a) -> int: ...",
        "def f(*a) -> int: ...",
        "async def f(*, b) -> int: ...",
    ],
)
def test_it_sees_an_untyped_function(text: str) -> None:
    assert untyped(bad(text))
    assert not untyped(bad("class A:\n    def f(self, a: int, *b: int) -> int: ..."))


def test_it_counts_words() -> None:
    assert words("One two-three don't # four\n") == 4
