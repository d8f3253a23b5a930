"""Areas as large as a town: coarser than where a single person is."""

from collections import Counter
from collections.abc import Mapping

import h3

# About 250 km² each (H3 resolution 5); conversations are kept at resolution 7.
RESOLUTION = 5


def parent(cell: int) -> str:
    """The name of the area that a cell lies in."""
    name = str(h3.int_to_str(cell))
    if h3.get_resolution(name) <= RESOLUTION:
        return name
    return str(h3.cell_to_parent(name, RESOLUTION))


def by_area(cells: Mapping[int, int]) -> Counter[str]:
    """The counts of cells put together by area."""
    found: Counter[str] = Counter()
    for cell, count in cells.items():
        found[parent(cell)] += count
    return found


def centre(area: str) -> tuple[float, float]:
    """Latitude and longitude of an area's middle, in degrees."""
    lat, lon = h3.cell_to_latlng(area)
    return round(float(lat), 1), round(float(lon), 1)
