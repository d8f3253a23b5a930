"""Which pages there are and what each says. The public pages tell it, through `amparo/urls.py`.

Doors do not know each other: who reads sentences over in the console gets the pages from here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

# The pages of a language, and the English of all that each says, in its order.
Heard = Callable[[str], dict[str, list[str]]]


@dataclass(slots=True)
class _Told:
    heard: Heard | None = None
    kept: dict[str, dict[str, list[str]]] = field(default_factory=dict)


_told: Final = _Told()


def pages_are(heard: Heard) -> None:
    """The pages are asked through this."""
    _told.heard = heard
    _told.kept.clear()


def pages(language: str) -> dict[str, list[str]]:
    """Each page with the English of what it says, in its order; asked once."""
    if language not in _told.kept and _told.heard is not None:
        _told.kept[language] = _told.heard(language)
    return _told.kept.get(language, {})
