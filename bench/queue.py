"""The queue's page over 100,000 waiting conversations, with any filter: p95 and queries.

Beside them stand thousands that were merged into others and thousands that were answered. The
figure is the 95th percentile of the slowest filter; the bare SQL is measured in the same run.
"""

import random
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.test import Client

from amparo.guard.accounts import actions as accounts
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Clear
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.refs import new_ref
from amparo.reach.messaging import notes
from amparo.reach.messaging.channels.inbound import reference_of
from amparo.reach.messaging.notes import Notes
from amparo.reach.messaging.places import cell_of
from bench import pages, record
from bench.stage import stage
from tests import seed
from tests.cast import LINE, staff_id
from tests.harness import House

ROWS, BATCH, PAGES, GOAL_MS, GOAL_QUERIES = 100_000, 1_000, 20, 150.0, 12
MERGED, ANSWERED = 5_000, 20_000
REST_SECONDS = 6  # longer than what a page of the queue remembers of itself
LANGUAGES, NEEDS = ("ht", "ar", "am", "en", "es", "tl"), ("water", "food", "doctor", "shelter")
TEXT = "Nou bezwen dlo ak manje pou douz moun, tanpri vini vit"
FILTERS = (
    "",
    *(f"urgency={level}" for level in range(5)),
    "language=am",
    "language=fr",  # a few only
    "need=doctor",
    "need=rescue",  # a few only
    "free=1",
    "mine=1",
    "urgency=4&language=am",
    "urgency=1&need=doctor",
    "language=ht&need=water&free=1",
    "urgency=2&language=es&need=shelter&free=1",
    "urgency=0&mine=1",
    "need=rescue&language=fr",
    "find={reference}",
)
ROW = (
    "COPY reach_conversation (id, scope_id, reference, channel, state, language, language_sure, "
    "answer_language, needs, needs_decided, urgency, urgency_decided, cell, place_decided, "
    "sealed_notes, cover, own_phone, safe_hours, question, helped, opened_at, last_in_at, "
    "messages_in, waiting_since, first_answer_at, taken_by_id, taken_at, merged_into_id, "
    "merged_at, merged_by_id, kind, for_other) FROM STDIN"
)
TEXTS = (
    "COPY reach_message (id, scope_id, conversation_id, direction, channel, kind, at, sealed_text, "
    "language, part_ref, delivery, delivery_reason) FROM STDIN"
)

_known: list[str] = []


def main() -> None:
    """`build/bench/queue.json`."""
    with stage() as house:
        seed.crisis()
        _fill(house)
        client = _officer()
        with house.role("web"):
            asked = [_cost(client, one) for one in FILTERS]
            asked.append(_rested(client))
            measured = {one: _times(client, one) for one in FILTERS}
        floor = _floor(house)
    by_filter = {one: some for one, (some, _) in measured.items()}
    times = [one for some in by_filter.values() for one in some]
    each = {one: record.percentile(some, 0.95) for one, some in by_filter.items()}
    worst = max(each, key=lambda one: each[one])
    p95 = each[worst]
    record.write(
        name="queue",
        size={
            "waiting": ROWS,
            "merged": MERGED,
            "answered": ANSWERED,
            "pages": len(times),
            "filters": len(FILTERS),
        },
        figure=p95,
        unit="ms p95, the slowest filter",
        higher_is_better=False,
        goal=GOAL_MS,
        spread=(min(times), max(times)),
        baseline_name="the same 50 rows and counts in bare SQL, p95 ms",
        baseline_figure=record.percentile(floor, 0.95),
        median=round(record.percentile(times, 0.5), 1),
        queries=max(one.queries for one in asked),
        rooms=max(one.rooms for one in asked),
        cpu=round(max(worked for _, worked in measured.values()), 1),
        goal_queries=GOAL_QUERIES,
        slowest=worst,
        by_filter={one: round(value, 1) for one, value in each.items()},
    )


