"""The hotline for programs: written down, promised, the number opened once, tried."""

from datetime import timedelta
from typing import Any

from amparo.doors.console.tests.world import waiting
from amparo.kernel import clock
from amparo.reach.messaging import queries as messaging
from tests import cast, seed
from tests.api.conftest import Ask, told
from tests.harness import House

SAID = {
    "language": "ht",
    "words": "Twa timoun grangou",
    "needs": ["food"],
    "number": "+509 37 01 02 03",
    "may_sms": True,
}


def soon(hours: int = 1) -> str:
    return (clock.now() + timedelta(hours=hours)).isoformat()


def calls(program: Any) -> Any:
    return told(program.get("/calls"))["items"]


def test_a_call_stands_in_the_queue_and_its_code_is_shown_once(ask: Ask, web: House) -> None:
    setting = seed.crisis()
    bruno = ask("bruno")
    first = bruno.post("/calls", {**SAID, "back": soon()}, Idempotency_Key="one")
    made = told(first)
    assert first.status_code == 201 and made["code"] and made["callback"]
    again = bruno.post("/calls", {**SAID, "back": soon()}, Idempotency_Key="one")
    assert again.status_code in (409, 422)
    seed.read_all(setting, web)
    (row,) = messaging.queue(cast.actor("bruno"), messaging.QueueFilter()).rows
    assert row.reference == made["reference"] and len(calls(bruno)) == 1
    assert bruno.post("/calls", {}).status_code == 201
    assert ask("carla").post("/calls", SAID).status_code == 403


def test_nothing_is_kept_of_a_call_that_can_not_be_promised(ask: Ask, web: House) -> None:
    setting = seed.crisis()
    answer = ask("bruno").post("/calls", {**SAID, "back": soon(24 * 40)})
    assert told(answer)["errors"][0]["pointer"] == "#/back"
    assert ask("bruno").post("/calls", {**SAID, "needs": ["gold"]}).status_code == 422
    seed.read_all(setting, web)
    assert messaging.queue(cast.actor("bruno"), messaging.QueueFilter()).rows == ()


def test_who_promised_opens_the_number(ask: Ask, web: House) -> None:
    conversation, bruno, kofi = waiting(web), ask("bruno"), ask("kofi")
    path = f"/conversations/{conversation}/call-back"
    assert ask("carla").post(path, {"due": soon()}).status_code == 403
    promise = {"due": soon(), "number": "+509 37 01 02 03"}
    call = f"/calls/{told(bruno.post(path, promise))['id']}"
    assert "37 01" not in str(calls(bruno)) and calls(bruno)[0]["has_number"] is True
    why = {"reason": "calling now"}
    assert told(bruno.post(f"{call}/number", why))["number"] == "+509 37 01 02 03"
    assert bruno.post(f"{call}/number", {"reason": "curious"}).status_code == 422
    assert kofi.post(f"{call}/number", why).status_code == 409
    assert kofi.post(f"{call}/take").status_code == 204
    assert kofi.post(f"{call}/number", why).status_code == 200
    assert told(kofi.post(f"{call}/tried", {"outcome": "no_answer"}))["again"]
    far = {"outcome": "no_answer", "again": "9999-12-31T23:59:59-12:00"}
    assert kofi.post(f"{call}/tried", far).status_code == 422
    assert told(kofi.post(f"{call}/tried", {"outcome": "reached"}))["again"] is None
    assert kofi.post(f"{call}/tried", {"outcome": "reached"}).status_code == 409
    assert calls(bruno) == []


def test_each_line_says_it_in_its_own_words(ask: Ask, web: House) -> None:
    seed.crisis()
    bruno = ask("bruno")
    told_ = {"language": "ht", "text": "Bonjou"}
    assert bruno.put("/calls/script/greeting", told_).status_code == 204
    assert bruno.put("/calls/script/song", told_).status_code == 422
    script = told(ask("kofi").get("/calls/script?language=ht"))
    assert script["scope"] == str(cast.LINE)
    first = script["steps"][0]
    assert (first["text"], first["own"]) == ("Bonjou", True)
    assert ask("carla").get("/calls/script").status_code == 403
