"""Each need that ships has its own index over who waits, and the queue's filter uses it."""

import tomllib
from importlib.resources import files

from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.models.conversations import NEEDS_INDEXED
from tests.cast import LINE
from tests.harness import House


def test_every_need_that_ships_has_an_index() -> None:
    shipped = tomllib.loads(
        files("amparo.commons.crises").joinpath("needs.toml").read_text("utf-8")
    )
    assert sorted(NEEDS_INDEXED) == sorted(shipped)


def test_the_filter_by_need_reads_that_index(stage: House) -> None:
    waiting = Conversation.objects.filter(waiting_since__isnull=False)
    found = waiting.filter(needs__contains=["rescue"]).order_by("-rank", "waiting_since", "id")
    with room("reach", machine([LINE])):
        plan = found[:51].explain()
    assert "queue_rescue" in plan, plan
