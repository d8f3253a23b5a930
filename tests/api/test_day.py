"""The day's list for programs, and the address of a calendar."""

from datetime import timedelta
from uuid import UUID

from django.test import Client

from amparo.aid.cases import actions
from amparo.aid.cases.actions import TaskFacts
from amparo.aid.cases.tests.stage_case import BRUNO
from amparo.aid.cases.tests.stage_case import a_case as of_line
from amparo.kernel import clock
from amparo.kernel.authority import Power
from tests.api.conftest import Ask, told
from tests.harness import House


def a_case(web: House) -> UUID:
    """A case of the line."""
    with web.role("worker"):
        return of_line(web)


def test_it_shows_what_is_due_page_by_page(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    late = TaskFacts("Late", due_at=clock.now() + timedelta(hours=2))
    soon = TaskFacts("Soon", due_at=clock.now() + timedelta(hours=1))
    actions.add_tasks(case=case, several=[late, soon], by=BRUNO)
    first = told(bruno.get("/day?limit=1"))
    second = told(bruno.get(f"/day?limit=1&cursor={first['next']}"))
    assert [one["items"][0]["words"] for one in (first, second)] == ["Soon", "Late"]
    assert told(ask("carla").get("/day?everyone=true"))["items"] == []
    assert ask("dario").get("/day").status_code == 403


def test_a_calendar_is_shown_once_and_ends(ask: Ask, web: House, client: Client) -> None:
    a_case(web)
    bruno = ask("bruno")
    assert told(bruno.get("/calendar"))["since"] is None
    path = "/" + told(bruno.post("/calendar"))["address"].split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert told(bruno.get("/calendar"))["since"] is not None
    assert bruno.delete("/calendar").status_code == 204
    assert client.get(path).status_code == 404


def test_a_token_for_less_makes_no_calendar(ask: Ask, web: House) -> None:
    """What is due would be read without the power to read cases."""
    assert ask("bruno", [Power.READ_QUEUE]).post("/calendar").status_code == 403
