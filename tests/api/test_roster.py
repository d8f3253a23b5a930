"""The roster, the closed lists and the early signs for programs."""

from amparo.guard.roster.tests.world import shift
from tests import cast, seed
from tests.api.conftest import Ask, told
from tests.harness import House

NEW = {
    "scope": str(cast.LINE),
    "staff": str(cast.staff_id("bruno")),
    "day": "2027-06-01",
    "starts": "06:00",
    "ends": "14:00",
    "timezone": "America/Port-au-Prince",
}
WEEK = f"/roster?scope={cast.LINE}&week=2027-06-03"


def test_shifts_are_planned_copied_changed_and_removed(ask: Ask, web: House) -> None:
    seed.crisis()
    luz = ask("luz")
    assert len(told(luz.post("/roster/shifts", {**NEW, "days": 2}))["ids"]) == 2
    assert told(luz.post("/roster/shifts", NEW))["ids"] == []
    week = told(ask("kofi").get(WEEK))
    assert [one["name"] for one in week["shifts"]] == ["Bruno", "Bruno"]
    assert (week["first"], len(week["gaps"])) == ("2027-05-31", 3)
    copy = {"scope": str(cast.LINE), "week": "2027-06-01"}
    assert told(luz.post("/roster/copy", copy))["shifts"] == 2
    path = f"/roster/shifts/{week['shifts'][0]['id']}"
    clock = {name: NEW[name] for name in ("day", "ends", "timezone")}
    assert luz.put(path, {**clock, "starts": "07:00"}).status_code == 200
    assert told(ask("bruno").get(path))["starts_at"] == "2027-06-01T11:00:00Z"
    assert ask("carla").get(path).status_code == 404
    assert ask("bruno").delete(path).status_code == 403
    assert luz.delete(path).status_code == 204
    assert ask("carla").get(WEEK).status_code == 404


def test_clocks_that_change_are_said_and_odd_times_refused(ask: Ask, web: House) -> None:
    seed.crisis()
    luz = ask("luz")
    night = {"day": "2027-03-13", "starts": "22:00", "ends": "06:00"}
    assert told(luz.post("/roster/shifts", {**NEW, **night}))["said"] == ["shorter"]
    for wrong, field in (
        ({"starts": "25:00"}, "starts"),
        ({"day": "soon"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"timezone": "Mars"}, "timezone"),
        ({"staff": str(cast.staff_id("carla"))}, "staff"),
        ({"weeks": 13}, "weeks"),
    ):
        answer = luz.post("/roster/shifts", {**NEW, **wrong})
        assert answer.status_code == 422
        assert told(answer)["errors"][0]["pointer"] == f"#/{field}"


def test_a_colleague_is_asked_to_take_a_shift(ask: Ask, web: House) -> None:
    seed.crisis()
    path = f"/roster/shifts/{shift('bruno', 60, 120)}"
    to = {"to": str(cast.staff_id("kofi"))}
    assert ask("carla").post(f"{path}/ask", to).status_code == 404
    change = told(ask("bruno").post(f"{path}/ask", to))["id"]
    answer = f"/roster/changes/{change}/answer"
    assert ask("bruno").post(answer, {"agree": True}).status_code == 404
    assert ask("kofi").post(answer, {"agree": True}).status_code == 204
    assert told(ask("bruno").get(path))["name"] == "Kofi"
    many = "/roster/mine?since=2020-01-01T00:00:00Z&until=2020-01-02T00:00:00Z"
    assert told(ask("kofi").get(many)) == []
    people = told(ask("bruno").get(f"/roster/people?scope={cast.LINE}"))
    assert {one["person"]["name"]: one["can_play"] for one in people}["Iris"] is False


def test_who_answers_a_line_is_a_closed_list(ask: Ask, web: House) -> None:
    farid, path = ask("farid"), f"/lines/{cast.LINE}/members"
    assert farid.post(path, {"organisation": str(cast.OLA)}).status_code == 201
    assert farid.post(path, {"organisation": str(cast.CONSULATE)}).status_code == 403
    (line,) = told(ask("bruno").get("/lines"))
    assert str(cast.OLA) in [one["id"] for one in line["members"]]
    assert ask("bruno").delete(f"{path}/{cast.OLA}").status_code == 403
    assert farid.delete(f"{path}/{cast.OLA}").status_code == 204
    assert farid.delete(f"{path}/{cast.OLA}").status_code == 204  # twice is once
    names = [one["name"] for one in told(farid.get("/staff"))]
    assert "Bruno" in names and "Carla" not in names


def test_a_sign_is_told_heard_and_cleared(ask: Ask, web: House) -> None:
    carla, bruno = ask("carla"), ask("bruno")
    what = next(iter(told(carla.get("/signals"))["whats"]))
    ola, line = {"scope": str(cast.OLA)}, {"scope": str(cast.LINE)}
    tell = {**ola, "what": what, "place": "Delmas", "sure": 3, "words": "Seen it"}
    assert bruno.post("/signals", tell).status_code in (403, 404)
    path = f"/signals/{told(carla.post('/signals', tell))['id']}"
    assert told(bruno.get("/signals"))["signs"]["rows"] == []
    assert bruno.put("/signals/warned", {**line, "warn": True}).status_code == 204
    (row,) = told(bruno.get("/signals"))["signs"]["rows"]
    assert row["reports"][0]["words"] == "Seen it"
    assert bruno.post(f"{path}/heard", line).status_code == 204
    assert bruno.post(f"{path}/clear").status_code == 404
    assert carla.post(f"{path}/clear").status_code == 204
    assert carla.post(f"{path}/clear").status_code == 409


def test_the_ends_of_the_calendar_are_refused(ask: Ask, web: House) -> None:
    bruno, until = ask("bruno"), "2026-05-02T00:00:00Z"
    assert bruno.get(f"/roster/mine?since=2026-05-01T00:00:00Z&until={until}").status_code == 200
    for since in ("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00%2B14:00"):
        answer = bruno.get(f"/roster/mine?since={since}&until={until}")
        assert answer.status_code == 422
        assert told(answer)["errors"][0]["parameter"] == "since"
