"""From acknowledged to understood and in the queue, at 200 messages a second for a minute.

The door, the worker, the keyholder and PostgreSQL are real processes on this machine; the sender
and the observer share it with them. Latency is what an observer sees, who looks every few
hundredths of a second. The floor, in the same run: the door's own time to acknowledge.
"""

import time
from functools import partial
from uuid import UUID

from amparo.doors.cli import replay_file, replay_send
from amparo.doors.cli.replay_file import Row
from amparo.doors.cli.replay_watch import Watch
from amparo.kernel.authority import machine
from amparo.reach.messaging import figures
from amparo.reach.messaging.channels.inbound import envelope_id
from bench import record
from bench.stage import stage
from tests import seed
from tests.cast import LINE
from tests.door.house import free_port
from tests.harness import House

RATE, SECONDS, GOAL_SECONDS, PATIENCE = 200, 60, 1.0, 60.0
TEXTS = (
    "Mwen nan Delmas {n}, nou bezwen dlo ak manje pou {n} moun, gen 3 timoun piti. Tanpri ede nou",
    "Kay la kraze sou nou nan Delmas {n}, gen moun blese ki bezwen dokte vit",
    "We are {n} people at the school in Jacmel, no water since 2 days, one woman is pregnant",
    "Nous sommes {n} personnes a Jacmel, la maison est tombee, il faut une tente et un medecin",
    "نحن {n} أشخاص في المدرسة ولا يوجد ماء منذ يومين",
    "Kote nou ka jwenn enfomasyon sou fanmi nou ki te nan Delmas {n}",
)


def main() -> None:
    """`build/bench/understood.json`."""
    with stage() as house:
        seed.crisis()
        bind = f"127.0.0.1:{free_port()}"
        door = house.write("door", {**house.config, "process": "door", "bind": bind})
        worker = house.write("worker", {**house.config, "process": "worker"})
        with (
            house.running("amparo.doors.intake", door),
            house.running("amparo.doors.worker", worker),
        ):
            _run(house, bind, 5, "warm")
            sent, seconds = _run(house, bind, SECONDS, "run")
    if sent.refused or len(seconds) != RATE * SECONDS:
        raise SystemExit(f"{len(sent.refused)} refused, {len(seconds)} of {RATE * SECONDS} read")
    record.write(
        name="understood",
        size={"messages": len(seconds), "rate": RATE, "seconds": SECONDS},
        figure=record.percentile(seconds, 0.95),
        unit="s p95",
        higher_is_better=False,
        goal=GOAL_SECONDS,
        spread=(min(seconds), max(seconds)),
        baseline_name="the door's acknowledgement, s p95",
        baseline_figure=record.percentile(sent.seconds, 0.95),
        median=round(record.percentile(seconds, 0.5), 3),
        rate_reached=round(sent.rate, 1),
    )


def _run(house: House, bind: str, seconds: int, name: str) -> tuple[replay_send.Sent, list[float]]:
    """What was acknowledged, and for each message the seconds until it was seen in the queue."""
    secrets = house.config["door"]
    key = bytes.fromhex(secrets["id_key"])
    secret = secrets["channels"]["json"]["secret"].encode()
    rows = [_row(number, name) for number in range(RATE * seconds)]
    begun = time.monotonic()

    def done(row: Row | None) -> None:
        if row is not None:
            watch.acknowledged(_id(key, row))

    with Watch(partial(figures.read_in, machine([LINE])), set()) as watch:
        sent = replay_send.send(
            rows,
            lambda row: replay_file.as_json(row, secret),
            f"http://{bind}",
            rate=RATE,
            done=done,
        )
        watch.wait(lambda _: None, PATIENCE)
    print(f"  {name}: {len(rows):,} messages in {time.monotonic() - begun:.0f} s", flush=True)
    return sent, watch.seconds


def _id(key: bytes, row: Row) -> UUID:
    return envelope_id(key, "json", row.id)


def _row(number: int, name: str) -> Row:
    """Every third message is from someone who wrote before."""
    text = TEXTS[number % len(TEXTS)].format(n=number % 60 + 1)
    return Row(number, f"{name}-{number}", replay_file.sender(number * 2 // 3), text)
