"""Watching acknowledged messages until they are in the queue: from outside, ten times a second."""

import threading
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self
from uuid import UUID

from django.db import connections

LOOK_EVERY = 0.1  # seconds
AT_ONCE = 2_000  # of the oldest that are still awaited

Read = Callable[[Sequence[UUID]], set[UUID]]


class Watch:
    """Knows when each acknowledged envelope was seen to be read. Its own thread, own connection."""

    def __init__(self, read: Read, known: set[UUID]) -> None:
        """Look by calling `read` with envelopes: it says which have been read.

        Those that are `known` were read before: they count, but tell nothing of the time.
        """
        self._read, self._known, self.count = read, known, 0
        self._awaited: dict[UUID, float] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._broke: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="replay watch")
        self.seconds: list[float] = []

    def acknowledged(self, envelope: UUID) -> None:
        """From now on it is awaited."""
        with self._lock:
            if envelope in self._known:
                self.count += 1
            else:
                self._awaited[envelope] = time.monotonic()

    def wait(self, told: Callable[[int], object], patience: float) -> None:
        """Everything awaited was read, or nothing more was for so many seconds."""
        last, since = -1, time.monotonic()
        while self._awaited and time.monotonic() - since < patience:
            if self._broke is not None:
                raise self._broke
            if self.count != last:
                last, since = self.count, time.monotonic()
                told(last)
            self._stop.wait(LOOK_EVERY)
        told(self.count)

    def _run(self) -> None:
        try:
            while not self._stop.wait(LOOK_EVERY):
                self._look()
        except Exception as broke:
            self._broke = broke
        finally:
            connections.close_all()

    def _look(self) -> None:
        with self._lock:
            oldest = list(self._awaited)[:AT_ONCE]
        if not oldest:
            return
        read = self._read(oldest)
        now = time.monotonic()
        with self._lock:
            self.seconds += [now - self._awaited.pop(one) for one in read]
            self.count += len(read)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
