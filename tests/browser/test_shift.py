"""A shift on real input: nobody holds what another holds, nothing waits unseen, clocks are right.

200 messages; with FULL=1 in the environment 2,000. Figures go to build/shift.json.
"""

import json
import os
import re
import statistics
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from amparo.guard.accounts import actions as accounts
from amparo.guard.accounts.models import Membership
from amparo.guard.accounts.roles import Role
from amparo.kernel import clock, refs
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging import figures
from tests import cast, seed
from tests.browser.place import needs_chromium, running
from tests.browser.shift import Shift, run
from tests.door.house import until
from tests.harness import House
from tests.shape.tree import ROOT

FULL = os.environ.get("FULL", "") not in ("", "0")
COUNT = 2_000 if FULL else 200
OFFICERS = ("bruno", "kofi", "gita")
OUT = ROOT / "build/shift.json"
MINUTE = timedelta(seconds=61)


@pytest.fixture(scope="module")
def busy(house: House) -> Iterator[tuple[str, House]]:
    """The crisis is there before the worker first looks; Gita answers the line as well."""
    if house.process is None:
        house.start_keyholder()
    seed.crisis()
    with room("guard", machine()):
        Membership(
            id=refs.new_ref(),
            staff_id=cast.staff_id("gita"),
            scope_id=cast.LINE,
            role=Role.OFFICER,
        ).save(force_insert=True)
    with running(house) as url:
        yield url, house
    house.sweep()
    cast.seat()
    house.sweep_nothing()


@pytest.fixture(scope="module")
def shift(busy: tuple[str, House]) -> Shift:
    """All of it, once; each test holds something else of it against the rows."""
    url, house = busy
    officers = {name: accounts.open_session(staff=cast.staff_id(name)) for name in OFFICERS}
    # Another test's browser may keep a loop in this thread.
    with ThreadPoolExecutor(1) as aside:
        done = aside.submit(run, url, house, officers, COUNT).result()
    ids = list(done.envelopes.values())
    until(lambda: not figures.understood(machine([cast.LINE]), ids).unread, "the worker", 120)
    return done


def ask(house: House, query: str) -> list[tuple[Any, ...]]:
    """Rows as the owner sees them, past every policy."""
    with psycopg.connect(house.owner) as connection:
        return connection.execute(query.encode()).fetchall()


pytestmark = [needs_chromium, pytest.mark.timeout(2_400 if FULL else 300)]


def test_it_loses_nothing_that_was_acknowledged(shift: Shift) -> None:
    assert (len(shift.acknowledged), shift.refused) == (COUNT, 0)
    found = figures.understood(machine([cast.LINE]), list(shift.envelopes.values()))
    assert (found.stored, found.messages, found.unreadable) == (COUNT, COUNT, 0)


def test_it_leaves_nothing_waiting_unseen(shift: Shift, busy: tuple[str, House]) -> None:
    rows = ask(
        busy[1],
        "SELECT id FROM reach_conversation WHERE waiting_since IS NULL AND first_answer_at IS NULL",
    )
    assert not rows


def test_it_lets_nobody_hold_what_another_holds(shift: Shift, busy: tuple[str, House]) -> None:
    assert sum(shift.answered.values()) >= 3, "nobody worked"
    assert not {ref: names for ref, names in shift.taken.items() if len(names) > 1}
    lines = ask(
        busy[1],
        "SELECT about_id, count(DISTINCT actor_id) FROM kernel_audit WHERE verb = 'take' AND "
        "outcome = 'done' GROUP BY 1 HAVING count(DISTINCT actor_id) > 1",
    )
    assert not lines
    held: dict[UUID, UUID | None] = dict(
        ask(busy[1], "SELECT id, taken_by_id FROM reach_conversation")
    )
    for ref, (name,) in shift.taken.items():
        assert held[ref] in (cast.staff_id(name), None), ref
    authors = ask(
        busy[1],
        "SELECT conversation_id, author_id FROM reach_message WHERE author_id IS NOT NULL",
    )
    for ref, author in authors:
        assert isinstance(ref, UUID) and [cast.staff_id(one) for one in shift.taken[ref]] == [
            author
        ]


def test_it_shows_a_conflict_as_a_row_and_never_as_an_error(shift: Shift) -> None:
    assert not shift.errors, shift.errors[:5]
    assert all(words.strip() for words in shift.conflicts)


def test_it_shows_every_clock_as_the_server_has_it(shift: Shift, busy: tuple[str, House]) -> None:
    assert len(shift.clocks) >= 10
    first_in: dict[UUID, datetime] = dict(
        ask(busy[1], "SELECT conversation_id, min(at) FROM reach_message GROUP BY 1")
    )
    for one in shift.clocks:
        assert abs(one.since - first_in[one.conversation]) < MINUTE, one
        said = re.fullmatch(r"(\d+) min", one.words)
        assert said, one
        assert abs(timedelta(minutes=int(said[1])) - (one.read_at - one.since)) < MINUTE, one


def test_it_writes_down_how_long_people_waited(shift: Shift, busy: tuple[str, House]) -> None:
    waits = [
        float(str(seconds))
        for (seconds,) in ask(
            busy[1],
            "SELECT extract(epoch FROM c.first_answer_at - e.received_at) FROM reach_conversation "
            "c JOIN reach_message m ON m.conversation_id = c.id AND m.direction = 'in' JOIN "
            "reach_envelope e ON e.id = m.id WHERE c.first_answer_at IS NOT NULL",
        )
    ]
    assert len(waits) == sum(shift.answered.values())
    cuts = statistics.quantiles(waits, n=20)
    found = {
        "at": clock.now().isoformat(timespec="seconds"),
        "messages": COUNT,
        "officers": len(OFFICERS),
        "answered": sum(shift.answered.values()),
        "corrected": sum(shift.corrected.values()),
        "taken": len(shift.taken),
        "conflicts_refused": len(shift.conflicts),
        "acknowledged_to_first_answer_p50_s": round(statistics.median(waits), 1),
        "acknowledged_to_first_answer_p95_s": round(cuts[-1], 1),
        "clocks_read": len(shift.clocks),
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(found, indent=1) + "\n")
    assert waits and min(waits) > 0
