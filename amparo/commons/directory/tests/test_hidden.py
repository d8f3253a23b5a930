"""A hidden address is seen by who keeps the directory, and by nobody else, in no form."""

import json
from typing import Any

import pytest

from amparo.commons.directory import queries, sharing
from amparo.commons.directory.sheets.cells import read
from amparo.commons.directory.tests.stories import HERE, editor, ranked, reasons, service
from amparo.kernel.errors import DeniedError
from tests.cast import actor
from tests.harness import House

ADDRESS = "12 Rue des Palmes"
SPOT = {"lat": 18.51234, "lon": -72.28765}


def shelter() -> dict[str, Any]:
    """What is told of a shelter that must not be found."""
    return {"address": ADDRESS, "address_hidden": True, "needs": ("gbv",), **SPOT}


def test_it_shows_the_address_to_who_keeps_the_directory_and_refuses_others(stage: House) -> None:
    id = service("Safe house", **shelter())
    facts = queries.service_for_editing(editor(), id).facts
    assert (facts.address, facts.lat, facts.lon) == (ADDRESS, SPOT["lat"], SPOT["lon"])
    with pytest.raises(DeniedError):
        queries.service_for_editing(actor("bruno"), id)


def test_it_shows_the_town_but_not_the_address_on_a_card(stage: House) -> None:
    shown, hidden = service("Open house", address=ADDRESS), service("Safe house", **shelter())
    assert queries.service(shown).address == ADDRESS
    card = queries.service(hidden)
    assert (card.address, card.lat, card.lon, card.place) == ("", None, None, "Port-au-Prince")
    assert card.address_hidden


def test_it_tells_only_about_how_far_a_hidden_place_is(stage: House) -> None:
    service("Safe house", **shelter())
    found = ranked("gbv")[0]
    assert found.distance_km == 10
    assert "About 10 km; the exact place is not shown" in reasons(found)


def test_it_gives_the_same_distance_for_any_place_in_the_same_cell(stage: House) -> None:
    service("Safe house", **shelter())
    before = ranked("gbv")[0].distance_km
    service("Another", **{**shelter(), "lat": 18.515, "lon": -72.29})
    assert {one.distance_km for one in ranked("gbv")} == {before}


@pytest.mark.parametrize("kind", ["hsds", "sheet"])
def test_it_never_leaves_in_an_export(stage: House, kind: str) -> None:
    service("Open house", address="1 Shown Street", lat=HERE[0])
    service("Safe house", **shelter())
    if kind == "hsds":
        text = json.dumps(json.loads(sharing.as_hsds()))
    else:
        text = str(read("a.xlsx", sharing.as_sheet()))
    assert "Safe house" in text
    assert "1 Shown Street" in text
    assert str(HERE[0]) in text
    assert ADDRESS not in text
    assert str(SPOT["lat"]) not in text
    assert str(SPOT["lon"]) not in text


def test_it_is_not_found_by_searching_for_the_address(stage: House) -> None:
    service("Safe house", **shelter())
    assert queries.services(queries.SearchFilter(text="Safe")).total == 1
    assert queries.services(queries.SearchFilter(text="Palmes")).total == 0
