"""Checkers of habits: each takes a source and returns what is wrong with it, in plain words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.shape.tree import Function, Source

NO_NAMES = {"utils", "util", "helpers", "helper", "misc", "common"}
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "blinker")
# django.test.TestCase wraps each test in a transaction: nothing is seen across logins.
BLIND = {"TestCase", "TransactionTestCase", "SimpleTestCase", "LiveServerTestCase"}
BLIND_FIXTURES = {"db", "transactional_db", "django_db_setup"}
FEWEST_WORDS = 3
OFFERS = {"models", "actions", "queries", "handover"}
# Errors of the kernel and those made of them, and what is wrong in a file.
REFUSALS = re.compile(
    r"(\w+\.)?(AmparoError|DeniedError|InvalidError|NotFoundError|SealedAwayError|WrongStateError|"
    r"NothingLeaves|OffShiftError|OvertakenError|Problem|Sentence|UnreadableError)"
)
_SET = re.compile(
    r"(^|;)\s*SET\s+(?!NULL\b|DEFAULT\b)(SESSION\s+|LOCAL\s+)?[a-z_.\"]+\s*(=|TO\b)", re.I
)


def imports(source: Source) -> Iterator[tuple[str, int]]:
    """Dotted names that are imported, with their line."""
    for node in ast.walk(source.tree()):
        if isinstance(node, ast.Import):
            yield from ((one.name, node.lineno) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{one.name}", node.lineno) for one in node.names)


def no_utils(source: Source) -> list[str]:
    """A drawer for everything is a drawer for nothing."""
    named = NO_NAMES & set(Path(source.path).with_suffix("").parts)
    return [f"{source.path}: `{name}` names nothing" for name in named]


def no_signals(source: Source) -> list[str]:
    """News between areas goes through wiring."""
    return [
        f"{source.path}:{line}: a signal"
        for name, line in imports(source)
        if name.startswith(SIGNALS)
    ]


def no_late_imports(source: Source) -> list[str]:
    """An import inside a function hides who needs whom."""
    return sorted(
        {
            f"{source.path}:{inner.lineno}: an import inside `{node.name}`"
            for node in source.functions()
            for inner in ast.walk(node)
            if isinstance(inner, ast.Import | ast.ImportFrom)
        }
    )


def no_blind_tests(source: Source) -> list[str]:
    """Tests that see one login only prove nothing about walls."""
    found = [
        f"{source.path}:{line}: {name} sees nothing across logins"
        for name, line in imports(source)
        if name.startswith("django.test") and name.rsplit(".", 1)[1] in BLIND
    ]
    for node in source.functions():
        blind = BLIND_FIXTURES & {one.arg for one in node.args.args}
        marked = "django_db" in " ".join(ast.unparse(one) for one in node.decorator_list)
        if source.is_test and (blind or marked):
            found.append(f"{source.path}:{node.lineno}: pytest-django's db sees nothing")
    return found


def _offers(node: ast.stmt) -> bool:
    """An import, or `__all__`."""
    if isinstance(node, ast.Assign):
        return [getattr(one, "id", "") for one in node.targets] == ["__all__"]
    return isinstance(node, ast.ImportFrom)


def only_a_docstring(source: Source) -> list[str]:
    """A package says what it owns, and does nothing when it is imported.

    A folder that was one file before (`models`, `actions`, …) names what it offers.
    """
    if not source.path.endswith("__init__.py"):
        return []
    body = source.tree().body
    if Path(source.path).parent.name in OFFERS:
        body = [node for node in body if not _offers(node)]
    good = len(body) == 1 and ast.get_docstring(source.tree())
    return [] if good else [f"{source.path}: more or less than a docstring"]


def no_sleep_in_tests(source: Source) -> list[str]:
    """A test waits on a condition, with a deadline; asking again every 50 ms is not a sleep."""
    if not source.is_test:
        return []
    asking = {
        id(inner)
        for node in ast.walk(source.tree())
        if _asks_again(node)
        for inner in ast.walk(node)
    }
    return [
        f"{source.path}:{node.lineno}: sleeps"
        for node in ast.walk(source.tree())
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("time.sleep", "sleep")
        and not (id(node) in asking and _is_short(node))
    ]


def _asks_again(node: ast.AST) -> bool:
    return isinstance(node, ast.While) and "deadline" in ast.unparse(node)


def _is_short(call: ast.Call) -> bool:
    first = call.args[0]
    return (
        isinstance(first, ast.Constant) and isinstance(first.value, float) and first.value <= 0.05
    )


def no_set(source: Source) -> list[str]:
    """`SET` outlives its transaction on a kept connection; `set_config(…, true)` does not."""
    if source.path.startswith("amparo/keyholder/"):  # SQLite: SET is the middle of an UPDATE
        return []
    return [
        f"{source.path}:{node.lineno}: SET"
        for node in ast.walk(source.tree())
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _SET.search(node.value)
    ]


def no_way_round_rooms(source: Source) -> list[str]:
    """Every query goes through `with room(…)`: no own connection, no other way of asking."""
    found = []
    for node in ast.walk(source.tree()):
        said = ast.unparse(node) if isinstance(node, ast.Call | ast.Subscript) else ""
        if isinstance(node, ast.Subscript) and said.startswith("connections["):
            wrong = said != "connections[current_room()]"
        elif isinstance(node, ast.Call):
            wrong = _goes_round(node)
        else:
            wrong = False
        if wrong:
            found.append(f"{source.path}:{node.lineno}: {said[:60]}")  # type: ignore[attr-defined]
    bare = [name for name, _ in imports(source) if name == "django.db.connection"]
    return found + [f"{source.path}: {name}" for name in bare]


def _goes_round(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    if name.endswith(("psycopg.connect", "AsyncConnection.connect", "RawSQL")):
        return True
    if isinstance(call.func, ast.Attribute) and call.func.attr in ("using", "raw", "extra"):
        return True
    return any(word.arg == "using" for word in call.keywords)


def no_filled_refusals(source: Source) -> list[str]:
    """Numbers and names are given beside a refusal's text: filled in, no catalogue knows it."""
    in_words = source.path.startswith("amparo/commons/")  # there a fault of a file is a ValueError
    found = []
    for node in ast.walk(source.tree()):
        said = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        speaks = REFUSALS.fullmatch(said) or (in_words and said == "ValueError")
        if isinstance(node, ast.Call) and speaks and node.args and _is_filled(node.args[-1]):
            found.append(f"{source.path}:{node.lineno}: {ast.unparse(node)[:60]}")
    return found


def _is_filled(text: ast.expr) -> bool:
    """An f-string, `%`, `+` or `.format`."""
    if isinstance(text, ast.Call):
        return ast.unparse(text.func).endswith(".format")
    return isinstance(text, ast.JoinedStr | ast.BinOp)


def sentence(source: Source) -> list[str]:
    """A test's name reads as a sentence: a subject, a verb and what about it."""
    return [
        f"{source.path}:{node.lineno}: {node.name}"
        for node in source.functions()
        if node.name.startswith("test_") and node.name.count("_") < FEWEST_WORDS
    ]


def only_keywords(source: Source) -> list[str]:
    """A write is a sentence: every argument of what opens a room is named."""
    if not re.search(r"/actions(/\w+)?\.py$", source.path):
        return []
    return [
        f"{source.path}:{node.lineno}: {node.name} takes arguments without names"
        for node in source.tree().body
        if isinstance(node, Function)
        and not node.name.startswith("_")
        and node.args.args
        and "with room(" in ast.unparse(node)
    ]
