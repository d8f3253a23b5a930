"""What is said on the phone, step by step: drafts that ship, one readable file per language."""

import tomllib
from functools import cache
from importlib.resources import files

STEPS = ("greeting", "safe", "need", "where", "people", "back", "next")
FALLBACK = "en"
SHIPPED = ("en", "ar", "fr", "es", "ht")


@cache
def _drafts(language: str) -> dict[str, str]:
    path = files("amparo.reach.calls").joinpath(f"scripts/{language}.toml")
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def draft(language: str, step: str) -> tuple[str, str]:
    """The shipped words of a step and the language they are in: English when there are none."""
    for one in (language.split("-")[0], FALLBACK):
        if one in SHIPPED and step in _drafts(one):
            return _drafts(one)[step], one
    return "", FALLBACK
