"""For a need and a place: the pathway of the smallest place around, else the country's."""

from uuid import UUID

import h3.api.basic_int as h3

from amparo.commons.directory.models import Service
from amparo.commons.pathways import actions, queries
from amparo.commons.pathways.actions import PathwayFacts
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests import seed
from tests.cast import actor
from tests.harness import House

BRUNO = actor("bruno")
DELMAS = h3.latlng_to_cell(18.55, -72.30, 7)
JACMEL = h3.latlng_to_cell(18.23, -72.53, 7)


def way(title: str, cell: int | None = None, *, active: bool = True, need: str = "shelter") -> UUID:
    facts = PathwayFacts(need=need, title=title, cell=cell, active=active)
    return actions.add_pathway(facts=facts, by=machine())


def titles(needs: tuple[str, ...], cell: int | None) -> list[str]:
    return [one.title for one in queries.fitting(BRUNO, needs, cell)]


def test_it_takes_the_smallest_place_that_holds_her(stage: House) -> None:
    way("country")
    way("region", h3.cell_to_parent(DELMAS, 4))
    way("town", h3.cell_to_parent(DELMAS, 5))
    way("switched off", DELMAS, active=False)
    assert titles(("shelter",), DELMAS) == ["town"]
    assert titles(("shelter",), JACMEL) != ["town"]
    assert titles(("shelter",), None) == ["country"]


def test_it_keeps_the_order_of_her_needs_and_leaves_out_what_has_none(stage: House) -> None:
    way("beds")
    way("doctors", need="doctor")
    assert titles(("doctor", "water", "shelter"), DELMAS) == ["doctors", "beds"]
    assert titles((), DELMAS) == []


def test_it_asks_who_is_open_before_who_is_closed(stage: House) -> None:
    seed.services()
    ref = way("beds")
    for one in (seed.SHELTER, seed.CLINIC):
        actions.add_step(pathway=ref, service=one, by=machine())
    with room("commons", machine()):
        never = [{"day": 0, "opens": "03:00", "closes": "03:01"}]
        Service.objects.filter(id=seed.SHELTER).update(hours=never)
        Service.objects.filter(id=seed.CLINIC).update(always_open=True)
    card = queries.pathway(BRUNO, ref)
    assert [one.service.id for one in card.steps] == [seed.SHELTER, seed.CLINIC]
    assert card.receivers[0].service.id == seed.CLINIC
    with room("commons", machine()):
        Service.objects.filter(id=seed.CLINIC).update(active=False)
    assert [one.service.id for one in queries.pathway(BRUNO, ref).receivers] == [seed.SHELTER]
