"""A shift on real input: nobody holds what another holds, nothing waits unseen, clocks are right.

200 messages; with FULL=1 in the environment 2,000. Figures go to build/shift.json, or to
build/shift-full.json; docs/shift.md says what they mean.
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

import httpx
import psycopg
import pytest

from amparo.doors.console.session import COOKIE
from amparo.guard.accounts import actions as accounts
from amparo.guard.accounts.models import Membership
from amparo.guard.accounts.roles import Role
from amparo.kernel import clock, refs
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging import figures
from amparo.reach.messaging import queries as messaging
from tests import cast, seed
from tests.browser.officer import Shift
from tests.browser.place import needs_chromium, running
from tests.browser.shift import RATE, run
from tests.door.house import until
from tests.harness import House
from tests.shape.tree import ROOT

FULL = os.environ.get("FULL", "") not in ("", "0")
COUNT = 2_000 if FULL else 200
OFFICERS = ("bruno", "kofi", "gita")
OUT = ROOT / f"build/shift{'-full' if FULL else ''}.json"
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
    """Whoever was not answered stands on a page of the queue; who waits too long has rung."""
    unanswered = "SELECT id FROM reach_conversation WHERE first_answer_at IS NULL"
    assert {ref for (ref,) in ask(busy[1], unanswered)} == shown_in_queue()
    silent = ask(
        busy[1],
        "SELECT c.id FROM reach_conversation c LEFT JOIN reach_alarm a ON a.about = c.id::text "
        "WHERE c.first_answer_at IS NULL AND c.taken_by_id IS NULL AND c.urgency = 4 "
        "AND c.waiting_since < now() - interval '6 minutes' AND a.id IS NULL",
    )
    assert not silent


def shown_in_queue() -> set[UUID]:
    """Everything that the queue shows, page after page."""
    seen: set[UUID] = set()
    after = ""
    while True:
        found = messaging.queue(cast.actor("luz"), messaging.QueueFilter(after=after))
        seen |= {row.id for row in found.rows}
        if not found.next:
            return seen
        after = found.next


def test_it_lets_nobody_hold_what_another_holds(shift: Shift, busy: tuple[str, House]) -> None:
    assert sum(shift.answered.values()) >= 10, "nobody worked"
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
        # True at some moment between asking for the page and reading it.
        least, most = one.asked_at - one.since, one.read_at - one.since
        assert least < timedelta(minutes=int(said[1]) + 1), one
        assert timedelta(minutes=int(said[1])) <= most, one


def test_it_shows_on_the_console_how_long_people_waited(
    shift: Shift, busy: tuple[str, House]
) -> None:
    """Luz has not looked yet: what she sees is counted now, not half a minute ago."""
    waits = first_answers(busy[1])
    assert len(waits) == sum(shift.answered.values())
    cookie = {COOKIE: accounts.open_session(staff=cast.staff_id("luz"))}
    page = httpx.get(f"{busy[0]}/console/queue/", cookies=cookie).text
    said = re.search(r'<b class="num">(\d+) min</b>.*?within (\d+) min; (\d+) answered', page)
    assert said, page[page.find("pace") :][:600]
    half, nearly_all, count = map(int, said.groups())
    assert count == len(waits)
    assert abs(half - statistics.median(waits) / 60) < 1.1
    assert abs(nearly_all - statistics.quantiles(waits, n=20)[-1] / 60) < 1.6


def first_answers(house: House) -> list[float]:
    """Seconds from what the door acknowledged to the first answer by a person, for each."""
    rows = ask(
        house,
        "SELECT extract(epoch FROM c.first_answer_at - e.received_at) FROM reach_conversation "
        "c JOIN reach_message m ON m.conversation_id = c.id AND m.direction = 'in' JOIN "
        "reach_envelope e ON e.id = m.id WHERE c.first_answer_at IS NOT NULL",
    )
    return [float(str(seconds)) for (seconds,) in rows]


def test_it_writes_the_figures_down(shift: Shift, busy: tuple[str, House]) -> None:
    waits, waiting = first_answers(busy[1]), len(shown_in_queue())
    by_urgency = ask(
        busy[1],
        "SELECT urgency, count(*), count(first_answer_at), percentile_cont(0.5) WITHIN GROUP "
        "(ORDER BY extract(epoch FROM first_answer_at - opened_at)) "
        "FROM reach_conversation GROUP BY 1 ORDER BY 1 DESC",
    )
    found = {
        "at": clock.now().isoformat(timespec="seconds"),
        "load": [round(one, 1) for one in os.getloadavg()],
        "cores": os.cpu_count(),
        "messages": COUNT,
        "per_second": RATE,
        "officers": len(OFFICERS),
        "answered": len(waits),
        "answered_together": sum(shift.together.values()),
        "left_out_of_many": dict(shift.not_ready),
        "still_waiting": waiting,
        "corrected": sum(shift.corrected.values()),
        "taken": len(shift.taken),
        "conflicts_refused": len(shift.conflicts),
        "acknowledged_to_first_answer_p50_s": round(statistics.median(waits), 1),
        "acknowledged_to_first_answer_p95_s": round(statistics.quantiles(waits, n=20)[-1], 1),
        "by_urgency": [
            {"urgency": mark, "came": came, "answered": done, "p50_s": half and round(half, 1)}
            for mark, came, done, half in by_urgency
        ],
        "clocks_read": len(shift.clocks),
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(found, indent=1) + "\n")
    assert min(waits) > 0 and len(waits) + waiting == COUNT
