"""By SMS alone, every process real: telephone, Kannel, door, worker, keyholder, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from amparo.reach.messaging.actions import answer
from amparo.reach.messaging.queries import QueueFilter, Row, conversation, queue
from tests import seed
from tests.cast import actor
from tests.door.house import free_port, until
from tests.door.kannel import Kannel, kannel, needs_kannel, telephones
from tests.harness import House

BRUNO = actor("bruno")


@contextmanager
def running(keys: House, folder: Path) -> Iterator[tuple[Kannel, Path]]:
    """The door, Kannel and the worker, as `amparo up` starts them."""
    port = free_port()
    secrets = keys.config["door"]
    place = SimpleNamespace(
        url=f"http://127.0.0.1:{port}", token=secrets["channels"]["kannel"]["token"]
    )
    door = keys.write("door", {**keys.config, "process": "door", "bind": f"127.0.0.1:{port}"})
    with kannel(cast(Any, place), folder) as gateway:
        sends = {
            "url": gateway.gateway.url,
            "username": "amparo",
            "password": "word",
            "sender": "700",
            "report_url": gateway.gateway.report_url,
        }
        worker = keys.write(
            "worker", {**keys.config, "process": "worker", "gateways": {"kannel": sends}}
        )
        with keys.running("amparo.doors.intake", door), keys.running("amparo.doors.worker", worker):
            yield gateway, folder


def waiting() -> tuple[Row, ...]:
    return queue(BRUNO, QueueFilter()).rows


@needs_kannel
def test_it_brings_a_text_in_and_an_answer_back(keys: House, tmp_path: Path) -> None:
    seed.crisis()
    text = "+50937010203 700 text Nou bezwen dlo nan Delmas 33, gen 3 timoun"
    with running(keys, tmp_path) as (gateway, _), telephones(gateway, [text]) as phone:
        (row,) = until(waiting, "the message in the queue")
        assert row.text == "Nou bezwen dlo nan Delmas 33, gen 3 timoun"
        assert "water" in row.needs and row.place == "Delmas 33"
        until(lambda: row.reference in phone.read_text(errors="replace"), "our acknowledgement")
        answer.answer(conversation=row.id, text="N ap vini demen maten.", language="ht", by=BRUNO)
        until(lambda: "N ap vini demen maten." in phone.read_text(errors="replace"), "the answer")
        until(lambda: delivered(row) == ["delivered", "delivered"], "both delivery reports")
    words = phone.read_text(errors="replace")
    assert "dlo" not in words.replace(text, "").split("Delmas")[-1]


def delivered(row: Row) -> list[str]:
    thread = conversation(BRUNO, row.id)
    return [one.delivery for one in thread.messages if one.direction == "out"]
