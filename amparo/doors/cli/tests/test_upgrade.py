"""A house of the first version becomes one of this version, with what it holds."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import h3.api.basic_int as h3
import psycopg
import pytest
from django.apps.registry import Apps
from django.db import IntegrityError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from amparo.commons.crises import actions as crises
from amparo.commons.crises import queries as crisis_queries
from amparo.commons.guides import queries as guides
from amparo.commons.pathways import queries as pathways
from amparo.doors.cli.migrate import migrate
from amparo.kernel.authority import machine
from tests.harness import House

FIRST = [(area, "0001_initial") for area in ("directory", "crises", "cases", "messaging")]
NOW = datetime(2026, 5, 31, tzinfo=UTC)
ADDRESS, CELL = "12 Rue des Palmes", 600021272147001343


@pytest.fixture
def owner(house: House) -> Iterator[BaseDatabaseWrapper]:
    """The owner's connection, to an empty database beside that of the house."""
    connection, name = connections["owner"], sql.Identifier(f"amparo_upgrade_{os.getpid()}")
    home = connection.settings_dict["NAME"]
    server = psycopg.connect(house.owner, autocommit=True)
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    connection.close()
    connection.settings_dict["NAME"] = name.as_string(server).strip('"')
    yield connection
    connection.close()
    connection.settings_dict["NAME"] = home
    server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
    server.close()


def first_version(owner: BaseDatabaseWrapper) -> Apps:
    """The tables of the first version, and its models."""
    executor = MigrationExecutor(owner)
    executor.migrate(FIRST)
    return executor.loader.project_state(FIRST).apps


def this_version(owner: BaseDatabaseWrapper) -> Apps:
    """The tables of this version, and its models."""
    executor = MigrationExecutor(owner)
    executor.migrate(last := executor.loader.graph.leaf_nodes())
    return executor.loader.project_state(last).apps


def service(old: Apps, name: str, **more: Any) -> UUID:
    """A service as the first version kept it, of an organisation of its own."""
    organisation, id = uuid4(), uuid4()
    common = {"source": "hand", "updated_at": NOW}
    there = old.get_model("directory", "Organisation").objects.using("owner")
    there.create(id=organisation, ref=str(organisation), name="Kay Fanm", **common)
    services = old.get_model("directory", "Service").objects.using("owner")
    facts = {"address": ADDRESS, "lat": 33.8, "lon": -43.5, "cell": CELL, **more}
    services.create(id=id, organisation_id=organisation, ref=str(id), name=name, **facts, **common)
    return id


def test_hidden_places_leave_the_open_table_and_none_can_come_back(
    owner: BaseDatabaseWrapper,
) -> None:
    old = first_version(owner)
    house = service(old, "Safe house", address_hidden=True)
    nowhere = service(old, "Guardians", address_hidden=True, cell=None)
    shop = service(old, "Kitchen")
    new = this_version(owner)
    rows = new.get_model("directory", "Service").objects.using("owner")
    places = new.get_model("directory", "HiddenPlace").objects.using("owner")
    kept = {one.service_id: (one.address, one.lat, one.lon) for one in places.all()}
    assert kept == dict.fromkeys((house, nowhere), (ADDRESS, 33.8, -43.5))
    hidden, lost, open_ = (rows.get(id=id) for id in (house, nowhere, shop))
    assert (hidden.address, lost.address, lost.lat, lost.lon) == ("", "", None, None)
    assert (hidden.lat, hidden.lon) == h3.cell_to_latlng(CELL)
    assert (open_.address, open_.lat, open_.lon) == (ADDRESS, 33.8, -43.5)
    assert {hidden.organisation_id, lost.organisation_id} == {
        one.organisation_id for one in places.all()
    }
    with pytest.raises(IntegrityError):
        rows.filter(id=house).update(address=ADDRESS)


def test_services_are_found_by_their_words_as_before(owner: BaseDatabaseWrapper) -> None:
    id = service(first_version(owner), "Clínica São João")
    row = this_version(owner).get_model("directory", "Service").objects.using("owner").get(id=id)
    assert "clinica sao joao" in row.folded and "kay fanm" in row.folded


def test_the_list_of_needs_has_todays_words(owner: BaseDatabaseWrapper) -> None:
    old = first_version(owner).get_model("crises", "Need").objects.using("owner")
    old.create(key="psychosocial", order=10, asked=True, labels={"en": "Talk"})
    old.create(key="our_own", order=20, asked=True, labels={"en": "Our own"})
    needs = this_version(owner).get_model("crises", "Need").objects.using("owner")
    talk, own = needs.get(key="psychosocial"), needs.get(key="our_own")
    assert talk.same_day and talk.labels["en"] == "Someone to talk to"
    assert (own.same_day, own.labels) == (False, {"en": "Our own"})


def test_a_house_at_work_gets_what_came_to_the_lists_and_an_empty_one_does_not(
    stage: House,
) -> None:
    migrate(verbosity=0)
    assert not crisis_queries.needs("en") and not pathways.pathways(machine())
    facts = crises.CrisisFacts(name="Flood", country="HT", started_on=date(2026, 5, 1))
    crises.add_crisis(facts=facts, by=machine())
    migrate(verbosity=0)
    lists = (crisis_queries.needs("en"), crisis_queries.kinds("en"), pathways.pathways(machine()))
    assert all(lists) and guides.guides(machine())
    migrate(verbosity=0)
    assert len(pathways.pathways(machine())) == len(lists[2])
