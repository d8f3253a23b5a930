"""Pathways: written, ordered, seeded; no State body ever stands on one."""

import dataclasses
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.aid.cases.rules import FIELDS
from amparo.commons.directory.models import Service
from amparo.commons.pathways import actions, queries, rules
from amparo.commons.pathways.actions import PathwayFacts
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError
from amparo.kernel.rooms import room
from tests import seed
from tests.cast import CONSULATE, FARO, actor
from tests.harness import House

HANA = Actor(UUID(int=0xE0), "staff", (FARO,), frozenset({Power.EDIT_DIRECTORY}), name="Hana")
SHELTER = PathwayFacts(need="shelter", title="A bed tonight")


def a_pathway(*services: UUID) -> UUID:
    seed.services()
    ref = actions.add_pathway(facts=SHELTER, by=HANA)
    for one in services:
        actions.add_step(pathway=ref, service=one, by=HANA)
    return ref


def order(ref: UUID) -> list[UUID]:
    return [one.service.id for one in queries.pathway(HANA, ref).steps]


def test_it_keeps_what_the_editor_says(stage: House) -> None:
    ref = a_pathway(seed.SHELTER)
    facts = dataclasses.replace(SHELTER, title="Beds", minutes={"4": 10}, call_name="The desk")
    actions.change_pathway(pathway=ref, facts=facts, by=HANA)
    card = queries.pathway(actor("bruno"), ref)
    assert (card.title, card.call_name) == ("Beds", "The desk")
    assert card.minutes_for(4, seed.SHELTER) == 10
    assert card.minutes_for(3, seed.SHELTER) == rules.MINUTES[3]


def test_it_moves_a_receiver_up_and_down_and_stops_at_the_edge(stage: House) -> None:
    ref = a_pathway(seed.SHELTER, seed.CLINIC)
    second = queries.pathway(HANA, ref).steps[1]
    for up, then in ((True, 0), (True, 0), (False, 1), (False, 1)):
        actions.move_step(step=second.id, up=up, by=HANA)
        assert order(ref).index(seed.CLINIC) == then
    actions.remove_step(step=second.id, by=HANA)
    assert order(ref) == [seed.SHELTER]


def test_it_refuses_a_state_body_with_the_reason(stage: House) -> None:
    ref = a_pathway()
    actions.add_step(pathway=ref, service=seed.CLINIC, by=HANA)
    with room("commons", machine()):
        Service.objects.filter(id=seed.SHELTER).update(organisation_id=CONSULATE)
    with pytest.raises(DeniedError, match="No State body or consulate"):
        actions.add_step(pathway=ref, service=seed.SHELTER, by=HANA)
    assert order(ref) == [seed.CLINIC]


def test_it_offers_nobody_who_has_become_a_state_body(stage: House) -> None:
    ref = a_pathway(seed.SHELTER, seed.CLINIC)
    with room("commons", machine()):
        Service.objects.filter(id=seed.SHELTER).update(organisation_id=CONSULATE)
    card = queries.pathway(HANA, ref)
    assert [one.service.id for one in card.receivers] == [seed.CLINIC]
    assert "No State body" in card.steps[0].refusal


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"need": ""},
        {"least": ("wish", "phone")},
        {"most": ()},
        {"least": ("people",), "most": ("needs",)},
        {"minutes": {"4": 0}},
        {"minutes": {"9": 10}},
    ],
)
def test_it_refuses_what_makes_no_sense(stage: House, wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidError):
        actions.add_pathway(facts=dataclasses.replace(SHELTER, **wrong), by=HANA)  # type: ignore[arg-type]
    assert queries.pathways(HANA) == ()


def test_it_asks_a_service_once_and_only_one_that_is_there(stage: House) -> None:
    ref = a_pathway(seed.SHELTER)
    with pytest.raises(InvalidError):
        actions.add_step(pathway=ref, service=seed.SHELTER, by=HANA)
    with pytest.raises(NotFoundError):
        actions.add_step(pathway=ref, service=UUID(int=5), by=HANA)


@pytest.mark.parametrize("name", ["bruno", "carla", "farid"])
def test_it_is_written_by_editors_only(stage: House, name: str) -> None:
    ref = a_pathway(seed.SHELTER)
    by = actor(name)
    step = queries.pathway(HANA, ref).steps[0].id
    for act in (
        lambda: actions.add_pathway(facts=SHELTER, by=by),
        lambda: actions.change_pathway(pathway=ref, facts=SHELTER, by=by),
        lambda: actions.add_step(pathway=ref, service=seed.CLINIC, by=by),
        lambda: actions.move_step(step=step, up=True, by=by),
        lambda: actions.remove_step(step=step, by=by),
    ):
        with pytest.raises(DeniedError):
            act()
    assert order(ref) == [seed.SHELTER]


def test_it_ships_examples_once_and_leaves_what_was_changed(stage: House) -> None:
    assert actions.seed_pathways(by=machine()) == 9
    asylum = next(one for one in queries.pathways(HANA) if one.need == "asylum")
    facts = PathwayFacts(need="asylum", title="Our own words")
    actions.change_pathway(pathway=asylum.id, facts=facts, by=HANA)
    assert actions.seed_pathways(by=machine()) == 0
    cards = {one.need: one for one in queries.pathways(HANA)}
    assert cards["asylum"].title == "Our own words"
    named = "consular asylum stateless doctor food trafficking gbv child_alone psychosocial"
    assert set(cards) == set(named.split())
    assert not any(one.steps for one in cards.values())
    assert cards["psychosocial"].same_day
    assert max(cards["psychosocial"].minutes_for(mark, UUID(int=1)) for mark in range(5)) <= 240


def test_it_names_the_fields_that_a_referral_has() -> None:
    assert tuple(one.key for one in FIELDS) == rules.FIELDS


@given(st.lists(st.text(max_size=9)), st.lists(st.sampled_from(rules.FIELDS)))
def test_it_never_lets_more_be_ticked_than_may_go(least: list[str], most: list[str]) -> None:
    try:
        rules.check_fields(least, most)
    except InvalidError:
        return
    assert set(least) <= set(most) <= set(rules.FIELDS)
