"""Referrals for programs, from the sheet to the done; nothing leaves without a yes."""

from typing import Any
from uuid import UUID

from amparo.aid.cases.tests.ways import HALL, a_pathway
from amparo.aid.cases.tests.ways import a_case as in_need
from tests import events, seed
from tests.api.conftest import Ask, told
from tests.harness import House

YES = {"fields": ["needs", "language"], "agreed": True, "language": "ht", "how": "call"}


def a_case(web: House) -> UUID:
    """A case of the line."""
    with web.role("worker"):
        return in_need()


def refer(ask: Ask, case: UUID) -> str:
    """A referral to Ola, sent; its id."""
    bruno, path = ask("bruno"), f"/cases/{case}/services/{seed.SHELTER}"
    sheet = told(bruno.get(f"{path}/sheet"))
    return str(told(bruno.post(f"{path}/refer", {**YES, "seen": sheet["seen"]}))["id"])


def received(ask: Ask) -> Any:
    return told(ask("carla").get("/received"))["items"][0]


def test_it_offers_who_can_help(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    way = a_pathway(seed.SHELTER, HALL)
    offers = told(bruno.get(f"/cases/{case}/services"))
    assert str(seed.SHELTER) in [one["service"]["id"] for one in offers]
    assert [one["id"] for one in told(bruno.get(f"/cases/{case}/pathways"))] == [str(way)]
    for part in ("services", "pathways", f"services/{HALL}/sheet", f"pathways/{way}/sheet"):
        assert ask("carla").get(f"/cases/{case}/{part}").status_code == 404


def test_nothing_goes_without_a_yes_to_what_was_seen(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    path = f"/cases/{case}/services/{seed.SHELTER}"
    sheet = told(bruno.get(f"{path}/sheet"))
    assert sheet["refusal"] == ""
    assert bruno.post(f"{path}/refer", YES).status_code == 422
    assert bruno.post(f"{path}/refer", {**YES, "seen": "another"}).status_code == 409
    no = {**YES, "seen": sheet["seen"], "agreed": False}
    assert told(bruno.post(f"{path}/refer", no))["errors"][0]["pointer"] == "#/agreed"
    assert told(bruno.get(f"/cases/{case}/referrals")) == []
    assert bruno.post(f"{path}/refer", {**YES, "seen": sheet["seen"]}).status_code == 201


def test_it_goes_by_pathway_in_order(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    path = f"/cases/{case}/pathways/{a_pathway(seed.SHELTER, HALL)}"
    sheet = told(bruno.get(f"{path}/sheet"))
    yes = {**YES, "seen": sheet["seen"], "services": [str(seed.SHELTER), str(HALL)]}
    first = told(bruno.post(f"{path}/refer", yes))["id"]
    rows = told(bruno.get(f"/cases/{case}/referrals"))
    assert [(one["id"] == first, one["state"]) for one in rows] == [
        (True, "sent"),
        (False, "queued"),
    ]


def test_it_is_asked_about_answered_reported_and_done(ask: Ask, web: House) -> None:
    referral, carla, bruno = refer(ask, a_case(web)), ask("carla"), ask("bruno")
    path = f"/received/{received(ask)['id']}"
    assert carla.post(f"{path}/ask", {"words": "How many beds?"}).status_code == 201
    events.deliver_all(web)
    assert told(bruno.get(f"/referrals/{referral}"))["asks"] is True
    reply = {"words": "Two", "agreed": True, "language": "ht", "how": "call"}
    assert bruno.post(f"/referrals/{referral}/reply", reply).status_code == 201
    assert carla.post(f"{path}/answer", {"accept": False}).status_code == 422
    assert carla.post(f"{path}/answer", {"accept": True}).status_code == 204
    assert carla.post(f"{path}/report", {"words": "They came"}).status_code == 201
    assert carla.post(f"{path}/finish", {"done": True}).status_code == 204
    page = told(carla.get(path))
    assert [one["text"] for one in page["said"]] == ["How many beds?", "Two", "They came"]
    assert page["row"]["state"] == "done"
    assert carla.get("/received").status_code == 200 and not told(carla.get("/received"))["items"]
    assert len(told(carla.get("/received?open_only=false"))["items"]) == 1
    assert bruno.get(path).status_code == 404


def test_a_link_is_shown_once_and_it_is_taken_back(ask: Ask, web: House) -> None:
    referral, bruno = refer(ask, a_case(web)), ask("bruno")
    path = f"/referrals/{referral}"
    made = bruno.post(f"{path}/link", Idempotency_Key="l")
    assert len(told(made)["address"].split("#")[1]) == 43
    assert bruno.post(f"{path}/link", Idempotency_Key="l").status_code == 409
    assert ask("carla").get(path).status_code == 404
    assert ask("carla").post(f"{path}/take-back", {"her_wish": True}).status_code == 404
    assert bruno.post(f"{path}/take-back", {"her_wish": True}).status_code == 204
    assert told(ask("carla").get("/received?open_only=false"))["items"][0]["state"] == "withdrawn"


def test_an_organisation_tells_its_own_free_places(ask: Ask, web: House) -> None:
    a_case(web)
    carla = ask("carla")
    (mine,) = told(carla.get("/received/places"))
    path = f"/received/places/{mine['id']}"
    assert carla.put(path, {"free": 4}).status_code == 204
    assert told(carla.get("/received/places"))[0]["free"] == 4
    assert carla.put(path, {"free": -1}).status_code == 422
    assert carla.put(f"/received/places/{HALL}", {"free": 4}).status_code == 404
