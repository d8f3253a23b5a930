"""The pictures and the needs behind them."""

from amparo.doors.public.needs import TILES, needs_of, tiles_of


def test_it_turns_pictures_into_needs_in_their_order() -> None:
    assert needs_of(("wages", "food")) == ("food", "water", "wages")


def test_it_never_turns_papers_into_a_wish_for_a_consulate() -> None:
    assert needs_of(("papers",)) == ("papers",)


def test_it_shows_each_picture_once() -> None:
    assert [tile.key for tile in tiles_of(("water", "food"))] == ["food"]


def test_it_does_not_show_what_staff_added() -> None:
    assert tiles_of(("gbv", "trafficking")) == []


def test_each_need_has_one_picture() -> None:
    needs = [need for tile in TILES for need in tile.needs]
    assert len(needs) == len(set(needs))
