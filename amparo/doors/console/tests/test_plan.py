"""The case page tells the story: promises with their times, messages, tasks; and the day's list."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from amparo.aid.cases import actions, queries
from amparo.aid.cases.actions import TaskFacts
from amparo.doors.console import moments
from amparo.doors.console.tests.world import WORDS, opened, sign_in, text, waiting
from amparo.kernel import clock
from amparo.kernel.errors import InvalidError
from amparo.kernel.rooms import room
from amparo.reach.calls import queries as calls
from amparo.reach.calls.models import CallBack
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.models import Conversation
from tests import cast
from tests.harness import House

BRUNO = cast.actor("bruno")
BERLIN = ZoneInfo("Europe/Berlin")


def planned(web: House, words: str = "Call the aunt") -> tuple[UUID, UUID]:
    case = opened(web)
    facts = TaskFacts(words, due_at=clock.now() + timedelta(hours=2))
    return case, actions.add_task(case=case, facts=facts, by=BRUNO)


def test_it_adds_a_task_and_tells_what_is_due(client: Client, web: House) -> None:
    case = opened(web)
    due = (clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    said = {"words": "Ask the parish", "kind": "check", "due": due, "promiser": "org a1"}
    answer = sign_in(client, "bruno").post(f"/console/case/{case}/task/", said)
    page = text(client.get(answer["Location"]))
    assert "Ask the parish" in page and "Org a1" in page
    (task,) = queries.case(BRUNO, case).tasks
    assert task.due_at is not None and task.promiser_id == cast.OLA


def test_it_offers_the_names_of_organisations(client: Client, web: House) -> None:
    page = text(sign_in(client, "bruno").get(f"/console/case/{opened(web)}/"))
    assert '<option value="Org a1"' in page and 'value="Org c1"' not in page


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("words", " "),
        ("due", "tomorrow"),
        ("due", "9999-12-31T23:59"),
        ("due", "0001-01-01T00:00"),
        ("due", "2026-01-31T10:00+05:00"),
        ("promiser", "Nobody's"),
        ("assigned", "x"),
        ("kind", "return"),
        ("against", "yes"),
    ],
)
def test_it_gives_a_wrong_task_back(client: Client, web: House, name: str, value: str) -> None:
    case = opened(web)
    said = {"words": "Keep these words", "kind": "other", name: value}
    answer = sign_in(client, "bruno").post(f"/console/case/{case}/task/", said)
    assert answer.status_code == 422
    assert name == "words" or "Keep these words" in text(answer)
    assert queries.case(BRUNO, case).tasks == ()


def test_it_is_done_taken_and_opened_again(client: Client, web: House) -> None:
    case, task = planned(web)
    address = f"/console/case/{case}/task/{task}"
    sign_in(client, "bruno").post(f"{address}/take/")
    assert queries.case(BRUNO, case).tasks[0].assigned == "Bruno"
    done = client.post(f"{address}/end/", {"state": "done", "back": "/console/day/"})
    assert done["Location"] == "/console/day/"
    assert client.post(f"{address}/end/", {"state": "done"}).status_code == 409
    assert "Call the aunt" in text(client.get(f"/console/case/{case}/"))
    client.post(f"{address}/end/", {"state": "open"})
    client.post(f"{address}/", {"words": "Call the uncle", "kind": "call_back"})
    assert queries.case(BRUNO, case).tasks[0].words == "Call the uncle"


def test_it_never_goes_back_to_another_house(client: Client, web: House) -> None:
    case, task = planned(web)
    path = f"/console/case/{case}/task/{task}/end/"
    answer = sign_in(client, "bruno").post(path, {"state": "done", "back": "https://evil.example/"})
    assert answer["Location"].startswith("/console/case/")


def test_it_merges_messages_for_those_who_read_the_line(client: Client, web: House) -> None:
    case = opened(web)
    page = text(sign_in(client, "bruno").get(f"/console/case/{case}/"))
    assert page.index("Yon kote pou m") < page.index(WORDS)


def test_it_shows_that_it_did_not_help(client: Client, web: House) -> None:
    case = opened(web)
    with room("reach", BRUNO):
        Conversation.objects.update(helped="no")
    page = text(sign_in(client, "bruno").get(f"/console/case/{case}/"))
    assert "they said no" in page
    refused = client.post(f"/console/case/{case}/close/", {"outcome": "helped"})
    assert refused.status_code == 422 and "they said no" in text(refused)
    said = {"outcome": "helped", "words": "Another family was meant"}
    client.post(f"/console/case/{case}/close/", said)
    assert queries.case(BRUNO, case).outcome == "helped"


def test_it_lists_the_day(client: Client, web: House) -> None:
    case, task = planned(web)
    page = text(sign_in(client, "bruno").get("/console/day/"))
    assert "Call the aunt" in page and str(case) in page
    actions.assign_task(task=task, to=cast.staff_id("gita"), by=BRUNO)
    assert "Call the aunt" not in text(client.get("/console/day/"))
    assert "Call the aunt" in text(client.get("/console/day/?who=all"))
    assert "Call the aunt" not in text(sign_in(client, "carla").get("/console/day/?who=all"))


def test_it_lists_the_calls_that_were_promised(client: Client, web: House) -> None:
    ref = waiting(web)
    said = {"back_in": "30", "number": "+50937010203"}
    sign_in(client, "bruno").post(f"/console/conversation/{ref}/call-back/", said)
    reference = messaging.conversation(BRUNO, ref).row.reference
    page = text(client.get("/console/day/"))
    assert reference in page and f"/console/conversation/{ref}/" in page
    assert "37010203" not in page
    assert reference not in text(sign_in(client, "kofi").get("/console/day/"))
    assert reference not in text(sign_in(client, "carla").get("/console/day/?who=all"))
    with room("reach", BRUNO):
        CallBack.objects.update(due_at=clock.now() - timedelta(minutes=5))
    assert "past its time" in text(sign_in(client, "bruno").get("/console/day/"))
    (call,) = calls.due(BRUNO)
    client.post(f"/console/calls/{call.id}/tried/", {"outcome": "reached"})
    assert not calls.due(BRUNO) and "past its time" not in text(client.get("/console/day/"))


# --- Times as people type them ---


@time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False)
def test_it_refuses_an_hour_that_the_clocks_leave_out() -> None:
    with pytest.raises(InvalidError):
        moments.read_moment("2026-03-29T02:30", BERLIN)
    before = moments.read_moment("2026-03-29T01:30", BERLIN)
    after = moments.read_moment("2026-03-29T03:30", BERLIN)
    assert before and after and after - before == timedelta(hours=1)


@time_machine.travel(datetime(2026, 10, 1, tzinfo=UTC), tick=False)
def test_it_takes_the_first_of_an_hour_that_comes_twice() -> None:
    moment = moments.read_moment("2026-10-25T02:30", BERLIN)
    assert moment == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moments.typed(moment, BERLIN) == "2026-10-25T02:30"
