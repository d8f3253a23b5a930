"""Every sentence that the public pages say, read from their sources."""

import ast
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

HERE = Path(__file__).parent.parent
_CALL = re.compile(r"""gettext\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\)""")


def of_templates() -> set[str]:
    """The sentences in the templates."""
    return {
        ast.literal_eval(found)
        for path in (HERE / "templates").rglob("*.html")
        for found in _CALL.findall(templatize(path.read_text()))
    }


def of_code() -> set[str]:
    """The sentences in the code."""
    return {
        str(message)
        for path in HERE.rglob("*.py")
        if "tests" not in path.parts
        for _, message, _, _ in extract_from_file("python", path, keywords={"_": None})
    }


def translated(language: str) -> Catalog:
    """The catalogue of a language."""
    with (HERE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=None)
