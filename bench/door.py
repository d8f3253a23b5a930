"""The door, sealed and durable, beside pgbench and beside a Django view.

Every figure is messages a second, all clients on this machine. The three alternate in short
rounds, so that whatever else the machine does falls on each of them alike.
"""

import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from amparo.reach.messaging.channels.json.verify import sign
from bench.load import write_requests
from tests.door.house import House, Process, connected, free_port, house, until

ROUNDS, SECONDS, CONNECTIONS, PAGE_CONNECTIONS = 7, 3.0, 64, 8
TEXT = "Mwen nan Delmas 19, nou bezwen dlo ak manje pou 12 moun, gen 3 timoun piti. Tanpri ede nou."
OUT = Path("build/bench")
Json = dict[str, Any]


def main() -> None:
    """Three files in build/bench: door, door-wsgi, door-pages."""
    OUT.mkdir(parents=True, exist_ok=True)
    with house() as place, ExitStack() as stack:
        papers = place.write_papers()
        stack.enter_context(Process(papers))
        until(lambda: connected(place), "the door's connection")
        view = stack.enter_context(_gunicorn(papers, f"127.0.0.1:{free_port()}"))
        stack.enter_context(_gunicorn(papers, f"unix:{place.web_socket}"))
        found = _rounds(place, int(view.rpartition(":")[2]))
    _write_all(found)


def _rounds(place: House, view_port: int) -> dict[str, list[float]]:
    """For each thing measured its figures, one a round."""
    measures: dict[str, Callable[[str], float]] = {
        "door": lambda tag: _load(place, place.port, tag),
        "pgbench simple": lambda _: _pgbench(place, "simple"),
        "pgbench prepared": lambda _: _pgbench(place, "prepared"),
        "view": lambda tag: _load(place, view_port, tag, most=4_000),
        "door beside pages": lambda tag: _beside_pages(place, tag),
    }
    found: dict[str, list[float]] = {name: [] for name in measures}
    if _pgbench_program() is None:
        print("  pgbench is not installed (apt install postgresql-contrib): left out")
        del measures["pgbench simple"], measures["pgbench prepared"]
    _load(place, place.port, "warm")
    for number in range(ROUNDS):
        for name, measure in measures.items():
            place.clear()
            figure = measure(f"{name.replace(' ', '-')}-{number}")
            found[name].append(figure)
            print(f"  round {number + 1}/{ROUNDS}  {name:18} {figure:9,.0f} /s", flush=True)
    return found


def _load(place: House, port: int, tag: str, *, most: int = 20_000) -> float:
    """Messages a second that were acknowledged, every one of them stored."""
    file = place.folder / f"requests-{port}"
    write_requests(file, _requests(place, int(most * SECONDS), tag))
    with _client(port, CONNECTIONS, file) as client:
        outcome = _outcome(client)
    if set(outcome["statuses"]) != {"202"} or outcome["ran_dry"]:
        raise SystemExit(f"the load did not run as meant: {outcome}")
    if place.count() != outcome["sent"]:
        raise SystemExit(f"{outcome['sent']} acknowledged, {place.count()} stored")
    return float(outcome["sent"] / outcome["seconds"])


def _beside_pages(place: House, tag: str) -> float:
    """The door's figure while browsers ask for pages through it as fast as they get them."""
    file = place.folder / "pages"
    page = b"GET /page HTTP/1.1\r\nHost: amparo\r\nAccept: text/html\r\n\r\n"
    write_requests(file, (page for _ in range(int(5_000 * SECONDS))))
    with _client(place.port, PAGE_CONNECTIONS, file) as browsers:
        _go(browsers)
        figure = _load(place, place.port, tag)
        browsers.wait()
    return figure


def _requests(place: House, count: int, tag: str) -> Iterator[bytes]:
    """By turns a signed JSON message and one as Kannel posts it, each with an id of its own."""
    for number in range(count):
        yield (_json if number % 2 else _sms)(place, f"{tag}-{number:08}")


