"""The pictures a person can choose from, and the needs each of them stands for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture with its words. Its first need names it."""

    needs: tuple[str, ...]
    words: str | Promise

    @property
    def key(self) -> str:
        """How the form and the picture file name it."""
        return self.needs[0]

    @property
    def picture(self) -> str:
        """The template that draws it."""
        return f"public/pic/{self.key}.svg"


# "Papers, embassy" is not also `consular`: for some people their consulate is the danger.
TILES = (
    Tile(("shelter",), _("A place to sleep")),
    Tile(("food", "water"), _("Food or water")),
    Tile(("doctor", "medicine"), _("Doctor or medicine")),
    Tile(("unsafe",), _("I am not safe")),
    Tile(("search",), _("I look for someone")),
    Tile(("child_alone",), _("A child is alone")),
    Tile(("transit",), _("A way out of here")),
    Tile(("papers",), _("Papers, embassy")),
    Tile(("wages",), _("Wages I am owed")),
    Tile(("held",), _("Held, or need a lawyer")),
    Tile(("phone",), _("Charge phone, internet")),
    Tile(("other",), _("Something else")),
)
KEYS = frozenset(tile.key for tile in TILES)


def needs_of(keys: Iterable[str]) -> tuple[str, ...]:
    """The needs behind the chosen pictures, in the order of the pictures."""
    chosen = set(keys)
    return tuple(need for tile in TILES if tile.key in chosen for need in tile.needs)


def tiles_of(needs: Iterable[str]) -> list[Tile]:
    """The pictures that stand for these needs.

    A need that staff added (say, violence at home) has no picture and is not shown: someone else
    may hold the phone.
    """
    found = set(needs)
    return [tile for tile in TILES if found.intersection(tile.needs)]
