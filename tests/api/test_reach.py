"""Whatever the console calls of an area, the API calls too, or it says here why not."""

import ast
from pathlib import Path

from tests.shape.tree import ROOT

# What a program has no use for, by area and function.
NOT_HERE: dict[str, str] = {
    "accounts.sign_in": "a program has a token, not a session",
    "accounts.sign_in_by_link": "a program has a token, not a session",
    "accounts.sign_out": "a program has a token, not a session",
    "accounts.who": "a program has a token, not a session",
    "directory.read_dates": "reads dates as people type them; a program sends them apart",
    "directory.write_dates": "writes them so",
    "cases.calendar_owner": "the calendar's address is its own key, and needs no token",
    "cases.due_marks": "stand behind that address; a program with a token reads `/day`",
    "accounts.fresh_names": "what every page asks, in one statement; no list here needs it",
    "crises.glance": "what every page asks, in one statement; asked one by one here",
    "duty.glance": "what stands above every page, in one statement; /alarms asks for it",
    "roster.glance": "what every page asks, in one statement; asked one by one here",
    "messaging.counts": "the counts stand in /queue",
    "messaging.named": "/queue?find= finds a reference",
    "tokens.make_token": "a token must not make tokens: it would outlive its own end",
    "tokens.cards": "stands beside `make_token`, on the page of whoever signed in",
}
AREAS = ("commons", "guard", "reach", "aid")
ENTRANCES = {"actions", "queries", "handover", "concerns", "exportable"}


def calls(folder: Path) -> set[str]:
    """`area.function` for each action and query that these modules call by name."""
    found: set[str] = set()
    for path in sorted(folder.glob("*.py")):
        tree = ast.parse(path.read_text())
        modules, direct = _imported(tree)
        found |= {name for one, name in direct.items() if _is_called(tree, one)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                area = modules.get(node.value.id)
                if area and node.attr[0].islower() and not node.attr.isupper():
                    found.add(f"{area}.{node.attr}")
    return found


def _imported(tree: ast.Module) -> tuple[dict[str, str], dict[str, str]]:
    """Modules of areas by the name they have here, and functions that were imported from them."""
    modules: dict[str, str] = {}
    direct: dict[str, str] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        parts = node.module.split(".")
        if len(parts) < 3 or parts[1] not in AREAS:
            continue
        for one in node.names:
            name = one.asname or one.name
            inside = [*parts[3:], one.name]
            if not ENTRANCES & set(inside):
                continue
            if (ROOT.joinpath(*parts, one.name).exists()) or (
                ROOT.joinpath(*parts, f"{one.name}.py").exists()
            ):
                modules[name] = parts[2]
            elif one.name[0].islower():
                direct[name] = f"{parts[2]}.{one.name}"
    return modules, direct


def _is_called(tree: ast.Module, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(tree))


def test_it_reaches_whatever_the_console_reaches() -> None:
    doors = ROOT / "amparo" / "doors"
    missing = calls(doors / "console") - calls(doors / "api") - set(NOT_HERE)
    assert not missing, "\n".join(sorted(missing))


def test_it_needs_every_exemption() -> None:
    doors = ROOT / "amparo" / "doors"
    assert set(NOT_HERE) <= calls(doors / "console") - calls(doors / "api")


def test_it_sees_what_is_missing(tmp_path: Path) -> None:
    """The twin: one call that only the console makes is found, however it was imported."""
    (tmp_path / "page.py").write_text(
        "from amparo.reach.messaging import queries as messaging\n"
        "from amparo.reach.messaging.actions.merging import merge\n"
        "merge(messaging.queue(1))\n"
    )
    assert calls(tmp_path) == {"messaging.queue", "messaging.merge"}
