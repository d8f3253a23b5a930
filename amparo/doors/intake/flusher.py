"""Group commit: many requests wait for one COMMIT, and are told so only after it."""

import asyncio
import contextlib
import logging
import os
import socket
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

import psycopg
from psycopg import AsyncConnection

from amparo.doors.intake.envelopes import Envelope, keep, prepare, wake

log = logging.getLogger(__name__)
Connect = Callable[[], Awaitable[AsyncConnection]]

# Nobody waits longer for the answer; "within a second" leaves a tenth for the way back.
PATIENCE: Final = 0.9
# A database that says nothing for so long is given up and called anew.
HANGS_AFTER: Final = 5.0
_LOOK_EVERY: Final = 0.1
_BATCH, _BATCH_BYTES = 500, 8 << 20
# At most twenty calls a second wake the worker: each is a round through every listener.
_WAKE_EVERY: Final = 0.05
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 2.0


class NotKept(Exception):
    """It can't be said that this message was kept: send it again, nothing is stored twice."""


class _Waiting:
    """An envelope and the request that waits for it."""

    __slots__ = ("done", "envelope", "since")

    def __init__(self, envelope: Envelope, done: asyncio.Future[None], since: float) -> None:
        self.envelope, self.done, self.since = envelope, done, since


class Flusher:
    """Owns the one connection. `add` puts a row in line, `run` writes what is in line."""

    def __init__(self, connect: Connect, *, most: int = 20_000, most_bytes: int = 64 << 20) -> None:
        self._connect, self._most, self._most_bytes = connect, most, most_bytes
        self._line: deque[_Waiting] = deque()
        self._line_bytes = 0
        self._batch: list[_Waiting] = []
        self._begun = 0.0
        self._connection: AsyncConnection | None = None
        self._news = asyncio.Event()
        # Asked once: asking for it is a system call, a twentieth of the door's time.
        self._loop = asyncio.get_running_loop()
        self._stopping = False
        self._woken = 0.0
        self._owes_wake = False

    @property
    def away(self) -> bool:
        """True while there is no connection to write to."""
        return self._connection is None

    def add(self, envelope: Envelope) -> asyncio.Future[None]:
        """Done when the row is committed, NotKept after a second; NotKept at once when full."""
        full = len(self._line) >= self._most or self._line_bytes >= self._most_bytes
        if full or self._connection is None or self._stopping:
            raise NotKept("full" if full else "away")
        done = self._loop.create_future()
        self._line.append(_Waiting(envelope, done, time.monotonic()))
        self._line_bytes += envelope.size
        self._news.set()
        return done

    async def run(self) -> None:
        """Writes until `stop` was called and the line is empty."""
        watch = asyncio.create_task(self._watch())
        pause = _FIRST_PAUSE
        try:
            while not (self._stopping and not self._line):
                if self._connection is None and not await self._reconnect():
                    await self._wait(pause)
                    pause = min(pause * 2, _LONGEST_PAUSE)
                    continue
                pause = _FIRST_PAUSE
                await self._step()
        finally:
            watch.cancel()
            await self._drop()

    def stop(self) -> None:
        """Nothing more is taken; what is in line is still written."""
        self._stopping = True
        self._news.set()

    async def _step(self) -> None:
        """One batch written, or the worker woken for those before, or something new has come."""
        if self._line:
            await self._write()
        elif self._owes_wake and self._wake_is_due():
            await self._wake()
        else:
            await self._wait(_WAKE_EVERY if self._owes_wake else None)

    async def _wait(self, seconds: float | None) -> None:
        self._news.clear()
        if self._line and self._connection is not None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()

    async def _write(self) -> None:
        batch = self._batch = self._take()
        if not batch:
            return
        self._begun = time.monotonic()
        try:
            await self._keep([waiting.envelope for waiting in batch])
        except (psycopg.Error, OSError) as error:
            # Only the kind of error: its words may quote a row.
            log.error("a batch of %d was not kept: %s", len(batch), type(error).__name__)
            if self._connection is not None and self._connection.closed:
                await self._drop()
            self._give_up(batch)
        else:
            for waiting in batch:
                if not waiting.done.done():
                    waiting.done.set_result(None)
        finally:
            self._batch, self._begun = [], 0.0

    async def _keep(self, rows: list[Envelope]) -> None:
        """Committed. A commit whose answer was lost is tried once more: it can't store twice."""
        connection = self._connection
        if connection is None:
            raise psycopg.OperationalError("away")
        due = self._wake_is_due()
        try:
            await keep(connection, rows, wake=due)
        except (psycopg.OperationalError, OSError):
            await self._drop()
            if not await self._reconnect() or self._connection is None:
                raise
            await keep(self._connection, rows, wake=due)
        self._owes_wake = not due
        if due:
            self._woken = time.monotonic()

    async def _wake(self) -> None:
        if self._connection is None:
            return
        self._begun = self._woken = time.monotonic()
        self._owes_wake = False
        try:
            await wake(self._connection)
        except (psycopg.Error, OSError):
            self._owes_wake = True
            await self._drop()
        finally:
            self._begun = 0.0

    def _wake_is_due(self) -> bool:
        return time.monotonic() - self._woken >= _WAKE_EVERY

    def _take(self) -> list[_Waiting]:
        """The next rows in line, without those whose sender has been told to come again."""
        batch: list[_Waiting] = []
        size = 0
        while self._line and len(batch) < _BATCH and size < _BATCH_BYTES:
            waiting = self._line.popleft()
            self._line_bytes -= waiting.envelope.size
            if not waiting.done.done():
                size += waiting.envelope.size
                batch.append(waiting)
        return batch

    def _give_up(self, batch: list[_Waiting]) -> None:
        """Batch and, if the database is gone, everyone in line are told at once."""
        everyone = [*batch, *self._line] if self._connection is None else batch
        if self._connection is None:
            self._line.clear()
            self._line_bytes = 0
        for waiting in everyone:
            _tell(waiting)

    async def _reconnect(self) -> bool:
        try:
            connection = await self._connect()
        except (psycopg.Error, OSError, TimeoutError) as error:
            log.warning("the database does not answer: %s", type(error).__name__)
            return False
        prepare(connection)
        self._connection = connection
        return True

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(psycopg.Error, OSError):
                await connection.close()

    async def _watch(self) -> None:
        """Ten times a second: those who waited too long are told, a hung connection is cut."""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            late = time.monotonic() - PATIENCE
            for waiting in (*self._batch, *self._line):
                if waiting.since > late:
                    break
                _tell(waiting)
            if self._begun and time.monotonic() - self._begun > HANGS_AFTER:
                self._cut()

    def _cut(self) -> None:
        """The socket says "end": the waiting call fails as if the server had gone.

        Cancelling the call instead would have psycopg wait for the same silent server.
        """
        if self._connection is None or self._connection.closed:
            return
        with (
            contextlib.suppress(OSError),
            socket.socket(fileno=os.dup(self._connection.fileno())) as s,
        ):
            s.shutdown(socket.SHUT_RDWR)


def _tell(waiting: _Waiting) -> None:
    if not waiting.done.done():
        waiting.done.set_exception(NotKept("late"))
