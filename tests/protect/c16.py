"""C16: processes are killed while messages arrive, and nothing that was promised is lost.

Of every acknowledged message there is exactly one, whole, in one conversation, and it can be read;
every receipt code that was shown opens its request. The control is a door that acknowledges before
its commit is on disk.
"""

import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import psycopg

from tests.protect.house import Whole, until
from tests.protect.load import read
from tests.protect.report import Report
from tests.protect.stream import Stream

KILLED = ("postgres", "worker", "keyholder", "door", "web")
HASTY, CAREFUL = "tests.protect.hasty_door", "amparo.doors.intake"
LONGEST_PAUSE = 0.5  # seconds between a house that serves and the next kill


@dataclass(frozen=True, slots=True)
class Size:
    """How many kills at how many messages a second; `wait` for what dead workers held."""

    kills: int
    rate: float
    control_kills: int
    wait: bool


SMALL = Size(kills=10, rate=60, control_kills=2, wait=False)
LARGE = Size(kills=100, rate=80, control_kills=5, wait=True)
FULL = Size(kills=500, rate=150, control_kills=20, wait=True)

HELD_UP = "SELECT 1 FROM pg_locks WHERE relation = 'reach_message'::regclass AND NOT granted"
# What must not be there, each with the rows that show it.
WRONG = {
    "an envelope that is not read": "SELECT id FROM reach_envelope WHERE state <> 'handled'",
    "an envelope read but not emptied": (
        "SELECT id FROM reach_envelope WHERE state = 'handled' AND (head <> '' OR body <> '')"
    ),
    "an envelope read without a message": (
        "SELECT id FROM reach_envelope e WHERE state = 'handled' "
        "AND NOT EXISTS (SELECT FROM reach_message m WHERE m.id = e.id)"
    ),
    "a message without words": "SELECT id FROM reach_message WHERE sealed_text = ''",
    "a conversation that miscounts": (
        "SELECT c.id FROM reach_conversation c WHERE messages_in <> (SELECT count(*) "
        "FROM reach_message m WHERE m.conversation_id = c.id AND direction = 'in')"
    ),
    "a conversation without a message": (
        "SELECT id FROM reach_conversation c WHERE NOT EXISTS "
        "(SELECT FROM reach_message m WHERE m.conversation_id = c.id)"
    ),
    "a person acknowledged twice": (
        "SELECT conversation_id FROM reach_message WHERE kind = 'ack' "
        "GROUP BY conversation_id HAVING count(*) > 1"
    ),
    "a contact without a conversation": (
        "SELECT id FROM reach_contact k WHERE NOT EXISTS "
        "(SELECT FROM reach_conversation c WHERE c.contact_id = k.id)"
    ),
}


def run(house: Whole, size: Size, seed: int = 1) -> Report:
    """The report, from a house that has been started."""
    with Stream(house, "kill-while", size.rate, web_every=20) as stream:
        for number, names in enumerate(_schedule(size.kills, seed), 1):
            house.say(f"kill {number}/{size.kills}: {names}")
            stream.grow(5)
            threading.Event().wait(random.Random(names).uniform(0, LONGEST_PAUSE))
            house.tell(f"kill {names}")
        stream.grow(5)
    _read_all(house, size.wait)
    _at_the_worst_moment(house, stream)
    _read_all(house, size.wait)
    house.say(f"{len(stream.promised):,} promises are looked up; then the hasty door")
    lost, wrong = _lost(house, stream), _wrong(house, stream)
    hasty = _control(house, size)
    figure = lost + sum(wrong.values())
    return Report(
        check="C16",
        size={
            "kills": size.kills,
            "acknowledged": len(stream.promised),
            "receipts": len(stream.codes),
            "sent again": stream.again,
            "messages a second": size.rate,
        },
        figure=figure,
        unit="messages lost, doubled or half-written",
        bar=0,
        holds=figure == 0,
        control_figure={"acknowledged before the disk, lost": hasty},
        control_red=hasty > 0,
        words=f"{lost} lost; " + "; ".join(f"{n} times {what}" for what, n in wrong.items() if n),
    )


def _schedule(kills: int, seed: int) -> Iterator[str]:
    """Whom to kill: each in turn, in random order, every fourth time two at once."""
    chance = random.Random(seed)
    names: list[str] = []
    for number in range(kills):
        names = names or chance.sample(KILLED, len(KILLED))
        one = names.pop()
        other = chance.choice([name for name in KILLED if name != one])
        yield f"{one} {other}" if number % 4 == 3 else one


def _at_the_worst_moment(house: Whole, stream: Stream) -> None:
    """The worker dies after the keyholder has heard of a receipt and before the rows are there.

    A lock on one table holds it exactly there.
    """
    with psycopg.connect(house.address("owner")) as holding:
        holding.execute("LOCK TABLE reach_message IN ACCESS EXCLUSIVE MODE")
        stream.ask(1)
        until(lambda: house.sql(HELD_UP), "the worker to be held up")
        house.tell("kill worker")
        holding.rollback()


def _read_all(house: Whole, wait: bool) -> None:
    """Everything has been read, also what dead workers had taken."""
    if not wait:
        # Instead of a minute that passes: no worker runs, and what was taken was long ago.
        house.tell("end worker")
        house.sql("UPDATE reach_envelope SET taken_at = taken_at - interval '1 hour'")
        house.tell("start worker")
    read(house)


def _lost(house: Whole, stream: Stream) -> int:
    """How many promised messages are not there."""
    ids = list(stream.promised)
    found = house.sql("SELECT id FROM reach_message WHERE id = ANY(%s) AND direction = 'in'", ids)
    return len(set(ids) - {one for (one,) in found})


def _wrong(house: Whole, stream: Stream) -> dict[str, int]:
    """How often each thing is there that must not be."""
    counted = {what: len(house.sql(query)) for what, query in WRONG.items()}
    texts = house.inside("texts", [str(one) for one in stream.promised])
    counted["a message that says something else"] = sum(
        texts.get(str(one), said) != said for one, said in stream.promised.items()
    )
    opened = house.inside("codes", stream.codes)
    counted["a receipt that opens nothing"] = sum(not good for good in opened.values())
    return counted


def _control(house: Whole, size: Size) -> int:
    """How many acknowledged messages a hasty door loses when PostgreSQL is killed."""
    house.tell("end worker")  # its own commits would carry the door's to the disk
    house.tell(f"become door {HASTY}")
    house.tell("kill door")
    with Stream(house, "hasty-door", size.rate) as stream:
        for _ in range(size.control_kills):
            stream.grow(40)
            house.tell("kill postgres")
        stream.grow(5)
    house.tell(f"become door {CAREFUL}")
    house.tell("kill door")
    house.tell("start worker")
    ids = list(stream.promised)
    found = house.sql("SELECT id FROM reach_envelope WHERE id = ANY(%s)", ids)
    return len(set[UUID](ids) - {one for (one,) in found})
