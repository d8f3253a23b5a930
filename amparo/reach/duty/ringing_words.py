"""What an SMS says that rings a colleague, in a language that they read."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from amparo.reach.duty.states import Kind

FALLBACK = "en"
_KEYS = {Kind.GATEWAY: "gateway", Kind.UNREADABLE: "unreadable", Kind.VOLUME: "volume"}


@cache
def texts() -> dict[str, dict[str, str]]:
    """Every text by language and key."""
    path = files("amparo.reach.duty").joinpath("texts/rings.toml")
    return tomllib.loads(path.read_text("utf-8"))


def ring_text(kind: str, languages: Iterable[str], *, count: int = 1, minutes: int = 0) -> str:
    """The text in the first of these languages that we have, else in English."""
    known = (one for code in languages for one in (code, code.split("-")[0]) if one in texts())
    said = texts()[next(known, FALLBACK)]
    key = _KEYS.get(Kind(kind), "many" if count > 1 else "one")
    return said[key].format(count=count, minutes=minutes)
