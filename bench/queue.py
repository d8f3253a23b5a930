"""The queue's page over 100,000 waiting conversations: p95 and queries, beside the bare SQL."""

import random
import time
from datetime import timedelta
from uuid import UUID

import psycopg
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amparo.guard.accounts import actions as accounts
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Clear
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.refs import new_ref
from amparo.reach.messaging import notes
from amparo.reach.messaging.notes import Notes
from bench import record
from bench.stage import stage
from tests import seed
from tests.cast import LINE, staff_id
from tests.harness import House

ROWS, BATCH, PAGES, GOAL_MS, GOAL_QUERIES = 100_000, 1_000, 60, 150.0, 12
LANGUAGES, NEEDS = ("ht", "ar", "am", "en", "es", "tl"), ("water", "food", "doctor", "shelter")
TEXT = "Nou bezwen dlo ak manje pou douz moun, tanpri vini vit"
FILTERS = ("", "urgency=4", "language=am", "need=doctor", "free=1", "mine=1")
ROW = (
    "COPY reach_conversation (id, scope_id, reference, channel, state, language, language_sure, "
    "answer_language, needs, needs_decided, urgency, urgency_decided, cell, place_decided, "
    "sealed_notes, cover, own_phone, safe_hours, question, helped, opened_at, last_in_at, "
    "waiting_since, messages_in) FROM STDIN"
)
TEXTS = (
    "COPY reach_message (id, scope_id, conversation_id, direction, channel, kind, at, sealed_text, "
    "language, part_ref, delivery, delivery_reason) FROM STDIN"
)


def main() -> None:
    """`build/bench/queue.json`."""
    with stage() as house:
        seed.crisis()
        _fill(house)
        client = _officer()
        with house.role("web"):
            queries = _count_queries(client)
            times = _times(client)
        floor = _floor(house)
    p95 = record.percentile(times, 0.95)
    record.write(
        name="queue",
        size={"conversations": ROWS, "pages": len(times), "filters": len(FILTERS)},
        figure=p95,
        unit="ms p95",
        higher_is_better=False,
        goal=GOAL_MS,
        spread=(min(times), max(times)),
        baseline_name="the same 50 rows and counts in bare SQL, p95 ms",
        baseline_figure=record.percentile(floor, 0.95),
        median=round(record.percentile(times, 0.5), 1),
        queries=queries,
        goal_queries=GOAL_QUERIES,
    )


def _fill(house: House) -> None:
    """Sealed rows, as the worker writes them."""
    print(f"  {ROWS:,} conversations", flush=True)
    for start in range(0, ROWS, BATCH):
        _fill_batch(house, [new_ref() for _ in range(BATCH)])
        if (start // BATCH) % 25 == 24:
            print(f"  {start + BATCH:,}", flush=True)
    with psycopg.connect(house.owner, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE reach_conversation")
        connection.execute("VACUUM ANALYZE reach_message")


def _fill_batch(house: House, ids: list[UUID]) -> None:
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
                at = now - timedelta(minutes=dice.randrange(1, 20_000))
                needs = dice.sample(NEEDS, 2)
                sorted_as = [dice.choice(LANGUAGES), True, "", needs, False, dice.randrange(5)]
                place = [False, 608_000_000_000_000_000, False, blobs[BATCH + number]]
                times = [False, False, [], "", "", at, at, at, 1]
                named = [ref, LINE, "ABC123", "kannel", "received"]
                copy.write_row([*named, *sorted_as, *place, *times])
        with cursor.copy(TEXTS) as copy:
            for ref, message, blob in zip(ids, messages, blobs, strict=False):
                copy.write_row(
                    [message, LINE, ref, "in", "kannel", "text", now, blob, "ht", "", "", ""]
                )


def _officer() -> Client:
    client = Client()
    client.cookies["amparo_session"] = accounts.open_session(staff=staff_id("bruno"))
    return client


def _get(client: Client, query: str) -> None:
    answer = client.get(f"/console/queue/?{query}")
    if answer.status_code != 200 or (b"Delmas 33" not in answer.content and query != "mine=1"):
        raise SystemExit(f"the page is not the queue: {answer.status_code}")


def _count_queries(client: Client) -> int:
    """Statements of one page, all logins together, BEGIN and COMMIT apart."""
    _get(client, "")
    contexts = [CaptureQueriesContext(connections[name]) for name in ("guard", "reach", "commons")]
    for context in contexts:
        context.__enter__()
    _get(client, "urgency=4")
    for context in contexts:
        context.__exit__(None, None, None)
    said = [query["sql"] for context in contexts for query in context.captured_queries]
    return sum(one.split(" ")[0] not in ("BEGIN", "COMMIT", "SAVEPOINT") for one in said)


def _times(client: Client) -> list[float]:
    times = []
    for _ in range(PAGES // len(FILTERS) + 1):
        for query in FILTERS:
            start = time.perf_counter()
            _get(client, query)
            times.append((time.perf_counter() - start) * 1000)
    return times


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
