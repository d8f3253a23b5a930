"""The directory for programs: found, entered, changed without losing, asked again, taken back."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amparo.commons.directory import actions
from amparo.commons.directory.models import Double
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests import cast, seed
from tests.api.conftest import Ask, Program, told
from tests.api.keepers import hana
from tests.harness import House
from tests.walls.rows import build

SERVICE = f"/directory/services/{seed.SHELTER}"


def facts(program: Program) -> Any:
    return told(program.get(f"{SERVICE}/facts"))


def test_everyone_here_finds_services_page_by_page(ask: Ask, web: House) -> None:
    hana()
    first = told(ask("carla").get("/directory/services?limit=1"))
    second = told(ask("carla").get(f"/directory/services?limit=1&cursor={first['next']}"))
    assert [one["name"] for page in (first, second) for one in page["items"]] == [
        "Casa doctor",
        "Casa shelter",
    ]
    assert (first["total"], second["next"]) == (2, None)
    (found,) = told(ask("bruno").get("/directory/services?need=shelter"))["items"]
    assert found["id"] == str(seed.SHELTER)
    assert ask("bruno").get("/directory/services?sort=x").status_code == 422


def test_an_entry_is_made_and_changed_field_by_field(ask: Ask, web: House) -> None:
    keeper = hana()
    house = told(keeper.post("/directory/organisations", {"name": "Casa Sol"}))["id"]
    new = {
        "name": "Kitchen",
        "needs": ["food"],
        "hours": [{"day": 0, "opens": "08:00", "closes": "12:00"}],
        "exceptions": [{"on": "2026-12-25", "words": "Feast"}],
    }
    made = told(keeper.post(f"/directory/organisations/{house}/services", new))["id"]
    path = f"/directory/services/{made}"
    assert keeper.put(path, {"phone": "+509 1", "how": "phone"}).status_code == 204
    card = told(ask("bruno").get(path))["service"]
    assert (card["phone"], card["hours_text"]) == ("+509 1", "Mon 08:00-12:00")
    assert card["timezone"] == "America/Port-au-Prince" and card["confirmed_how"] == "phone"
    assert [one["on"] for one in card["exceptions"]] == ["2026-12-25"]
    assert ask("bruno").put(path, {"phone": "1"}).status_code == 403


def test_nobody_overwrites_what_they_have_not_seen(ask: Ask, web: House) -> None:
    keeper = hana()
    seen = facts(keeper)["seen"]
    assert keeper.put(SERVICE, {"phone": "1", "seen": seen}).status_code == 204
    assert keeper.put(SERVICE, {"phone": "2", "seen": seen}).status_code == 409
    assert facts(keeper)["facts"]["phone"] == "1"


def test_it_says_which_field_is_wrong(ask: Ask, web: House) -> None:
    keeper = hana()
    contacts = {"contacts": [{"role": "Desk", "phone": "1"}, {"role": "Night"}]}
    for path, body, field in (
        (SERVICE, {"timezone": "Mars"}, "timezone"),
        (SERVICE, {"needs": ["x"]}, "needs"),
        (f"/directory/organisations/{cast.OLA}/contacts", contacts, "contacts/1/phone"),
    ):
        answer = keeper.put(path, body)
        assert answer.status_code == 422
        assert told(answer)["errors"][0]["pointer"] == f"#/{field}"


def test_a_hidden_address_is_for_its_keepers(ask: Ask, web: House) -> None:
    keeper = hana()
    hide = {"address": "Rue 3", "address_hidden": True}
    assert keeper.put(SERVICE, hide).status_code == 204
    assert told(keeper.get(SERVICE))["where"]["address"] == "Rue 3"
    assert told(ask("carla").get(SERVICE))["where"]["address"] == "Rue 3"
    assert "Rue 3" not in ask("bruno").get(SERVICE).content.decode()
    for kind in ("json", "xlsx"):
        answer = keeper.get(f"/directory/as/{kind}")
        assert answer.status_code == 200 and b"Rue 3" not in answer.content
    assert keeper.get("/directory/as/pdf").status_code == 404


def test_it_is_asked_again_and_taken_back(ask: Ask, web: House) -> None:
    keeper = hana()
    assert told(keeper.get("/directory/stale"))["total"] == 2
    assert keeper.post(f"{SERVICE}/confirm", {"how": "visit"}).status_code == 204
    assert keeper.post(f"{SERVICE}/confirm", {"how": "dream"}).status_code == 422
    assert told(keeper.get("/directory/stale"))["total"] == 1
    assert keeper.put(f"{SERVICE}/active", {"active": False}).status_code == 204
    line = told(keeper.get(f"{SERVICE}/history"))[0]
    assert (line["by"], line["fields"][0]["name"]) == ("Hana", "active")
    back = keeper.post("/directory/revert", {"change": line["id"]})
    assert told(back)["id"] == str(seed.SHELTER) and facts(keeper)["facts"]["active"]
    assert ask("bruno").post(f"{SERVICE}/confirm", {"how": "visit"}).status_code == 403


def test_doubles_are_merged_by_a_person(ask: Ask, web: House) -> None:
    keeper = hana()
    for _ in range(2):
        facts = actions.OrganisationFacts(name="Casa de la Luna", phone="+509 37 00 00 01")
        actions.save_organisation(facts=facts, by=machine())
    alike = told(keeper.get("/directory/alike?name=Casa de la Luna"))
    assert len(alike) == 2
    assert told(keeper.post("/directory/doubles/look"))["waiting"] == 1
    (pair,) = told(keeper.get("/directory/doubles"))["items"]
    path = f"/directory/doubles/{pair['id']}"
    assert ask("bruno").post(f"{path}/merge", {"keep": "one"}).status_code == 403
    kept = told(keeper.post(f"{path}/merge", {"keep": "one", "take": ["phone"]}))["id"]
    gone = told(keeper.get(f"/directory/organisations/{pair['other']['id']}"))["organisation"]
    assert (kept, gone["merged_into"]) == (pair["one"]["id"], kept)


def test_whoever_has_staff_here_is_not_merged_away(ask: Ask, web: House) -> None:
    keeper = hana()
    twin = actions.save_organisation(facts=actions.OrganisationFacts(name="Twin"), by=machine())
    (row,) = build(Double, {"kind": "organisation", "one_id": cast.OLA, "other_id": twin})
    with room("commons", machine()):
        row.save(force_insert=True)
    path = f"/directory/doubles/{row.pk}"
    assert told(keeper.get(path))["other"]["name"] == "Twin"
    assert keeper.post(f"{path}/merge", {"keep": "other"}).status_code == 409
    assert keeper.post(f"{path}/not-same").status_code == 204


def test_a_file_is_looked_through_then_taken_in(ask: Ask, web: House) -> None:
    keeper = hana()
    sheet = keeper.get("/directory/as/xlsx").content
    sent = {"file": SimpleUploadedFile("ours.xlsx", sheet), "source": "hub"}
    head = {"Authorization": f"Bearer {keeper.token}"}
    made = Client().post("/api/v1/directory/files", sent, headers=head)
    assert made.status_code == 201
    path = f"/directory/files/{made.json()['id']}"
    assert ask("bruno").get(path).status_code == 403
    found = told(keeper.get(path))
    assert found["name"] == "ours.xlsx" and len(found["lines"]) == 2, found["problems"]
    assert told(keeper.post(f"{path}/take-in", {}))["written"] is True
    assert keeper.get(path).status_code == 404
