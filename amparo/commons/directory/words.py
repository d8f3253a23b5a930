"""Needs and kinds of organisations from words, by the table in `words.toml`."""

import re
import tomllib
from collections.abc import Collection, Iterable
from functools import cache
from importlib.resources import files
from typing import Final

from amparo.commons.directory.languages import plain
from amparo.commons.directory.states import OrganisationKind

OTHER: Final = "other"
# Where these are offered, being found can cost a life: hidden unless a file says otherwise.
_HIDDEN: Final = {"gbv", "trafficking"}


@cache
def _tables() -> dict[str, dict[str, re.Pattern[str]]]:
    text = files("amparo.commons.directory").joinpath("words.toml").read_text("utf-8")
    return {
        table: {
            key: re.compile(r"\b(?:" + "|".join(map(_pattern, words)) + ")")
            for key, words in rows.items()
        }
        for table, rows in tomllib.loads(text).items()
    }


def _pattern(word: str) -> str:
    """The word whole, perhaps with an s; `word*` as a beginning."""
    stem = word.removesuffix("*")
    return re.escape(plain(stem)) + ("" if stem != word else r"s?\b")


def needs_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The needs whose words stand in any of the texts, in the order of the table."""
    joined = " | ".join(plain(text) for text in texts)
    return tuple(key for key, words in _tables()["needs"].items() if words.search(joined))


def need_of(word: str, known: Collection[str]) -> tuple[str, ...]:
    """What one entry of a list of needs means: its key, else the first need that its words name."""
    key = plain(word).replace(" ", "_").replace("-", "_")
    return (key,) if key in known else needs_in([word])[:1]


def hidden_unless_said(needs: Iterable[str]) -> bool:
    """Whether the address of such a service is hidden when nothing is said of it."""
    return not _HIDDEN.isdisjoint(needs)


def kind_of(name: str) -> str:
    """The kind that an organisation's name tells; a civil-society organisation when it tells none.

    It errs towards the State: a ministry taken for a charity could be sent a person.
    """
    text = plain(name)
    kinds = _tables()["kinds"].items()
    found = next((key for key, words in kinds if words.search(text)), OrganisationKind.CSO.value)
    return str(found)
