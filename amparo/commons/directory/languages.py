"""Languages as people write them in a table, to codes: `Kreyòl`, `Arabic`, `français`, `ht`."""

import unicodedata
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError

_OTHERS: Final = {
    "kreyol": "ht",
    "creole": "ht",
    "haitian": "ht",
    "haitian kreyol": "ht",
    "creole haitien": "ht",
    "kreyol ayisyen": "ht",
    "filipino": "tl",
    "tagalog": "tl",
    "farsi": "fa",
    "dari": "fa-AF",
    "kurdish": "ku",
    "sorani": "ckb",
    "kurmanji": "ku",
    "castellano": "es",
    "mandarin": "zh",
}
# One code where tables write two, so that who speaks it is found.
_SAME: Final = {"fil": "tl", "iw": "he", "in": "id", "mo": "ro"}
_IN: Final = ("en", "fr", "es", "ar", "pt")


def plain(text: str) -> str:
    """Small letters without accents, single spaces."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(one for one in parts if not unicodedata.combining(one)).split())


@cache
def _codes() -> frozenset[str]:
    return frozenset(str(code).replace("_", "-") for code in Locale.parse("en").languages)


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for reader in _IN:
        for code, name in Locale.parse(reader).languages.items():
            found.setdefault(plain(str(name)), str(code).replace("_", "-"))
    for code in sorted(_codes()):
        try:
            own = Locale.parse(code, sep="-").get_language_name()
        except (UnknownLocaleError, ValueError):
            continue
        if own:
            found.setdefault(plain(own), code)
    return found | _OTHERS


def known(code: str) -> bool:
    """Whether this is a BCP 47 code whose language we know; the region is not looked at."""
    return code in _codes() or (code.count("-") == 1 and code.partition("-")[0] in _codes())


def code_of(words: str) -> str:
    """The code of a language by its code or its name in one of several languages, or nothing."""
    text = words.strip()
    low = text.replace("_", "-")
    start, dash, rest = low.partition("-")
    code = start.lower() + dash + (rest.upper() if len(rest) == 2 else rest)
    if not known(code):
        code = _names().get(plain(text), "")
    return _SAME.get(code, code)
