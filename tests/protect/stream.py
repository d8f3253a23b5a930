"""Messages that keep coming whatever happens to the house, and a record of every promise."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self
from uuid import UUID

import httpx

from tests.protect.house import Whole, until
from tests.protect.load import Doors
from tests.protect.people import Crowd

SENDERS = 8
PAUSE = 0.1  # seconds before the same message is sent again
GOOD, REPEATED = 202, 4


class Stream:
    """Sends until left; then everything begun is acknowledged. A repeat has the same id."""

    def __init__(self, house: Whole, name: str, rate: float, *, web_every: int = 0) -> None:
        """`rate` messages a second; each so many-th sender also asks on the pages."""
        self.promised: dict[UUID, str] = {}  # envelope: text
        self.codes: list[str] = []
        self.again = 0
        self._house, self._name, self._pause = house, name, SENDERS / rate
        self._web_every = web_every
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._broke: BaseException | None = None
        self._threads = [threading.Thread(target=self._run, args=[n]) for n in range(SENDERS)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        if self._broke is not None:
            raise self._broke

    def grow(self, by: int) -> None:
        """So many more messages have been acknowledged."""
        wanted = len(self.promised) + by
        until(lambda: self._broke or len(self.promised) >= wanted, f"{by} acknowledgements")

    def _run(self, sender: int) -> None:
        try:
            with Doors(self._house) as doors:
                number = sender
                while not self._stop.wait(self._pause):
                    self._one(doors, number)
                    number += SENDERS
        except BaseException as broke:
            self._broke = broke

    def _one(self, doors: Doors, number: int) -> None:
        channel = ("json", "kannel")[number % 2]
        id, text = f"{self._name}-{number}", f"Nou bezwen dlo nan Delmas {number}, {self._name}"
        # Some people write several times: their messages meet in one conversation.
        person = number // SENDERS // REPEATED * SENDERS + number % SENDERS
        send = doors.json if channel == "json" else doors.kannel
        while not self._sent(lambda: send(id, f"+5093{2_000_000 + person}", text)):
            self.again += 1
            threading.Event().wait(PAUSE)
        with self._lock:
            self.promised[doors.envelope(channel, id)] = text
        if self._web_every and number % self._web_every == 0:
            self._ask(doors, number)

    def ask(self, number: int) -> None:
        """One request on the pages, and its receipt."""
        with Doors(self._house) as doors:
            self._ask(doors, number)

    def _ask(self, doors: Doors, number: int) -> None:
        """A request on the pages. Without a receipt nothing was promised; it is not repeated."""
        try:
            code, _ = doors.web(Crowd(number, 1, number).people[0])
        except (httpx.HTTPError, KeyError, IndexError):
            return
        with self._lock:
            self.codes.append(code)

    def _sent(self, send: Callable[[], httpx.Response]) -> bool:
        try:
            return send().status_code == GOOD
        except httpx.TransportError:
            return False