def _fill(house: House) -> None:
    """Sealed rows, as the worker writes them."""
    whole = ROWS + MERGED + ANSWERED
    print(f"  {whole:,} conversations", flush=True)
    first: list[UUID] = []
    for start in range(0, whole, BATCH):
        ids = [new_ref() for _ in range(BATCH)]
        first = first or ids
        what = "wait" if start < ROWS else "merged" if start < ROWS + MERGED else "answered"
        _fill_batch(house, ids, what, first)
        if (start // BATCH) % 25 == 24:
            print(f"  {start + BATCH:,}", flush=True)
    with psycopg.connect(house.owner, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE reach_conversation")
        connection.execute("VACUUM ANALYZE reach_message")


def _fill_batch(house: House, ids: list[UUID], what: str, heads: list[UUID]) -> None:
    vault.make_keys(refs_=ids, kind="conversation")
    messages = [new_ref() for _ in ids]
    clear = [
        Clear(ref, f"message:{message}", TEXT) for ref, message in zip(ids, messages, strict=True)
    ]
    clear += [notes.clear(ref, Notes(place="Delmas 33", urgency=["douz moun"])) for ref in ids]
    blobs = firewall.seal(what=clear, actor=machine([LINE]))
    now, dice = clock.now(), random.Random(ids[0].int)
    with psycopg.connect(house.owner) as connection, connection.cursor() as cursor:
        with cursor.copy(ROW) as copy:
            for number, ref in enumerate(ids):
                row = _row(ref, blobs[BATCH + number], dice, now)
                copy.write_row(
                    [*row, *_whose(what, number, heads, dice, row[-2]), "request", False]
                )
        with cursor.copy(TEXTS) as copy:
            for ref, message, blob in zip(ids, messages, blobs, strict=False):
                copy.write_row(
                    [message, LINE, ref, "in", "kannel", "text", now, blob, "ht", "", "", ""]
                )


def _row(ref: UUID, sealed: bytes, dice: random.Random, now: datetime) -> list[Any]:
    """What every conversation has."""
    at = now - timedelta(minutes=dice.randrange(1, 20_000))
    rare = dice.random() < 0.0005
    needs = ["rescue"] if rare else dice.sample(NEEDS, 2)
    language = "fr" if rare and dice.random() < 0.5 else dice.choice(LANGUAGES)
    named = [ref, LINE, _reference(ref), "kannel", "received"]
    sorted_as = [language, True, "", needs, False, dice.randrange(5)]
    place = [False, cell_of(18.4 + dice.random() / 4, -72.4 + dice.random() / 4), False, sealed]
    return [*named, *sorted_as, *place, False, False, [], "", "", at, at, 1]


def _whose(
    what: str, number: int, heads: list[UUID], dice: random.Random, at: datetime
) -> list[Any]:
    """Waiting since, answered at, held by and since, merged into, when and by whom."""
    mine = staff_id("bruno")
    if what == "wait":
        held = [mine, at] if number % 500 == 1 else [None, None]
        return [at, None, *held, None, None, None]
    if what == "merged":
        return [None, None, None, None, dice.choice(heads), at, mine]
    return [None, at + timedelta(minutes=dice.randrange(1, 300)), None, None, None, None, None]


def _reference(ref: UUID) -> str:
    """A name for it; one is remembered, to be looked for."""
    name = reference_of(ref)
    if not _known:
        _known.append(name)
    return name


def _officer() -> Client:
    client = Client()
    client.cookies["amparo_session"] = accounts.open_session(staff=staff_id("bruno"))
    return client


def _get(client: Client, query: str) -> None:
    query = query.format(reference=_known[0])
    answer = client.get(f"/console/queue/?{query}")
    if answer.status_code != 200 or b"Delmas 33" not in answer.content:
        raise SystemExit(f"the page is not the queue: {answer.status_code} {query}")


def _cost(client: Client, query: str) -> pages.Cost:
    """What one page asks of an officer who works on: what changes seldom is known by then."""
    _get(client, query)
    return pages.cost(lambda: _get(client, query))


def _rested(client: Client) -> pages.Cost:
    """The same after a pause: counts, alarms, warnings and notes are looked up anew."""
    time.sleep(REST_SECONDS)
    return pages.cost(lambda: _get(client, ""))


def _times(client: Client, query: str) -> tuple[list[float], float]:
    return pages.times(lambda: _get(client, query), PAGES)


def _floor(house: House) -> list[float]:
    """The least PostgreSQL has to do for this page, as the owner, without policies or keys."""
    times = []
    with psycopg.connect(house.owner) as connection:
        for _ in range(PAGES):
            start = time.perf_counter()
            connection.execute(
                "SELECT * FROM reach_conversation WHERE scope_id = %s AND waiting_since IS NOT "
                "NULL ORDER BY urgency DESC, waiting_since, id LIMIT 50",
                [LINE],
            ).fetchall()
            connection.execute(
                "SELECT urgency, language, count(*) FROM reach_conversation WHERE scope_id = %s "
                "AND waiting_since IS NOT NULL GROUP BY 1, 2",
                [LINE],
            ).fetchall()
            times.append((time.perf_counter() - start) * 1000)
    return times
