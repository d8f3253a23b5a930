"""Every sentence that the public pages say, read from their sources."""

import ast
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

HERE = Path(__file__).parent.parent
_TEXT = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"(?<!n)gettext\({_TEXT}\)")
_COUNTED = re.compile(rf"ngettext\({_TEXT},\s*{_TEXT}")

# What is said of one and of several stands as a pair.
Said = str | tuple[str, str]


def of_templates() -> set[Said]:
    """The sentences in the templates."""
    texts = [templatize(path.read_text()) for path in (HERE / "templates").rglob("*.html")]
    alone = {ast.literal_eval(found) for text in texts for found in _CALL.findall(text)}
    pairs = (pair for text in texts for pair in _COUNTED.findall(text))
    return alone | {(ast.literal_eval(one), ast.literal_eval(many)) for one, many in pairs}


def of_code() -> set[Said]:
    """The sentences in the code."""
    words = {"_": None, "lazy_": None, "ngettext": (1, 2)}
    return {
        said_of(message)
        for path in HERE.rglob("*.py")
        if "tests" not in path.parts
        for _, message, _, _ in extract_from_file("python", path, keywords=words)
    }


def said_of(id: object) -> Said:
    """The id of a message: one text, or a pair."""
    return (str(id[0]), str(id[1])) if isinstance(id, list | tuple) else str(id)


def translated(language: str) -> Catalog:
    """The catalogue of a language."""
    with (HERE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=None)
