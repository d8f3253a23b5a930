"""The last step of a request for help, from Send to the receipt: p50 of one post after another.

Through the whole stack: door, pages, sealed to the key of the day, committed, the receipt as it is
sent. Beside it, in turns and behind a door of its own, a plain Django form that stores the same
words in the clear. Kerala Rescue's form, unsealed, took 17 ms on a like machine.
"""

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from amparo.doors.cli.services import answers
from bench import plain_form_table, record
from bench.stage import stage
from tests import seed
from tests.browser.place import running
from tests.door.house import free_port, until
from tests.harness import House

ROUNDS, POSTS, GOAL_MS = 10, 40, 17.0
WORDS = "Nou nan Delmas 19, nou bezwen dlo ak manje pou 12 moun, gen 3 timoun piti. Tanpri ede nou."
SAID = {"need": ["shelter", "food"], "words": WORDS, "place": "Delmas 19", "number": "+50937010203"}
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Encoding": "gzip"}
TOKEN = "a" * 32


def main() -> None:
    """`build/bench/asking.json`."""
    with stage() as house:
        seed.crisis()
        with running(house, worker=False) as url, _plain(house) as port:
            ours, plain = _client(int(url.rpartition(":")[2])), _client(port)
            found = _rounds(ours, plain)
        _check(house)
    times, beside = found
    record.write(
        name="asking",
        size={"posts": len(times), "bytes": len(_ours("x"))},
        figure=statistics.median(times),
        unit="ms p50",
        higher_is_better=False,
        goal=GOAL_MS,
        spread=(min(times), max(times)),
        baseline_name="a plain Django form behind the same door, unsealed, p50 ms",
        baseline_figure=statistics.median(beside),
        p95=round(record.percentile(times, 0.95), 2),
        baseline_p95=round(record.percentile(beside, 0.95), 2),
        load=round(os.getloadavg()[0], 1),
    )


def _rounds(
    ours: http.client.HTTPConnection, plain: http.client.HTTPConnection
) -> tuple[list[float], list[float]]:
    token = _token(ours)
    cookie = {"Cookie": f"csrftoken={TOKEN}"}
    times: list[float] = []
    beside: list[float] = []
    for number in range(ROUNDS + 1):
        mine = [_post(ours, "/ht/help/", _ours(token), {}) for _ in range(POSTS)]
        other = [_post(plain, "/plain/", _theirs(), cookie) for _ in range(POSTS)]
        if number:  # the first round only warms
            times += mine
            beside += other
    return times, beside


def _ours(token: str) -> str:
    last = {"at": "reach", "go": "send", "how": "say", "reach": "phone", "answer": "ht"}
    return urlencode({**SAID, **last, "form": token}, doseq=True)


def _theirs() -> str:
    return urlencode({**SAID, "csrfmiddlewaretoken": TOKEN}, doseq=True)


def _client(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port)


def _token(ours: http.client.HTTPConnection) -> str:
    ours.request("GET", "/ht/help/")
    page = ours.getresponse().read().decode()
    return page.partition('name="form" value="')[2].partition('"')[0]


def _post(client: http.client.HTTPConnection, path: str, body: str, more: dict[str, str]) -> float:
    start = time.perf_counter()
    client.request("POST", path, body, {**FORM, **more})
    answer = client.getresponse()
    said = answer.read()
    took = (time.perf_counter() - start) * 1000
    if answer.status != 200 or not said:
        raise SystemExit(f"{path} answers {answer.status}")
    return took


def _check(house: House) -> None:
    """Every post of either kind stands in the database, ours sealed."""
    wanted = (ROUNDS + 1) * POSTS
    with psycopg.connect(house.owner) as connection:
        for table in ("reach_envelope", "plain_request"):
            row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # ours
            if row is None or row[0] != wanted:
                raise SystemExit(f"{table} holds {row}, not {wanted}")


@contextmanager
def _plain(house: House) -> Iterator[int]:
    """The plain form, served as the house serves its pages, behind a second door; its port."""
    with psycopg.connect(house.owner, autocommit=True) as connection:
        connection.execute(plain_form_table.TABLE)
    address = house.data / "plain.txt"
    address.touch(mode=0o600)
    address.write_text(house.owner)
    socket, port = house.sockets / "plain.sock", free_port()
    told = {"process": "door", "bind": f"127.0.0.1:{port}", "web_socket": str(socket)}
    door = house.write("plain-door", {**house.config, **told})
    with _served(socket, address), house.running("amparo.doors.intake", door):
        yield port


@contextmanager
def _served(socket: Path, address: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", "bench.plain_form:application", "-w", "2"]
    how = [f"--bind=unix:{socket}", "--config=python:amparo.doors.cli.pages"]
    env = {**os.environ, "PLAIN_FORM": str(address)}
    with subprocess.Popen([*command, *how], env=env) as server:
        try:
            until(lambda: answers(socket, "/plain/"), "the plain form")
            yield
        finally:
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    main()
