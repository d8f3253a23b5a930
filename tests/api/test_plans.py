"""The plan of a case for programs: steps, guides, people, family, team, transfer."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from amparo.aid.cases.tests.stage_case import a_case as of_line
from amparo.aid.cases.tests.stage_case import another_case
from amparo.commons.guides import actions as guides
from amparo.kernel import clock
from amparo.kernel.authority import Power
from tests import cast
from tests.api.conftest import Ask, Program, told
from tests.harness import House
from tests.walls.canaries import editor


def a_case(web: House) -> UUID:
    """A case of the line."""
    with web.role("worker"):
        return of_line(web)


def whole(bruno: Program, case: UUID) -> Any:
    return told(bruno.get(f"/cases/{case}"))


def test_a_step_is_added_taken_changed_and_done(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    path = f"/cases/{case}/tasks"
    due = (clock.now() + timedelta(hours=2)).isoformat()
    task = told(bruno.post(path, {"words": "Call the aunt", "due": due}))["id"]
    assert bruno.post(f"{path}/{task}/take").status_code == 204
    assert whole(bruno, case)["tasks"][0]["assigned"] == "Bruno"
    again = {"words": "Call the uncle", "kind": "call_back", "due": None, "promiser": None}
    assert bruno.put(f"{path}/{task}", again).status_code == 422
    assert bruno.put(f"{path}/{task}", {**again, "assigned": None}).status_code == 204
    assert bruno.post(f"{path}/{task}/end", {"state": "done"}).status_code == 204
    assert bruno.post(f"{path}/{task}/end", {"state": "done"}).status_code == 409
    assert bruno.post(f"{path}/{task}/reopen").status_code == 204
    (row,) = whole(bruno, case)["tasks"]
    assert (row["words"], row["state"], row["assigned"]) == ("Call the uncle", "open", "")
    assert ask("carla").post(f"{path}/{task}/take").status_code == 404


def test_a_step_is_given_to_a_colleague_of_the_case_only(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    path = f"/cases/{case}/tasks"
    kofi = {"words": "x", "assigned": str(cast.staff_id("kofi"))}
    assert bruno.post(path, kofi).status_code == 201
    for wrong in (
        {"assigned": str(cast.staff_id("carla"))},
        {"promiser": str(uuid4())},
        {"due": "9999-12-31T23:59:59Z"},
    ):
        answer = bruno.post(path, {"words": "x", **wrong})
        assert answer.status_code == 422
        assert told(answer)["errors"][0]["pointer"] == f"#/{next(iter(wrong))}"
    assert len(whole(bruno, case)["tasks"]) == 1


def test_a_guide_is_followed(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    facts = guides.GuideFacts(
        language="en", title="A paper", steps="Go there\nCome back", kind="procedure"
    )
    guide = guides.save_guide(facts=facts, by=editor(), id=None)
    found = told(bruno.post(f"/cases/{case}/guides/{guide}/follow"))
    assert {one["id"] for one in whole(bruno, case)["tasks"]} == set(found["ids"])
    assert len(found["ids"]) == 2
    assert ask("carla").post(f"/cases/{case}/guides/{guide}/follow").status_code == 404


def test_people_and_family(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    other = another_case()
    person = told(bruno.post(f"/cases/{case}/people", {"called": "Mama"}))["id"]
    tie = {"reference": "ZZ22YY", "relation": "parent", "together": True}
    assert bruno.post(f"/cases/{case}/links", tie).status_code == 204
    (link,) = told(bruno.get(f"/cases/{case}/links"))
    assert (link["case_id"], link["together"]) == (str(other), True)
    path = f"/cases/{case}/links/{link['id']}"
    assert ask("carla").get(f"/cases/{case}/links").status_code == 404
    assert ask("carla").delete(path).status_code == 404
    assert bruno.put(path, {"together": False}).status_code == 204
    assert bruno.delete(path).status_code == 204
    assert bruno.delete(f"/cases/{case}/people/{person}").status_code == 204
    assert (whole(bruno, case)["members"], whole(bruno, case)["household"]) == ([], [])


def test_a_team_leads_leaves_and_the_last_stays(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    names = {one["id"]: one["works_cases"] for one in told(bruno.get("/receivers"))}
    assert names[str(cast.OLA)] and str(cast.CONSULATE) not in names
    path = f"/cases/{case}/team"
    ola, faro = (
        told(bruno.post(path, {"organisation": str(one)}))["id"] for one in (cast.OLA, cast.FARO)
    )
    assert bruno.post(path, {"organisation": str(cast.CONSULATE)}).status_code == 422
    assert bruno.post(f"{path}/{faro}/lead").status_code == 204
    assert bruno.post(f"{path}/{faro}/leave").status_code == 204
    assert bruno.post(f"{path}/{ola}/leave").status_code == 409


def test_a_case_moves_with_a_yes_only(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    body = {"receiver": str(cast.OLA), "agreed": False, "language": "ht", "how": "call"}
    path = f"/cases/{case}/transfer"
    assert bruno.post(path, body).status_code == 422
    state = {**body, "agreed": True, "receiver": str(cast.CONSULATE)}
    assert bruno.post(path, state).status_code == 403
    assert ask("carla").post(path, {**body, "agreed": True}).status_code == 404
    assert bruno.post(path, {**body, "agreed": True}).status_code == 201
    assert bruno.post(path, {**body, "agreed": True}).status_code == 409


def test_less_than_the_power_is_refused(ask: Ask, web: House) -> None:
    case = a_case(web)
    reads = ask("bruno", [Power.READ_CASES])
    assert reads.get(f"/cases/{case}").status_code == 200
    assert reads.post(f"/cases/{case}/tasks", {"words": "x"}).status_code == 403
