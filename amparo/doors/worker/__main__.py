"""The worker process: reads what the door stored, sends what waits, delivers events."""

import os
import signal
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.settings")
django.setup()

from django.conf import settings  # noqa: E402

from amparo.doors.worker import events, listen, pulse, rounds, sender  # noqa: E402
from amparo.exportable import SOURCES  # noqa: E402
from amparo.guard.exports import actions as exports  # noqa: E402
from amparo.kernel.authority import machine  # noqa: E402
from amparo.reach.duty import actions as duty  # noqa: E402
from amparo.reach.messaging.actions.take_in import take_in  # noqa: E402
from amparo.reach.messaging.channels.kannel.send import Gateway  # noqa: E402
from amparo.reach.messaging.envelopes import WAKE_READERS, WAKE_SENDERS  # noqa: E402
from amparo.reach.messaging.setting import Surroundings  # noqa: E402


def main() -> None:
    """Runs until SIGTERM; what was begun is finished, what was not waits for the next start."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threads = [threading.Thread(target=job) for job in _jobs(stop)]
    for thread in threads:
        thread.start()
    _tell_ready()
    for thread in threads:
        thread.join()


def _jobs(stop: threading.Event) -> list[Callable[[], None]]:
    surroundings = Surroundings()

    def read() -> bool:
        return take_in(setting=surroundings.now()).any

    jobs: list[Callable[[], None]] = [
        partial(listen.serve, WAKE_READERS, read, stop),
        partial(listen.serve, exports.WAKE, partial(exports.write_part, sources=SOURCES), stop),
        partial(events.serve, stop),
        *(partial(rounds.serve, one, stop) for one in rounds.ROUNDS),
    ]
    kannel: dict[str, Any] = settings.CONFIG.get("gateways", {}).get("kannel", {})
    if kannel:
        jobs += _sending(kannel, surroundings, stop)
    return jobs


def _sending(
    kannel: dict[str, Any], surroundings: Surroundings, stop: threading.Event
) -> list[Callable[[], None]]:
    gateway = Gateway(
        kannel["url"],
        kannel["username"],
        kannel["password"],
        kannel.get("sender", ""),
        kannel.get("report_url", ""),
    )
    send = sender.KannelSender(gateway)

    def go() -> bool:
        return sender.step(send, surroundings.now().actor)

    rings = rounds.Round("rings", 5.0, partial(duty.send_rings, send=send, by=machine()))
    jobs: list[Callable[[], None]] = [
        partial(listen.serve, WAKE_SENDERS, go, stop),
        partial(rounds.serve, rings, stop),
    ]
    if kannel.get("status_url"):
        jobs.append(partial(pulse.serve, kannel["status_url"], stop))
    return jobs


def _tell_ready() -> None:
    """Whoever started us waits for this byte."""
    number = os.environ.get("AMPARO_READY_FD", "")
    if number:
        with os.fdopen(int(number), "wb") as pipe:
            pipe.write(b"1")


if __name__ == "__main__":
    main()
