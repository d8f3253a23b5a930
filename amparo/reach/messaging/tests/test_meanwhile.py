"""What people decide while a message of the same person is being read stays decided."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connections

from amparo.reach.messaging.actions.take_in import Taken, take_in
from amparo.reach.messaging.setting import Setting
from tests import seed
from tests.harness import House
from tests.protect.house import until

HELD_UP = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


def work(setting: Setting) -> Taken:
    try:
        return take_in(setting=setting)
    finally:
        connections.close_all()


def meanwhile(keys: House, setting: Setting, change: str) -> Taken:
    """Somebody's change is under way when the worker reads, and stands before it writes."""
    with ThreadPoolExecutor(1) as pool, psycopg.connect(keys.owner) as somebody:
        somebody.execute(f"UPDATE reach_conversation SET {change}")
        reading = pool.submit(work, setting)
        with psycopg.connect(keys.owner, autocommit=True) as owner:
            until(lambda: owner.execute(HELD_UP).fetchone() == (1,), "the worker", 20)
        somebody.commit()
        return reading.result(20)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ("urgency = 4, urgency_decided = true", "urgency = 4"),
        ("needs = '{doctor}', needs_decided = true", "needs = '{doctor}'"),
        ("state = 'closed', waiting_since = null", "state = 'closed'"),
    ],
)
def test_it_stays_decided(keys: House, change: str, kept: str) -> None:
    setting = seed.crisis()
    seed.message("Nou bezwen dlo nan Delmas 33")
    seed.read_all(setting)
    seed.message("Mwen la")
    assert meanwhile(keys, setting, change).messages == 1
    with psycopg.connect(keys.owner) as owner:
        found = owner.execute(f"SELECT count(*) FROM reach_conversation WHERE {kept}").fetchone()
        read = owner.execute("SELECT count(*) FROM reach_message WHERE direction = 'in'").fetchone()
    assert (found, read) == ((1,), (2,))
