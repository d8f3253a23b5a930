"""Ranking over 20,000 services: p95, beside the plain SQL fetch of as many candidate rows."""

import random
import time
from datetime import UTC, date, datetime, timedelta

import psycopg

from amparo.commons.crises import actions as crises
from amparo.commons.directory import candidates, importing, queries
from amparo.commons.directory.facts import Draft, OrganisationFacts, ServiceFacts
from amparo.commons.directory.hours import Slot
from amparo.commons.directory.queries import Wanted
from amparo.kernel.authority import anyone, machine
from amparo.kernel.rooms import room
from bench import record
from bench.stage import stage
from tests.harness import House

SERVICES, ORGANISATIONS, CALLS, WARM, GOAL_MS = 20_000, 2_000, 400, 20, 50.0
BATCH = 2_000
NOW = datetime(2026, 3, 18, 14, 0, tzinfo=UTC)
NEEDS = (
    "rescue doctor medicine food water shelter unsafe gbv child_alone search held asylum papers "
    "consular wages stranded transit psychosocial information phone"
).split()
LANGUAGES = ("ht", "fr", "es", "en", "ar", "am", "tl", "bn", "ne", "pt", "ru", "id")
KINDS = ("cso", "cso", "cso", "faith", "shelter", "union", "international", "ministry", "consulate")
# Two in five lie in the capital, as services do; the others in towns over the whole country.
_GIVEN = frozenset({"name"})  # nothing is written twice here
CAPITAL, COUNTRY = (18.54, -72.34), ((18.1, 19.9), (-74.3, -71.7))


def main() -> None:
    """`build/bench/ranking.json`."""
    dice = random.Random(20)
    with stage() as house:
        crises.seed_needs(by=machine())
        _fill(house, dice)
        wanted = [_wanted(dice) for _ in range(CALLS)]
        for one in wanted[:WARM]:
            queries.rank(one)
        times, floor = _measure(wanted)
        plan = _plan(wanted[0])
    p95 = record.percentile(times, 0.95)
    record.write(
        name="ranking",
        size={"services": SERVICES, "organisations": ORGANISATIONS, "calls": CALLS},
        figure=p95,
        unit="ms p95",
        higher_is_better=False,
        goal=GOAL_MS,
        spread=(min(times), max(times)),
        baseline_name="the candidates' rows alone, fetched by the same SQL, p95 ms",
        baseline_figure=record.percentile(floor, 0.95),
        median=round(record.percentile(times, 0.5), 1),
        plan=plan,
    )


def _fill(house: House, dice: random.Random) -> None:
    print(f"  {SERVICES:,} services", flush=True)
    for start in range(0, SERVICES, BATCH):
        with room("commons", machine()):
            importing.write([_draft(dice, n) for n in range(start, start + BATCH)], NOW, machine())
        print(f"  {start + BATCH:,}", flush=True)
    with psycopg.connect(house.owner, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE commons_service")
        connection.execute("VACUUM ANALYZE commons_organisation")


def _place(dice: random.Random) -> tuple[float, float]:
    if dice.random() < 0.4:
        return dice.gauss(CAPITAL[0], 0.06), dice.gauss(CAPITAL[1], 0.06)
    return dice.uniform(*COUNTRY[0]), dice.uniform(*COUNTRY[1])


def _hours(dice: random.Random) -> tuple[Slot, ...]:
    if dice.random() < 0.2:
        return ()
    if dice.random() < 0.2:
        return tuple(Slot(day, "20:00", "06:00") for day in range(7))
    opens, closes = dice.choice(("08:00", "09:00")), dice.choice(("15:00", "17:00", "18:30"))
    return tuple(Slot(day, opens, closes) for day in range(dice.choice((5, 6, 7))))


def _draft(dice: random.Random, number: int) -> Draft:
    lat, lon = _place(dice)
    free = dice.choice((None, None, 0, 1, 5, 20))
    who = dice.randrange(ORGANISATIONS)
    organisation = OrganisationFacts(
        name=f"Organisation {who}",
        kind=KINDS[who % len(KINDS)],
        firewall=("keeps", "unknown", "reports")[who % 3],
        source="bench",
        ref=str(who),
    )
    service = ServiceFacts(
        name=f"Service {number}",
        description="What is done there, for whom, and how to come. " * 6,
        needs=tuple(dice.sample(NEEDS, dice.choice((1, 1, 2, 3)))),
        languages=tuple(dice.sample(LANGUAGES, dice.choice((0, 1, 2, 3)))),
        place=f"Town {number % 140}",
        address=f"{number} Street",
        address_hidden=number % 20 == 0,
        lat=None if number % 25 == 0 else lat,
        lon=None if number % 25 == 0 else lon,
        timezone="America/Port-au-Prince",
        hours=_hours(dice),
        documents=dice.choice(("none", "some", "unknown")),
        free=free,
        free_at=None if free is None else NOW - timedelta(hours=dice.randrange(200)),
        confirmed_on=date(2026, 1, 1) - timedelta(days=dice.randrange(700)),
        source="bench",
        ref=str(number),
    )
    return Draft(f"row {number}", organisation, service, _GIVEN, frozenset({"name"}))


def _wanted(dice: random.Random) -> Wanted:
    """One in eight says no place, one in six names no language that we know."""
    placed = dice.random() > 0.125
    lat, lon = _place(dice)
    return Wanted(
        needs=tuple(dice.sample(NEEDS, dice.choice((1, 1, 2, 3)))),
        lat=lat if placed else None,
        lon=lon if placed else None,
        languages=tuple(dice.sample(LANGUAGES, dice.choice((0, 1, 1, 1, 2, 2)))),
        at=NOW + timedelta(hours=dice.randrange(168)),
    )


def _measure(wanted: list[Wanted]) -> tuple[list[float], list[float]]:
    """Ranking and the bare fetch by turns, in milliseconds."""
    times: list[float] = []
    floor: list[float] = []
    for one in wanted:
        start = time.perf_counter()
        found = queries.rank(one)
        times.append((time.perf_counter() - start) * 1000)
        assert found
        start = time.perf_counter()
        with room("commons", anyone()):
            candidates.fetch(one)
        floor.append((time.perf_counter() - start) * 1000)
    return times, floor


def _plan(wanted: Wanted) -> list[str]:
    """What PostgreSQL does for one call, under row-level security."""
    with room("commons", anyone()):
        statement = candidates.query(wanted).explain(analyze=True)
    print(statement)
    return [line.strip() for line in statement.splitlines() if "Scan" in line or "Time" in line]
