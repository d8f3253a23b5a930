"""A client that costs little: every request is built before the clock starts.

    python -m bench.load PORT SECONDS CONNECTIONS FILE

FILE holds requests, each with its length before it. Prints one JSON line: sent, seconds, the
statuses that came, and latencies in milliseconds.
"""

import json
import select
import socket
import sys
import time
from collections import Counter, deque
from collections.abc import Iterable
from pathlib import Path

_LENGTH = 4


def write_requests(file: Path, requests: Iterable[bytes]) -> None:
    """The file from which `python -m bench.load` reads."""
    with file.open("wb") as out:
        for request in requests:
            out.write(len(request).to_bytes(_LENGTH, "big") + request)


def read_requests(file: Path) -> deque[bytes]:
    """The requests of a file."""
    data, at, found = file.read_bytes(), 0, deque[bytes]()
    while at < len(data):
        end = at + _LENGTH + int.from_bytes(data[at : at + _LENGTH], "big")
        found.append(data[at + _LENGTH : end])
        at = end
    return found


def run(port: int, seconds: float, connections: int, requests: deque[bytes]) -> dict[str, object]:
    """What came back, each connection asking again as soon as it was answered."""
    poll = select.epoll()
    socks: dict[int, socket.socket] = {}
    for _ in range(connections):
        sock = socket.create_connection(("127.0.0.1", port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        socks[sock.fileno()] = sock
        poll.register(sock, select.EPOLLIN)
    sent_at: dict[int, float] = {}
    statuses: Counter[bytes] = Counter()
    took: list[float] = []
    begun = time.perf_counter()
    for number, sock in socks.items():
        sent_at[number] = time.perf_counter()
        sock.send(requests.popleft())
    end = begun + seconds
    now = begun
    waiting = len(socks)
    half: dict[int, bytes] = {}
    while waiting:
        for number, _ in poll.poll(5):
            sock = socks[number]
            answer = half.pop(number, b"") + sock.recv(262144)
            if not _whole(answer):
                half[number] = answer
                if not answer:
                    raise ConnectionError("the server closed a connection")
                continue
            now = time.perf_counter()
            took.append(now - sent_at[number])
            statuses[answer[9:12]] += 1
            if now >= end or not requests:
                waiting -= 1
                continue
            sent_at[number] = now
            sock.send(requests.popleft())
    took.sort()
    return {
        "sent": sum(statuses.values()),
        "seconds": now - begun,
        "ran_dry": not requests,
        "statuses": {status.decode(): count for status, count in statuses.items()},
        "ms": {str(p): 1000 * took[int(len(took) * p / 100)] for p in (50, 95, 99)},
    }


def _whole(answer: bytes) -> bool:
    """True if head and body have come. Only answers with a length are asked for."""
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    at = head.lower().find(b"content-length: ")
    if at < 0:
        return answer.endswith(b"0\r\n\r\n")
    return len(body) >= int(head[at + 16 :].split(b"\r\n", 1)[0])


if __name__ == "__main__":
    arguments = sys.argv[1:]
    loaded = read_requests(Path(arguments[3]))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    outcome = run(int(arguments[0]), float(arguments[1]), int(arguments[2]), loaded)
    sys.stdout.write(json.dumps(outcome) + "\n")
