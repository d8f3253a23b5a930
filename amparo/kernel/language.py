"""Languages: their own names, their direction."""

import re
from functools import cache

from babel import Locale, UnknownLocaleError

RTL = frozenset({"ar", "fa", "ur", "he", "ps", "ckb", "sd", "ug", "yi"})

# babel has no locale data for these, only English names, or the country's.
_OWN_NAMES = {"ht": "Kreyòl ayisyen", "id": "Bahasa Indonesia", "tl": "Tagalog", "und": "—"}
_ENGLISH = {"ht": "Kreyòl", "tl": "Tagalog", "und": "language not certain"}


_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def is_code(text: str) -> bool:
    """Whether this looks like the code of a language (BCP 47), short enough to be kept."""
    return len(text) <= 12 and text != "und" and bool(_CODE.fullmatch(text))


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language.split("-")[0] in RTL else "ltr"


def own_name(language: str) -> str:
    """The language's name for itself, or its code."""
    if language in _OWN_NAMES:
        return _OWN_NAMES[language]
    try:
        return (Locale.parse(language, sep="-").get_display_name() or language).capitalize()
    except (UnknownLocaleError, ValueError):
        return language


def name_in(language: str, reader: str = "en") -> str:
    """The language's name in the reader's language, or its code."""
    if reader == "en" and language in _ENGLISH:
        return _ENGLISH[language]
    try:
        locale = Locale.parse(reader, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    return str(locale.languages.get(language, language))


@cache
def code_named(name: str) -> str:
    """The code of a language by its English name as `name_in` says it, or nothing."""
    codes = [*_ENGLISH, *Locale.parse("en").languages]
    return next((code for code in codes if name_in(code) == name), "")
