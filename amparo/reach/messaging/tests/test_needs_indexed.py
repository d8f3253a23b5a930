"""Each need that ships has its own index over who waits, and the queue's filter uses it."""

import tomllib
from datetime import timedelta
from importlib.resources import files

import psycopg

from amparo.kernel.authority import machine
from amparo.kernel.refs import new_ref
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.models.conversations import NEEDS_INDEXED
from tests.cast import LINE, THEN
from tests.harness import House


def test_every_need_that_ships_has_an_index() -> None:
    shipped = tomllib.loads(
        files("amparo.commons.crises").joinpath("needs.toml").read_text("utf-8")
    )
    assert sorted(NEEDS_INDEXED) == sorted(shipped)


def test_the_filter_by_need_reads_that_index(stage: House) -> None:
    """Among a few rows PostgreSQL would rather read them all."""
    with room("reach", machine([LINE])):
        Conversation.objects.bulk_create(map(_waits, range(2_000)), batch_size=500)
    with psycopg.connect(stage.owner, autocommit=True) as owner:
        owner.execute("ANALYZE reach_conversation")
    waiting = Conversation.objects.filter(waiting_since__isnull=False)
    found = waiting.filter(needs__contains=["rescue"]).order_by("-rank", "waiting_since", "id")
    with room("reach", machine([LINE])):
        plan = found[:51].explain()
    assert "queue_rescue" in plan, plan


def _waits(number: int) -> Conversation:
    since = THEN + timedelta(minutes=number)
    needs = ["rescue"] if number % 500 == 0 else ["water"]
    return Conversation(
        id=new_ref(),
        scope_id=LINE,
        reference=f"{number:06}",
        channel="kannel",
        needs=needs,
        opened_at=since,
        last_in_at=since,
        waiting_since=since,
    )
