"""Likely doubles: offered with reasons, merged by a person only, and never by a hidden place."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.commons.directory import actions, doubles, queries
from amparo.commons.directory.facts import OrganisationFacts, ServiceFacts
from amparo.commons.directory.models import Double
from amparo.commons.directory.tests.stories import HERE, editor, needs, service
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError, InvalidError, WrongStateError
from amparo.kernel.rooms import room
from tests.cast import actor
from tests.harness import House

ONE, OTHER = UUID(int=1), UUID(int=2)


def known(name: str, id: UUID = ONE, **told: object) -> doubles.Known:
    """Something that is compared."""
    return replace(doubles.Known(id, name), **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hôpital Saint-Luc", "Hopital St Luc"),
        ("Centro de Acogida Esperanza", "Esperanza - Centre de Acogida"),
        ("Fundación Casa Abierta", "CASA ABIERTA (fundacion)"),
        ("دار الأمان", "دار الامان"),
    ],
)
def test_it_finds_the_same_name_written_otherwise(one: str, other: str) -> None:
    phone = frozenset({"12345678"})
    pair = doubles.judge(known(one, phones=phone), known(other, OTHER, phones=phone))
    assert pair and pair.score >= doubles.ENOUGH, pair


@pytest.mark.parametrize(
    ("one", "other"), [("Casa Marina", "Casa Molina Norte"), ("Red Cross", "Blue Crescent")]
)
def test_it_leaves_others_alone(one: str, other: str) -> None:
    assert doubles.judge(known(one), known(other, OTHER)) is None


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=20), st.text(max_size=40))
def test_it_judges_any_two_the_same_from_both_sides(a: str, b: str, phone: str, web: str) -> None:
    one = known(a, phones=doubles.phones_of(phone), host=doubles.host_of(web))
    other = known(b, OTHER, phones=doubles.phones_of(phone))
    first, second = doubles.judge(one, other), doubles.judge(other, one)
    assert (first is None) == (second is None)
    if first and second:
        assert first[:3] == second[:3]
        assert 0 <= first.score <= 100


def pairs() -> list[tuple[UUID, UUID, int, object]]:
    """What waits."""
    with room("commons", machine()):
        rows = Double.objects.filter(decided="").order_by("id")
        return [(one.one_id, one.other_id, one.score, one.reasons) for one in rows]


def test_it_never_looks_at_where_a_hidden_place_is(stage: House) -> None:
    spot: dict[str, Any] = {
        "lat": HERE[0],
        "lon": HERE[1],
        "address": "2 Rue",
        "address_hidden": True,
    }
    one, two = service("Safe house", **spot), service("Safe house", **spot)
    actions.look_for_doubles(by=machine())
    near = [row for row in pairs() if {row[0], row[1]} == {one, two}]
    opened = queries.service_for_editing(editor(), two)
    far = replace(opened.facts, lat=10.0, lon=10.0, address="Elsewhere")
    actions.save_service(organisation=opened.organisation, facts=far, by=editor(), id=two)
    actions.look_for_doubles(by=machine())
    assert near == [row for row in pairs() if {row[0], row[1]} == {one, two}]
    assert not any(key in ("near", "far") for row in near for key, _ in row[3])  # type: ignore[attr-defined]


def twins() -> tuple[UUID, UUID]:
    """The same organisation twice, each with a service."""
    needs()
    ids = [
        actions.save_organisation(facts=OrganisationFacts(name, phone="37010203"), by=editor())
        for name in ("Fundación Luz", "Fundacion Luz")
    ]
    for nth, id in enumerate(ids):
        soup = ServiceFacts(f"Soup {nth}", ("food",), address_hidden=bool(nth), address="3 Rue")
        actions.save_service(organisation=id, facts=soup, by=editor())
    return ids[0], ids[1]


def test_it_merges_two_and_the_old_one_leads_to_the_other(stage: House) -> None:
    keep, loser = twins()
    assert actions.look_for_doubles(by=editor()) >= 1
    actions.merge(kind="organisation", keep=keep, loser=loser, take=["name"], by=editor())
    assert queries.organisation(loser).merged_into == keep
    assert queries.organisation(keep).name == "Fundacion Luz"
    assert loser not in queries.receiver_names() and keep in queries.receiver_names()
    moved = queries.services(queries.SearchFilter(organisation=keep))
    assert [one.name for one in moved.cards] == ["Soup 0", "Soup 1"]
    where = queries.where(editor(), moved.cards[1].id)
    assert where and where.address == "3 Rue"
    with pytest.raises(InvalidError):
        actions.merge(kind="organisation", keep=loser, loser=keep, by=editor())


def test_it_remembers_that_two_are_not_the_same(stage: House) -> None:
    twins()
    actions.look_for_doubles(by=editor())
    found, total = queries.doubles(editor())
    actions.not_same(double=found[0].id, by=editor())
    assert actions.look_for_doubles(by=editor()) == total - 1


def test_it_is_open_to_who_keeps_the_directory_only(stage: House) -> None:
    keep, loser = twins()
    actions.look_for_doubles(by=editor())
    with pytest.raises(DeniedError):
        queries.doubles(actor("bruno"))
    with pytest.raises(DeniedError):
        actions.merge(kind="organisation", keep=keep, loser=loser, by=actor("farid"))


def test_no_hidden_place_comes_to_a_state_body(stage: House) -> None:
    hidden: dict[str, Any] = {"address": "2 Rue", "address_hidden": True}
    house, same = service("Safe house", **hidden), service("Safe house", kind="shelter")
    office = service("Safe house", kind="municipality")
    for keep, loser in ((office, house), (house, office)):
        with pytest.raises(WrongStateError):
            actions.merge(kind="service", keep=keep, loser=loser, take=[*hidden], by=editor())
    assert queries.where(editor(), office) is None
    actions.merge(kind="service", keep=same, loser=house, take=[*hidden], by=editor())
    where = queries.where(editor(), same)
    assert where and where.address == "2 Rue"
