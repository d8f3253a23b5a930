"""Rows as files, figures, the board and the audit for programs."""

from typing import Any

from django.test import Client

from amparo.doors.console.tests.world import waiting
from amparo.exportable import SOURCES
from amparo.guard.exports import actions
from amparo.kernel.authority import Power
from tests import seed
from tests.api.conftest import Ask, Program, told
from tests.api.keepers import hana
from tests.harness import House


def written(luz: Program) -> str:
    """The address of an export that the worker has written."""
    asked = luz.post("/exports", {"what": "waiting", "filters": {"language": "ht"}})
    while actions.write_part(sources=SOURCES):
        pass
    return f"/exports/{told(asked)['id']}"


def fetched(program: Program, path: str, **head: str) -> tuple[Any, bytes]:
    """The answer, which may be a stream, and what it carries."""
    heads = {"Authorization": f"Bearer {program.token}", **head}
    answer = Client().get(f"/api/v1{path}/file", headers=heads)
    return answer, b"".join(iter(answer))


def test_a_file_is_asked_for_and_fetched_by_its_asker(ask: Ask, web: House) -> None:
    waiting(web)
    luz = ask("luz")
    path = written(luz)
    found = told(luz.get(path))
    assert (found["state"], found["rows_done"]) == ("done", 1)
    assert [one["id"] for one in told(luz.get("/exports"))["items"]] == [found["id"]]
    _, whole = fetched(luz, path)
    assert len(whole) == found["bytes"] and whole.count(b"\n") == 2
    part, rest = fetched(luz, path, Range="bytes=10-")
    assert part.status_code == 206 and rest == whole[10:]
    past, _ = fetched(luz, path, Range=f"bytes={len(whole)}-")
    assert past.status_code == 416 and past["Content-Range"] == f"bytes */{len(whole)}"
    for what in (path, f"{path}/file"):
        assert ask("bruno").get(what).status_code == 404
    assert luz.post(f"{path}/cancel").status_code == 409


def test_it_takes_the_power_of_its_rows(ask: Ask, web: House) -> None:
    waiting(web)
    path = written(ask("luz"))
    less = ask("luz", [Power.READ_CASES])
    kinds = {one["what"] for one in told(less.get("/exports/kinds"))}
    assert kinds == {"services"} and less.get(f"{path}/file").status_code == 403
    assert less.post("/exports", {"what": "waiting"}).status_code == 403
    wrong = ask("luz").post("/exports", {"what": "waiting", "filters": {"language": "Marie"}})
    assert told(wrong)["errors"][0]["pointer"] == "#/filters/language"


def test_a_filter_that_is_not_known_never_gives_more_than_was_asked_for(
    ask: Ask, web: House
) -> None:
    waiting(web)
    luz = ask("luz")
    wrong = luz.post("/exports", {"what": "waiting", "filters": {"urgencia": "3"}})
    assert wrong.status_code == 422 and told(wrong)["errors"][0]["pointer"] == "#/filters"
    assert told(luz.get("/exports"))["items"] == []
    kinds = {one["what"]: one for one in told(luz.get("/exports/kinds"))}
    for name in kinds["waiting"]["filters"]:
        assert name in told(wrong)["detail"]
    assert "web" in kinds["conversations"]["choices"]["channel"]


def test_the_board_counts_and_figures_hold_back(ask: Ask, web: House) -> None:
    waiting(web)
    board = told(ask("bruno").get("/board?hours=6"))
    assert (board["count"], len(board["hours"])) == (1, 6)
    assert ask("carla").get("/board").status_code == 403
    wishes = told(ask("luz").get("/figures/wishes"))
    assert wishes["cases"]["total"] is None and set(wishes["cases"]["cells"].values()) == {None}
    assert ask("bruno").get("/figures/wishes").status_code == 403


def test_the_audit_is_for_auditors(ask: Ask, web: House) -> None:
    keeper = hana()
    service = f"/directory/services/{seed.SHELTER}"
    keeper.post(f"{service}/confirm", {"how": "visit"})
    (line,) = told(keeper.get(f"/audit?about={seed.SHELTER}"))["items"]
    assert (line["who"], line["verb"]) == ("Hana", "directory.confirm_service")
    assert len(told(keeper.get("/audit?limit=1"))["items"]) == 1
    assert ask("bruno").get("/audit").status_code == 403
