"""Geometry of the board: whatever lies in the frame lies in the picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.doors import drawing

POINT = st.tuples(st.floats(-80, 80), st.floats(-180, 180))


@given(st.lists(POINT, min_size=3, max_size=20))
def test_it_places_every_point_in_the_picture(points: list[drawing.Point]) -> None:
    within = drawing.frame([points])
    for x, y in map(within.place, points):
        assert -1 <= x <= drawing.WIDTH + 1 and -1 <= y <= drawing.HEIGHT + 1


def test_it_does_not_tear_the_map_at_the_date_line() -> None:
    suva, apia = (-18.1, 178.4), (-13.8, -171.8)
    within = drawing.frame([[suva, apia]])
    assert within.place(suva)[0] < within.place(apia)[0]


@pytest.mark.parametrize(("most", "begins"), [(1, (1,)), (32, (1, 2, 4, 8, 16))])
def test_it_doubles_from_shade_to_shade(most: int, begins: tuple[int, ...]) -> None:
    assert drawing.steps(most) == begins
    assert drawing.shade(most, begins) == len(begins)


def test_it_fills_the_height_with_the_highest_bar() -> None:
    low, high = drawing.bars([1, 2], width=20, height=10)
    assert (low, high) == ("M1.0 5.0h8.0v5.0h-8.0z", "M11.0 0.0h8.0v10.0h-8.0z")
