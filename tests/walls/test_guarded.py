"""Guarded rows: read and written with their power; by whoever else the table names, read only."""

from uuid import UUID

import pytest
from django.db.utils import ProgrammingError

from amparo.commons.directory.models import Contact, Double, HiddenPlace, Service
from amparo.doors.cli.walls import ROOMS
from amparo.kernel import refs
from amparo.kernel.authority import Actor, Power, anyone, machine, person
from amparo.kernel.rooms import room
from tests import cast
from tests.harness import House
from tests.walls.rows import build

EDITOR = Actor(UUID(int=0xE0), "staff", (), frozenset({Power.EDIT_DIRECTORY}), name="Hana")


@pytest.fixture
def hidden(stage: House) -> UUID:
    """A hidden place of Ola's."""
    with room("commons", machine()):
        given = {"organisation_id": cast.OLA, "address_hidden": True, "address": ""}
        built = build(Service, given)
        for row in built:
            row.save(force_insert=True)
        id: UUID = built[-1].pk
        HiddenPlace(service_id=id, organisation_id=cast.OLA, address="2 Rue").save(
            force_insert=True
        )
    return id


def sees(who: Actor, model: type[HiddenPlace] | type[Contact] | type[Double]) -> bool:
    """Whether any row is there for this actor."""
    with room("commons", who):
        return model._default_manager.exists()


def test_it_is_seen_by_who_keeps_the_directory_and_by_its_own_house(hidden: UUID) -> None:
    assert sees(EDITOR, HiddenPlace)
    assert sees(machine(), HiddenPlace)
    for name in cast.NAMES:
        who = cast.actor(name)
        assert sees(who, HiddenPlace) == (cast.OLA in who.scopes), name
    assert not sees(anyone(), HiddenPlace)
    assert not sees(person(refs.new_ref()), HiddenPlace)


def test_it_is_changed_by_who_keeps_the_directory_only(hidden: UUID) -> None:
    def moves(who: Actor) -> int:
        with room("commons", who):
            return HiddenPlace.objects.filter(service_id=hidden).update(address="3 Rue")

    assert moves(EDITOR) == 1
    for name in cast.NAMES:
        assert moves(cast.actor(name)) == 0, name
    assert moves(anyone()) == 0


def test_it_is_written_by_nobody_else(hidden: UUID) -> None:
    with room("commons", EDITOR):
        HiddenPlace.objects.filter(service_id=hidden).delete()
    row = HiddenPlace(service_id=hidden, organisation_id=cast.OLA, address="4 Rue")
    for who in (cast.actor("carla"), cast.actor("bruno"), anyone()):
        with pytest.raises(ProgrammingError, match="row-level security"), room("commons", who):
            row.save(force_insert=True)
    with room("commons", EDITOR):
        row.save(force_insert=True)


@pytest.mark.parametrize("name", [name for name in ROOMS if name != "commons"])
def test_it_is_closed_to_every_other_room(hidden: UUID, name: str) -> None:
    assert sees(EDITOR, HiddenPlace)
    with pytest.raises(ProgrammingError, match="permission denied"), room(name, EDITOR):
        HiddenPlace.objects.exists()


def test_it_refuses_an_address_on_a_hidden_service_in_the_open_table(hidden: UUID) -> None:
    with pytest.raises(Exception, match="service_hidden_without_address"), room("commons", EDITOR):
        Service.objects.filter(id=hidden).update(address="5 Rue")


def test_it_shows_a_contact_to_staff_and_a_public_one_to_anyone(stage: House) -> None:
    with room("commons", machine()):
        for row in build(Contact, {"organisation_id": cast.OLA}):
            row.save(force_insert=True)
    assert sees(cast.actor("gita"), Contact)
    assert not sees(anyone(), Contact)
    assert not sees(person(refs.new_ref()), Contact)
    with room("commons", machine()):
        Contact.objects.update(public=True)
    assert sees(anyone(), Contact)
    with room("commons", cast.actor("carla")):
        assert Contact.objects.update(public=False) == 0
