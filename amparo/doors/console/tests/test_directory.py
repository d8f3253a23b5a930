"""Reading the directory, and keeping it true."""

from uuid import UUID

import pytest
from django.test import Client

from amparo.commons.directory import queries
from amparo.doors.console.tests.world import NOBODY, sign_in, text
from amparo.guard.accounts.models import Membership
from amparo.guard.accounts.roles import Role
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests import cast, seed


@pytest.fixture
def town(client: Client) -> Client:
    """A browser, and a directory with two services."""
    seed.crisis()
    seed.services()
    return client


def as_editor(client: Client) -> Client:
    """Elena, who also keeps the directory."""
    with room("guard", machine()):
        Membership(
            id=UUID(int=0xEE),
            staff_id=cast.staff_id("elena"),
            scope_id=cast.TRACERS,
            role=Role.EDITOR,
        ).save(force_insert=True)
    return sign_in(client, "elena")


def test_it_searches_by_words_need_and_language(town: Client) -> None:
    sign_in(town, "carla")
    assert "Casa shelter" in text(town.get("/console/directory/?text=casa"))
    page = text(town.get("/console/directory/?need=doctor&language=ht"))
    assert "Casa doctor" in page and "Casa shelter" not in page
    assert "Nothing fits all of this" in text(town.get("/console/directory/?text=zzz"))


def test_it_shows_a_service_and_its_organisation(town: Client) -> None:
    sign_in(town, "carla")
    assert "Casa shelter" in text(town.get(f"/console/directory/service/{seed.SHELTER}/"))
    assert "Casa shelter" in text(town.get(f"/console/directory/organisation/{cast.OLA}/"))
    assert "Org a1" in text(town.get("/console/directory/organisations/?text=a1"))


def test_it_shows_a_hidden_address_to_its_own_house_and_editors_only(town: Client) -> None:
    path = f"/console/directory/service/{seed.SHELTER}/"
    told = {"name": "Casa", "needs": ["shelter"], "documents": "none", "staff_gender": "women"}
    told |= {"address": "Rue du Port 12", "active": "on", "timezone": "UTC"}
    as_editor(town).post(f"{path}edit/", told)
    assert "Rue du Port" in text(sign_in(town, "bruno").get(path))
    sign_in(town, "elena")
    town.post(f"{path}edit/", {**told, "address_hidden": "on"})
    assert "Rue du Port" in text(town.get(path))
    assert "Rue du Port" in text(sign_in(town, "carla").get(path))  # it is Ola's own house
    for name in ("bruno", "dario", "farid"):
        sign_in(town, name)
        assert "Rue du Port" not in text(town.get(path))
        assert b"Rue du Port" not in town.get("/console/directory/as/json/").content


def test_it_says_not_there(town: Client) -> None:
    sign_in(town, "carla")
    for kind in ("service", "organisation"):
        assert town.get(f"/console/directory/{kind}/{NOBODY}/").status_code == 404


def test_it_lets_only_editors_change_it(town: Client) -> None:
    path = f"/console/directory/service/{seed.SHELTER}/edit/"
    assert sign_in(town, "carla").get(path).status_code == 403
    assert sign_in(town, "carla").post(path, {"name": "x"}).status_code == 403
    assert as_editor(town).get(path).status_code == 200


def test_it_changes_a_service(town: Client) -> None:
    path = f"/console/directory/service/{seed.SHELTER}/edit/"
    said = {"name": "Casa nueva", "needs": ["shelter", "food"], "languages": ["es"]}
    said |= {"documents": "none", "free": "3", "active": "on", "how": "phone"}
    said |= {"staff_gender": "unknown", "timezone": "UTC"}
    answer = as_editor(town).post(path, said)
    assert answer["Location"] == f"/console/directory/service/{seed.SHELTER}/?said=saved"
    card = queries.service(seed.SHELTER)
    assert (card.name, card.free, card.languages) == ("Casa nueva", 3, ("es",))
    assert card.confirmed_on is not None


def test_it_gives_a_wrong_entry_back_as_typed(town: Client) -> None:
    path = f"/console/directory/service/{seed.SHELTER}/edit/"
    said = {"name": "Casa nueva", "needs": ["shelter"], "documents": "none", "free": "-4"}
    said |= {"staff_gender": "unknown", "timezone": "UTC"}
    answer = as_editor(town).post(path, said)
    page = text(answer)
    assert answer.status_code == 422 and "Not saved yet" in page and 'value="-4"' in page
    assert queries.service(seed.SHELTER).name == "Casa shelter"


def test_it_adds_an_organisation_and_a_service(town: Client) -> None:
    said = {"name": "Parish kitchen", "kind": "faith", "firewall": "keeps"}
    answer = as_editor(town).post("/console/directory/organisations/new/", said)
    owner = answer["Location"].split("/")[4]
    path = f"/console/directory/organisation/{owner}/services/new/"
    soup = {"name": "Soup", "needs": ["food"], "documents": "none", "active": "on"}
    soup |= {"staff_gender": "both", "opens-0-0": "8", "closes-0-0": "12:30"}
    added = town.post(path, soup)
    assert "Parish kitchen" in text(town.get(added["Location"]))


def test_it_confirms_that_all_is_still_true(town: Client) -> None:
    assert queries.service(seed.SHELTER).confirmed_on is None
    as_editor(town).post(f"/console/directory/service/{seed.SHELTER}/confirm/")
    assert queries.service(seed.SHELTER).confirmed_on is not None
    assert town.post(f"/console/directory/service/{NOBODY}/confirm/").status_code == 404
