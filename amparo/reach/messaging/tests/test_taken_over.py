"""A worker that was given up for dead and is not: what it held is written once, by one of two."""

from concurrent.futures import Future, ThreadPoolExecutor

import psycopg
from django.db import connections

from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging.actions.take_in import Taken, take_in
from amparo.reach.messaging.models import Conversation, Message
from amparo.reach.messaging.setting import Setting
from tests import seed
from tests.cast import LINE
from tests.harness import House
from tests.protect.house import until

HELD_UP = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


def work(setting: Setting) -> Taken:
    """One batch, in a thread with connections of its own."""
    try:
        return take_in(setting=setting)
    finally:
        connections.close_all()


def held_up(keys: House, workers: int) -> None:
    """So many workers have taken it and wait to read who wrote."""
    with psycopg.connect(keys.owner, autocommit=True) as owner:
        until(lambda: owner.execute(HELD_UP).fetchone() == (workers,), f"{workers} workers", 20)


def long_ago(keys: House) -> None:
    """What is taken was taken so long ago that its worker must be dead."""
    with psycopg.connect(keys.owner) as owner:
        owner.execute("UPDATE reach_envelope SET taken_at = taken_at - interval '1 hour'")


def both(keys: House, setting: Setting) -> list[Future[Taken]]:
    """Two workers take in the same batch, the second because the first seems dead."""
    with ThreadPoolExecutor(2) as pool, psycopg.connect(keys.owner) as holding:
        holding.execute("LOCK TABLE reach_contact IN ACCESS EXCLUSIVE MODE")
        first = pool.submit(work, setting)
        held_up(keys, 1)
        long_ago(keys)
        second = pool.submit(work, setting)
        held_up(keys, 2)
        holding.rollback()
    return [first, second]


def test_it_writes_a_batch_once_when_two_workers_hold_it(keys: House) -> None:
    setting = seed.crisis()
    seed.message("Nou bezwen dlo")
    done = both(keys, setting)
    assert sorted(one.result().messages for one in done) == [0, 1]
    with room("reach", machine([LINE])):
        (conversation,) = Conversation.objects.all()
        assert conversation.messages_in == 1
        assert Message.objects.filter(direction="in").count() == 1
        assert Message.objects.filter(kind="ack").count() == 1
