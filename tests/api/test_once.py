"""With a key, a thing is done once: asked again, it is answered as the first time."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connections

from amparo.guard.tokens import actions
from amparo.guard.tokens.models import Once
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.errors import WrongStateError
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Message
from tests import cast, seed
from tests.api.conftest import Ask, told
from tests.harness import House
from tests.walls.canaries import plant

SAID = {"text": "We heard you. Water comes at six.", "language": "en"}


@pytest.fixture
def conversation(ask: Ask) -> str:
    """One that waits on Bruno's line."""
    return str(next(x.id for x in plant() if x.kind == "conversation" and x.scope == cast.LINE))


def answers() -> int:
    """How many were written."""
    with room("reach", machine([cast.LINE])):
        return Message.objects.filter(direction="out").count()


def test_it_is_sent_once(ask: Ask, conversation: str) -> None:
    bruno, path = ask("bruno"), f"/conversations/{conversation}/answers"
    first = bruno.post(path, SAID, Idempotency_Key="k1")
    again = bruno.post(path, SAID, Idempotency_Key='"k1"')
    assert (first.status_code, again.status_code) == (201, 201)
    assert told(first) == told(again)
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert answers() == 1
    assert bruno.post(path, SAID, Idempotency_Key="k2").status_code == 201
    assert bruno.post(path, SAID).status_code == 201
    assert answers() == 3


def test_a_key_is_for_one_request(ask: Ask, conversation: str) -> None:
    bruno, path = ask("bruno"), f"/conversations/{conversation}/answers"
    assert bruno.post(path, SAID, Idempotency_Key="k").status_code == 201
    other = bruno.post(path, {**SAID, "text": "Something else"}, Idempotency_Key="k")
    assert other.status_code == 422
    assert told(other)["errors"][0]["parameter"] == "Idempotency-Key"
    assert answers() == 1
    # Another token's keys are its own.
    kofi = ask("kofi").post(path, {**SAID, "although": True}, Idempotency_Key="k")
    assert kofi.status_code == 201


def test_what_was_refused_may_be_tried_again(ask: Ask, conversation: str) -> None:
    bruno, kofi, path = ask("bruno"), ask("kofi"), f"/conversations/{conversation}"
    assert kofi.post(f"{path}/take").status_code == 204
    assert bruno.post(f"{path}/take", Idempotency_Key="k").status_code == 409
    assert kofi.post(f"{path}/give-back").status_code == 204
    assert bruno.post(f"{path}/take", Idempotency_Key="k").status_code == 204
    assert bruno.post(f"{path}/take", Idempotency_Key="k").status_code == 204


def test_nothing_that_was_said_is_kept(ask: Ask, conversation: str) -> None:
    path = f"/conversations/{conversation}/answers"
    ask("bruno").post(path, SAID, Idempotency_Key="k")
    with room("guard", machine()):
        row = Once.objects.get()
    kept = repr(
        {name: bytes(x) if isinstance(x, memoryview) else x for name, x in vars(row).items()}
    )
    assert "Water" not in kept
    assert row.status == 201


def test_of_two_at_once_one_is_done(ask: Ask) -> None:
    mine = actions.make_token(
        wanted=actions.Wanted("x", tuple(cast.actor("bruno").powers), 1),
        staff=cast.staff_id("bruno"),
        by=machine(),
    )
    found: list[Any] = []
    gate = threading.Barrier(4)

    def begin() -> None:
        gate.wait()
        try:
            found.append(actions.begin_once(token=mine.id, key="k", asked=b"same"))
        except WrongStateError as error:
            found.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(isinstance(one, WrongStateError) for one in found) == [False, True, True, True]


def test_a_key_is_forgotten_after_a_day(ask: Ask, conversation: str) -> None:
    ask("bruno").post(f"/conversations/{conversation}/take", Idempotency_Key="k")
    assert actions.forget_keys() == 0
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        assert actions.forget_keys() == 1


def test_what_became_of_many_is_told_again(ask: Ask, web: House) -> None:
    setting = seed.crisis()
    for number in range(30):
        seed.message("Nou bezwen dlo", sender=f"+5093701{number:04d}")
    seed.read_all(setting, web)
    bruno = ask("bruno")
    rows = [row["id"] for row in told(bruno.get("/queue"))["items"]]
    deed = {"conversations": rows, "deed": "take"}
    first = bruno.post("/queue/many", deed, Idempotency_Key="k")
    again = bruno.post("/queue/many", deed, Idempotency_Key="k")
    assert (first.status_code, again.status_code) == (200, 200)
    assert told(first) == told(again)
    assert [one["done"] for one in told(again)["outcomes"]] == [True] * 30
