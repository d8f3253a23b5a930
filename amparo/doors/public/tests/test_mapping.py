"""The map beside the list: our own drawing, nobody's tiles."""

from uuid import UUID

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from amparo.commons.crises.queries import PlaceCard
from amparo.doors import drawing
from amparo.doors.public.mapping import drawn

TOWN = PlaceCard(UUID(int=1), "a", "Delmas", (), "town", 18.55, -72.30, 0)
POINTS = st.tuples(st.floats(-89, 89), st.floats(-180, 180))


def test_those_at_one_spot_share_an_arch() -> None:
    with translation.override("en"):
        map = drawn([(n, (18.55, -72.30)) for n in (1, 2, 3, 5)], (18.56, -72.31), [TOWN])
    assert map is not None
    assert [pin.words for pin in map.pins] == ["1–3, 5"] and map.bar_km.endswith(" km")


def test_what_is_too_far_stands_in_the_list_only() -> None:
    far = [(1, (18.55, -72.30)), (2, (25.0, -80.0))]
    with translation.override("en"):
        map = drawn(far, (18.55, -72.30), [])
        assert map and [pin.words for pin in map.pins] == ["1"] and map.outside == 1
        assert drawn(far[1:], (18.55, -72.30), []) is None and drawn([], None, [TOWN]) is None


@given(st.lists(POINTS, min_size=1, max_size=10), POINTS)
def test_every_arch_lies_in_the_picture(points: list[tuple[float, float]], centre: object) -> None:
    del centre
    with translation.override("en"):
        map = drawn(list(enumerate(points, 1)), points[0], [TOWN])
    assert map is not None
    for pin in map.pins:
        assert 0 <= float(pin.x) <= drawing.WIDTH and 0 <= float(pin.y) <= drawing.HEIGHT
