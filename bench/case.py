"""The page of a case with 200 entries, and the list over 10,000 cases: p95, beside the bare SQL."""

import random
import time
from datetime import timedelta
from uuid import UUID

import psycopg
from django.test import Client

from amparo.aid.cases import actions
from amparo.aid.cases.actions import TaskFacts
from amparo.guard.accounts import actions as accounts
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Clear
from amparo.kernel import clock
from amparo.kernel.refs import new_ref
from amparo.reach.messaging import queries as messaging
from bench import pages, record
from bench.stage import stage
from tests import seed
from tests.cast import LINE, actor, staff_id
from tests.harness import House

CASES, ENTRIES, TASKS, PAGES, GOAL_MS = 10_000, 200, 20, 60, 150.0
# Sahana Eden's case list at 10,000 cases on a like machine took 430 to 530 ms.
EDEN_MS = 430.0
Measured = tuple[list[float], float, pages.Cost]
NEEDS = ("water", "food", "doctor", "shelter")
ROW = (
    "COPY aid_case (id, scope_id, reference, state, sealed_wish, wish_kind, wish_language, "
    "language, needs, urgency, opened_at, opened_by_id, due_at, outcome) FROM STDIN"
)
LINES = "COPY aid_entry (id, scope_id, case_id, kind, at, by_id, sealed_text, state) FROM STDIN"
TEXT = "Called back: the aunt in Jacmel has a room for the four of them until the end of the month"


def main() -> None:
    """`build/bench/case.json` and `build/bench/cases.json`."""
    with stage() as house:
        case = _one_case(house)
        _many(house)
        client = Client()
        client.cookies["amparo_session"] = accounts.open_session(staff=staff_id("bruno"))
        with house.role("web"):
            one = _page(client, f"/console/case/{case}/", TEXT.encode())
            lists = _page(client, "/console/cases/", b"data-row")
            closed = _page(client, "/console/cases/?state=closed", b"data-row")
        floor = _floor(house, case)
    _write("case", [one], floor)
    _write("cases", [lists, closed], [EDEN_MS])


def _write(name: str, measured: list[Measured], floor: list[float]) -> None:
    times = [time for found, _, _ in measured for time in found]
    bare = "the same rows in bare SQL, p95 ms" if name == "case" else "Sahana Eden's list, ms"
    record.write(
        name=name,
        size={"cases": CASES, "entries": ENTRIES, "tasks": TASKS, "pages": len(times)},
        figure=record.percentile(times, 0.95),
        unit="ms p95",
        higher_is_better=False,
        goal=GOAL_MS,
        spread=(min(times), max(times)),
        baseline_name=bare,
        baseline_figure=record.percentile(floor, 0.95),
        median=round(record.percentile(times, 0.5), 1),
        cpu=round(max(worked for _, worked, _ in measured), 1),
        queries=max(cost.queries for _, _, cost in measured),
        rooms=max(cost.rooms for _, _, cost in measured),
    )


def _one_case(house: House) -> UUID:
    """A case with its conversation, 200 entries and a plan."""
    by = actor("bruno")
    setting = seed.crisis()
    seed.services()
    for _ in range(20):
        seed.message("Nou bezwen yon kote pou domi nan Delmas 33")
    seed.read_all(setting, house)
    row = messaging.queue(by, messaging.QueueFilter()).rows[0]
    case = actions.open_case(facts=messaging.case_facts(by, row.id), wish="To stay", by=by)
    due = clock.now() + timedelta(hours=5)
    plan = [TaskFacts("Call the aunt", due_at=due) for _ in range(TASKS)]
    actions.add_tasks(case=case, several=plan, by=by)
    ids = [new_ref() for _ in range(ENTRIES)]
    blobs = firewall.seal(what=[Clear(case, f"entry:{one}", TEXT) for one in ids], actor=by)
    now = clock.now()
    with (
        psycopg.connect(house.owner) as connection,
        connection.cursor() as cursor,
        cursor.copy(LINES) as copy,
    ):
        for number, (ref, blob) in enumerate(zip(ids, blobs, strict=True)):
            at = now - timedelta(hours=number)
            copy.write_row([ref, LINE, case, "note", at, by.id, blob, ""])
    return case


def _many(house: House) -> None:
    """Sealed rows, as the console writes them."""
    print(f"  {CASES:,} cases", flush=True)
    ids = [new_ref() for _ in range(CASES)]
    now, dice, by = clock.now(), random.Random(1), actor("bruno")
    with psycopg.connect(house.owner) as connection, connection.cursor() as cursor:
        with cursor.copy(ROW) as copy:
            for start in range(0, CASES, 1000):
                part = ids[start : start + 1000]
                vault.make_keys(refs_=part, kind="case")
                wishes = [Clear(one, f"wish:{one}", "To stay") for one in part]
                blobs = firewall.seal(what=wishes, actor=by)
                for ref, blob in zip(part, blobs, strict=True):
                    state = dice.choice(("open", "referred", "open"))
                    at = now - timedelta(minutes=dice.randrange(1, 200_000))
                    due = at + timedelta(hours=dice.randrange(1, 2000))
                    needs = [dice.choice(NEEDS)]
                    named = [ref, LINE, "ABC123", state, blob, "stay", "en", "ht", needs]
                    copy.write_row([*named, dice.randrange(5), at, by.id, due, ""])
        cursor.execute(
            "UPDATE aid_case SET state = 'closed', outcome = 'helped', closed_at = opened_at, "
            "closed_by_id = opened_by_id WHERE urgency = 1"
        )
    with psycopg.connect(house.owner, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE aid_case")
        connection.execute("VACUUM ANALYZE aid_entry")


def _page(client: Client, path: str, sign: bytes) -> Measured:
    """Its times, the time on the processor, and what it asks; the first page is not counted."""

    def get() -> None:
        answer = client.get(path)
        if answer.status_code != 200 or sign not in answer.content:
            raise SystemExit(f"{path}: {answer.status_code}, or not what it should show")

    get()
    return *pages.times(get, PAGES), pages.cost(get)


def _floor(house: House, case: UUID) -> list[float]:
    """The least PostgreSQL has to do for the page, as the owner, without policies or keys."""
    times = []
    with psycopg.connect(house.owner) as connection:
        for _ in range(PAGES):
            start = time.perf_counter()
            for table, column in (("case", "id"), ("entry", "case_id"), ("task", "case_id")):
                connection.execute(
                    f"SELECT * FROM aid_{table} WHERE {column} = %s",  # ours
                    [case],
                ).fetchall()
            times.append((time.perf_counter() - start) * 1000)
    return times
