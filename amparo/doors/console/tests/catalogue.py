"""Every sentence that the console says, read from its sources and from the areas' refusals."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

HERE = Path(__file__).parent.parent
PRODUCT = HERE.parent.parent
_TEXT = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"(?<![a-z])n?gettext\({_TEXT}")
_WORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
_REFUSING = re.compile(
    r"(InvalidError|DeniedError|NotFoundError|WrongStateError|NothingLeaves|OvertakenError|"
    r"UnreadableError|Problem|Sentence|super\(\)\.__init__)"
)
# Said to programs, to whoever sits at the command line, or by a page with words of its own.
_ELSEWHERE = (
    "doors/api",
    "doors/cli",
    "doors/intake",
    "doors/worker",
    "reach/messaging/channels",
    "keyholder",
    "guard/vault",
)


def of_templates() -> set[str]:
    """The sentences in the templates; of a plural its singular."""
    return {
        ast.literal_eval(found)
        for path in (HERE / "templates").rglob("*.html")
        for found in _CALL.findall(templatize(path.read_text()))
    }


def of_code() -> set[str]:
    """The sentences in the code; of a plural its singular."""
    found: set[str] = set()
    for path in HERE.rglob("*.py"):
        if "tests" not in path.parts:
            for _, told, _, _ in extract_from_file("python", path, keywords=_WORDS):
                found.add(str(told[0] if isinstance(told, tuple) else told))
    return found


def of_refusals() -> set[str]:
    """What areas say when they refuse something, and what is wrong in a file."""
    return {
        text.value
        for path in PRODUCT.rglob("*.py")
        if not _apart(path.relative_to(PRODUCT))
        for node in ast.walk(ast.parse(path.read_text()))
        for said in _said(node)
        for text in ast.walk(said)
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and " " in text.value
    }


def _apart(path: Path) -> bool:
    return "tests" in path.parts or "migrations" in path.parts or str(path).startswith(_ELSEWHERE)


def _said(node: ast.AST) -> Iterator[ast.AST]:
    if not (isinstance(node, ast.Call) and node.args):
        return
    if _REFUSING.fullmatch(ast.unparse(node.func).rpartition("rules.")[2]):
        last = node.args[-1]
        if isinstance(last, ast.Constant | ast.IfExp):
            yield last


def translated(language: str) -> Catalog:
    """The catalogue of a language."""
    with (HERE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)
