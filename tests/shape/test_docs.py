"""Printed documents are those of the code, and tables of states are whole."""

from pathlib import Path

import pytest
from django.db.models import TextChoices

from tests.shape.print_docs import ROOT, moves_of, pages, state_modules

PAGES = pages()


def stale(path: Path, text: str, root: Path) -> str:
    """What to do about this document, or nothing."""
    file = root / path
    fresh = file.exists() and file.read_text() == text
    return "" if fresh else f"{path} is stale: make docs"


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_it_is_fresh(path: Path) -> None:
    assert not stale(path, PAGES[path], ROOT)


def test_it_leaves_no_page_of_states_behind() -> None:
    there = {one.relative_to(ROOT) for one in (ROOT / "docs/states").glob("*.md")}
    assert there <= set(PAGES)


def test_it_sees_a_stale_and_a_missing_page(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old\n")
    assert stale(Path("a.md"), "new\n", tmp_path) and stale(Path("b.md"), "new\n", tmp_path)
    assert not stale(Path("a.md"), "old\n", tmp_path)


def loose(moves: dict[str, frozenset[str]], known: set[str]) -> set[str]:
    """States that a table of moves forgets, or names and nobody knows."""
    named = {str(one) for one in moves} | {str(to) for goal in moves.values() for to in goal}
    return (named - known) | ({one for one in known if one} - {str(one) for one in moves})


def test_it_names_every_state_in_its_table_of_moves() -> None:
    for module in state_modules().values():
        for found in vars(module).values():
            if isinstance(found, type) and issubclass(found, TextChoices):
                moves = moves_of(found, module)
                assert moves is None or not loose(moves, set(found.values))


def test_it_sees_a_state_that_a_table_forgets() -> None:
    assert loose({"open": frozenset({"closed"})}, {"open", "closed"}) == {"closed"}
    assert loose({"open": frozenset({"gone"}), "closed": frozenset()}, {"open", "closed"})
