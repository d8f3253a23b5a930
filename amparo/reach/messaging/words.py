"""What the line itself says, in the person's language. One readable file for each language."""

import tomllib
from functools import cache
from importlib.resources import files

FALLBACK = "en"


@cache
def _texts(language: str) -> dict[str, str]:
    """The texts of one language, or none."""
    path = files("amparo.reach.messaging").joinpath(f"texts/{language}.toml")
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def say(key: str, language: str, reference: str = "") -> tuple[str, str]:
    """The text and the language it is in: the person's, or English when we have none."""
    for one in (language, language.split("-")[0], FALLBACK):
        text = _texts(one).get(key) if one.isalnum() or "-" in one else None
        if text:
            return text.format(reference=reference), one
    raise KeyError(key)


def line_texts(language: str) -> dict[str, str]:
    """Everything that the line can say by itself in one language, unfilled."""
    return dict(_texts(language)) if language in known_languages() else {}


def known_languages() -> tuple[str, ...]:
    """The languages the line can speak by itself."""
    folder = files("amparo.reach.messaging").joinpath("texts")
    return tuple(sorted(one.name.removesuffix(".toml") for one in folder.iterdir()))
