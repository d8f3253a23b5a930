"""The map beside the list: a drawing of our own, from the list alone. No tiles, no third party."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Final

from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from amparo.commons.crises.queries import PlaceCard
from amparo.doors import drawing
from amparo.doors.drawing import Point
from amparo.doors.public.times import locale_of

MOST_KM: Final = 60.0  # farther ones stand in the list only
LEAST_KM: Final = 1.2  # half of what the smallest map shows
AROUND_KM: Final = 0.4  # around each when several lie apart
NAMES: Final = 7
WIDE: Final = frozenset({"department", "province", "region", "state", "country", "kind"})
DEGREE_KM: Final = 111.2
HIGH: Final = 78.0  # of an arch
_STEPS: Final = (0.5, 1, 2, 5, 10, 20)


Group = tuple[float, float, list[int]]  # where, and the numbers of the list that stand there


@dataclass(frozen=True, slots=True)
class Pin:
    """One arch: the numbers of the list that stand at this spot."""

    x: str
    y: str
    words: str
    half: float  # half of its width
    arch: str


@dataclass(frozen=True, slots=True)
class Name:
    """A place's name, and where it is written."""

    x: str
    y: str
    words: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything the picture shows; numbers are text, so that no language writes them its way."""

    pins: tuple[Pin, ...]
    names: tuple[Name, ...]
    bar: str
    bar_x: str
    bar_km: str
    outside: int


def drawn(
    spots: Sequence[tuple[int, Point]], centre: Point | None, places: Iterable[PlaceCard]
) -> Drawn | None:
    """The map of these numbered spots around the centre; None when there is nothing to draw."""
    if not spots:
        return None
    middle = centre or spots[0][1]
    inside = [one for one in spots if kilometres(middle, one[1]) <= MOST_KM]
    if not inside:
        return None
    shown = [point for _, point in inside] + ([centre] if centre else [])
    apart = max(kilometres(middle, point) for point in shown) > LEAST_KM
    within = drawing.frame([_around(point, AROUND_KM if apart else LEAST_KM) for point in shown])
    pins = _pins(inside, within)
    names = _names(places, pins, middle, within)
    bar, bar_x, bar_km = _bar(within)
    return Drawn(pins, names, bar, bar_x, bar_km, len(spots) - len(inside))


def kilometres(one: Point, other: Point) -> float:
    """Good enough for a map of a few hours' walk."""
    north = (other[0] - one[0]) * DEGREE_KM
    east = ((other[1] - one[1] + 180) % 360 - 180) * DEGREE_KM * cos(radians(one[0]))
    return float((north**2 + east**2) ** 0.5)


def _around(point: Point, km: float) -> list[Point]:
    """A box around the point, so that a single one does not fill the picture."""
    north = km / DEGREE_KM
    east = north / max(cos(radians(point[0])), 0.05)
    return [(point[0] + n, point[1] + e) for n in (-north, north) for e in (-east, east)]


def _pins(spots: Iterable[tuple[int, Point]], within: drawing.Frame) -> tuple[Pin, ...]:
    """Those at the same spot, or whose arches would lie over each other, share one."""
    groups: list[Group] = []
    for number, point in spots:
        one: Group = (*within.place(point), [number])
        while over := next((other for other in groups if _overlap(one, other)), None):
            groups.remove(over)
            one = _together(one, over)
        groups.append(one)
    return tuple(
        Pin(f"{x:.0f}", f"{y:.0f}", _numbered(numbers), _half(numbers), _arch(_half(numbers)))
        for x, y, numbers in groups
    )


def _overlap(one: Group, other: Group) -> bool:
    wide = _half(one[2]) + _half(other[2])
    return abs(one[0] - other[0]) < wide and abs(one[1] - other[1]) < HIGH


def _together(one: Group, other: Group) -> Group:
    """One arch for both, in their middle."""
    a, b = len(one[2]), len(other[2])
    x = (one[0] * a + other[0] * b) / (a + b)
    y = (one[1] * a + other[1] * b) / (a + b)
    return x, y, one[2] + other[2]


def _numbered(numbers: list[int]) -> str:
    runs: list[list[int]] = []
    for one in sorted(numbers):
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(
        ", ".join(map(str, run)) if len(run) < 3 else f"{run[0]}–{run[-1]}" for run in runs
    )


def _half(numbers: list[int]) -> float:
    return max(30.0, 10.0 + 10.5 * len(_numbered(numbers)))


def _arch(half: float) -> str:
    """Its outline, the foot at the spot; a wider one has a flat top between two quarter rounds."""
    return f"M-{half:.0f} -8v-36a30 30 0 0 1 30 -30h{2 * half - 60:.0f}a30 30 0 0 1 30 30v36L0 10z"


def _names(
    places: Iterable[PlaceCard], pins: Sequence[Pin], middle: Point, within: drawing.Frame
) -> tuple[Name, ...]:
    """The nearest names that have room and lie under no arch."""
    towns = (one for one in places if one.kind not in WIDE)
    near = sorted(towns, key=lambda one: kilometres(middle, (one.lat, one.lon)))
    spots = []
    for one in near[:60]:
        x, y = within.place((one.lat, one.lon))
        half = 10 + 8.5 * len(one.name)
        seen = half < x < drawing.WIDTH - half and 30 < y < drawing.HEIGHT - 90
        if seen and not any(_covered(pin, x, y + 34, half) for pin in pins):
            # A name stands below its point, an arch above it.
            spots.append((x, y + 34, one.name))
    kept = drawing.apart([(x, y) for x, y, _ in spots], NAMES)
    return tuple(Name(f"{spots[n][0]:.0f}", f"{spots[n][1]:.0f}", spots[n][2]) for n in kept)


def _covered(pin: Pin, x: float, y: float, half: float) -> bool:
    beside = abs(float(pin.x) - x) < pin.half + half
    return beside and -85 < y - float(pin.y) - 15 < 25


def _bar(within: drawing.Frame) -> tuple[str, str, str]:
    """A line as long as a round number of kilometres."""
    unit = within.scale / DEGREE_KM
    fits = [km for km in _STEPS if km * unit <= drawing.WIDTH / 3]
    km = fits[-1] if fits else _STEPS[0]
    long = km * unit
    return (
        f"M40 590v16h{long:.0f}v-16",
        f"{40 + long / 2:.0f}",
        _("%(km)s km") % {"km": format_decimal(km, locale=locale_of())},
    )