def _json(place: House, id: str) -> bytes:
    body = json.dumps({"id": id, "from": "+50937123456", "text": TEXT}).encode()
    signed = sign(place.secret.encode(), body, time.time())
    head = (
        "POST /intake/json HTTP/1.1\r\nHost: amparo\r\nContent-Type: application/json\r\n"
        f"X-Amparo-Signature: {signed}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _sms(place: House, id: str) -> bytes:
    body = TEXT.encode()
    head = (
        f"POST /intake/kannel/{place.token}?id={id} HTTP/1.1\r\nConnection: keep-alive\r\n"
        'User-Agent: Kannel/1.4.5\r\nContent-Type: text/plain; charset="UTF-8"\r\n'
        "X-Kannel-From: +50937123456\r\nX-Kannel-To: 700\r\n"
        "X-Kannel-Time: 2026-11-22 01:43:36\r\nDate: 2026-11-22 01:43:36\r\n"
        "X-Kannel-SMSC: fake\r\nX-Kannel-Coding: 0\r\nX-Kannel-Service: default\r\n"
        f"Content-Length: {len(body)}\r\nHost: amparo\r\n\r\n"
    )
    return head.encode() + body


@contextmanager
def _client(port: int, connections: int, file: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "bench.load", str(port), str(SECONDS), str(connections)]
    with subprocess.Popen(
        [*command, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as client:
        assert client.stdout is not None
        client.stdout.readline()
        yield client


def _go(client: subprocess.Popen[str]) -> None:
    assert client.stdin is not None
    client.stdin.write("\n")
    client.stdin.flush()


def _outcome(client: subprocess.Popen[str]) -> Json:
    _go(client)
    assert client.stdout is not None
    outcome: Json = json.loads(client.stdout.readline())
    return outcome


def _pgbench(place: House, mode: str) -> float:
    """Single-row commits a second of the same table, login, index, clause and size."""
    place.rows("SELECT 1")
    script = place.folder / "insert.sql"
    head, body = os.urandom(101).hex(), os.urandom(177).hex()
    script.write_text(
        "INSERT INTO reach_envelope (id, received_at, channel, head, body) VALUES "
        f"(gen_random_uuid(), now(), 'json', '\\x{head}', '\\x{body}') ON CONFLICT DO NOTHING;\n"
    )
    where = ["-h", place.postgres.host, "-p", str(place.postgres.port), "-U", "amparo_door"]
    size = ["-n", "-c", "8", "-j", "2", "-T", str(int(SECONDS)), "-M", mode, "-f", str(script)]
    env = {**os.environ, "PGPASSWORD": "door"}
    command = [str(_pgbench_program()), *size, *where, "amparo"]
    said = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    figure = re.search(r"tps = ([0-9.]+)", said)
    assert figure is not None, said
    return float(figure[1])


def _pgbench_program() -> str | None:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"), reverse=True)
    return shutil.which("pgbench") or (str(installed[0]) if installed else None)


@contextmanager
def _gunicorn(papers: Path, bind: str) -> Iterator[str]:
    """The Django view and the page, served as the house serves its pages."""
    command = [sys.executable, "-m", "gunicorn", "bench.wsgi_view:application", f"--bind={bind}"]
    how = ["--worker-class=gthread", "--workers=2", "--threads=8", "--keep-alive=30"]
    quiet = ["--log-level=warning", "--no-control-socket"]
    env = {**os.environ, "DOOR_BENCH": str(papers)}
    with subprocess.Popen([*command, *how, *quiet], env=env) as server:
        try:
            yield bind
        finally:
            server.terminate()
            server.wait(30)


def _write_all(found: dict[str, list[float]]) -> None:
    door = found["door"]
    size = {"rounds": ROUNDS, "seconds": SECONDS, "connections": CONNECTIONS, "bytes": len(TEXT)}
    beside = {name: round(statistics.median(f)) for name, f in found.items() if f}
    _write("door", door, size | {"beside": beside}, "pgbench simple", found, 1.0)
    _write("door-wsgi", door, size, "view", found, 10.0)
    size = size | {"page_connections": PAGE_CONNECTIONS}
    _write("door-pages", found["door beside pages"], size, "door", found, 0.4)


def _write(
    name: str,
    figures: list[float],
    size: Json,
    base: str,
    found: dict[str, list[float]],
    goal: float,
) -> None:
    """One file as the house's contract for benchmarks says; the ratio is of medians."""
    figure = statistics.median(figures)
    baseline = statistics.median(found[base]) if found[base] else None
    report = {
        "name": name,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}",
        "size": size,
        "figure": round(figure, 1),
        "unit": "messages/s",
        "higher_is_better": True,
        "goal": None,
        "goal_ratio": goal,
        "baseline_name": base,
        "baseline_figure": baseline and round(baseline, 1),
        "ratio": baseline and round(figure / baseline, 3),
        "spread": [round(min(figures), 1), round(max(figures), 1)],
    }
    (OUT / f"{name}.json").write_text(json.dumps(report, indent=1) + "\n")
    print(f"{name}: {figure:,.0f} /s, {report['ratio']} of {base} (goal {goal})", flush=True)


if __name__ == "__main__":
    main()
