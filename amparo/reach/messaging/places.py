"""Places as cells: how coarse, and how a found name becomes one."""

import h3

# About 5 km² a cell: coarse enough to stand in the clear (design.md, section 4).
RESOLUTION = 7


def cell_of(lat: float, lon: float) -> int:
    """The H3 cell of resolution 7 as an integer that fits a bigint."""
    return int(h3.str_to_int(h3.latlng_to_cell(lat, lon, RESOLUTION)))


def centre_of(cell: int) -> tuple[float, float]:
    """Latitude and longitude of a cell's centre, in degrees."""
    lat, lon = h3.cell_to_latlng(h3.int_to_str(cell))
    return float(lat), float(lon)


def area_of(cell: int) -> str:
    """The cell's centre in degrees, no finer than the cell: 0.02° is about 2 km."""
    lat, lon = centre_of(cell)
    return f"{lat:.2f}, {lon:.2f} (within about 2 km)"
