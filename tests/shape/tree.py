"""The source as the shape tests see it: files, functions, classes. Reads, decides nothing."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_TOPS = ("amparo", "tests", "bench")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file; `path` is relative to the repository."""

    path: str
    text: str

    @property
    def lines(self) -> int:
        """Physical lines."""
        return self.text.count("\n")

    @property
    def is_test(self) -> bool:
        """Whether it is a test or serves tests only."""
        return "tests" in Path(self.path).parts or self.path == "conftest.py"

    @property
    def module(self) -> str:
        """The dotted name."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def tree(self) -> ast.Module:
        """The parsed file."""
        return _parse(self)

    def functions(self) -> Iterator[Function]:
        """Functions, methods and inner functions."""
        for node in ast.walk(self.tree()):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def classes(self) -> Iterator[ast.ClassDef]:
        """Classes, inner ones too."""
        return (node for node in ast.walk(self.tree()) if isinstance(node, ast.ClassDef))


@cache
def _parse(source: Source) -> ast.Module:
    return ast.parse(source.text, source.path)


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of ours, without migrations."""
    found = [ROOT / "conftest.py"]
    for top in _TOPS:
        found += sorted((ROOT / top).rglob("*.py"))
    return tuple(
        Source(file.relative_to(ROOT).as_posix(), file.read_text())
        for file in found
        if "migrations" not in file.parts
    )


def product() -> list[Source]:
    """What runs in a house."""
    return [
        source for source in sources() if source.path.startswith("amparo/") and not source.is_test
    ]


def tests() -> list[Source]:
    """What tests it."""
    return [source for source in sources() if source.is_test]


def length(node: Function) -> int:
    """Physical lines, decorators included."""
    first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    return (node.end_lineno or node.lineno) - first + 1


def percentile(values: list[int], share: float) -> int:
    """The nearest-rank percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
