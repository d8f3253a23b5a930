"""Cells of a map and bars over time as paths of an SVG. Geometry only: no words, no request."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 1000.0, 640.0, 48.0
STEPS = 5  # shades from a few to the most
TURN = 360.0
# A name on the map needs about this much room, from its middle.
NAME_WIDE, NAME_HIGH = 150.0, 30.0

Point = tuple[float, float]  # latitude, longitude in degrees


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of the earth the picture shows, and how a point gets its place in it."""

    west: float
    north: float
    middle: float  # the longitude that is never cut: the map may lie across the date line
    squeeze: float  # how much shorter a degree of longitude is here
    scale: float

    def place(self, point: Point) -> tuple[float, float]:
        """Where the point lies in the picture, from its upper left corner."""
        lat, lon = point
        across = (_turned(lon, self.middle) - self.west) * self.squeeze * self.scale
        return MARGIN + across, MARGIN + (self.north - lat) * self.scale


def frame(outlines: Sequence[Sequence[Point]]) -> Frame:
    """The frame in which all these outlines can be seen."""
    points = [point for one in outlines for point in one]
    middle = sorted(lon for _, lon in points)[len(points) // 2]
    lons = [_turned(lon, middle) for _, lon in points]
    lats = [lat for lat, _ in points]
    squeeze = max(math.cos(math.radians((min(lats) + max(lats)) / 2)), 0.05)
    wide = (max(lons) - min(lons)) * squeeze or 1e-6
    high = max(lats) - min(lats) or 1e-6
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    # What is left over lies on both sides.
    west = min(lons) - ((WIDTH - 2 * MARGIN) / scale - wide) / 2 / squeeze
    north = max(lats) + ((HEIGHT - 2 * MARGIN) / scale - high) / 2
    return Frame(west, north, middle, squeeze, scale)


def _turned(lon: float, middle: float) -> float:
    """The longitude within half a turn of the middle."""
    return (lon - middle + TURN / 2) % TURN - TURN / 2


def path(outline: Iterable[Point], within: Frame) -> str:
    """The outline as the `d` of a closed path."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(within.place, outline)) + "z"


def steps(most: int) -> tuple[int, ...]:
    """From which count each shade begins: each doubles the one before, the first begins at one."""
    ratio = max(most, 1) ** (1 / STEPS)
    return tuple(dict.fromkeys(max(1, round(ratio**number)) for number in range(STEPS)))


def shade(count: int, begins: Sequence[int]) -> int:
    """The number of the shade of this count, 1 for the lightest."""
    return max(sum(count >= start for start in begins), 1)


def bars(counts: Sequence[int], *, width: float = 960.0, height: float = 60.0) -> tuple[str, ...]:
    """One path for each count; the highest fills the height."""
    most, wide = max(counts, default=0) or 1, width / max(len(counts), 1)
    found = []
    for number, count in enumerate(counts):
        high = height * count / most
        start, across = f"{number * wide + 1:.1f} {height - high:.1f}", f"{wide - 2:.1f}"
        found.append(f"M{start}h{across}v{high:.1f}h-{across}z")
    return tuple(found)


def apart(points: Sequence[tuple[float, float]], most: int) -> list[int]:
    """The numbers of the first points whose names do not lie over each other."""
    kept: list[int] = []
    for number, (x, y) in enumerate(points):
        near = (points[one] for one in kept)
        if not any(abs(x - a) < NAME_WIDE and abs(y - b) < NAME_HIGH for a, b in near):
            kept.append(number)
        if len(kept) == most:
            break
    return kept
