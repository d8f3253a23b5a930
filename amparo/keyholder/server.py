"""The keyholder's process: `python -m amparo.keyholder.server`, told by AMPARO_CONFIG what to know.

Ends with 0 when asked to stop, 75 when sealed (do not start it again), 78 when its files cannot be
used.
"""

import asyncio
import contextlib
import fcntl
import json
import os
import signal
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from amparo.kernel import clock
from amparo.keyholder.days import Days
from amparo.keyholder.desk import Desk
from amparo.keyholder.errors import Refused
from amparo.keyholder.memory import harden
from amparo.keyholder.roles import ALLOWED
from amparo.keyholder.seal import EXIT_SEALED, SAID, is_sealed, mark, put_seal
from amparo.keyholder.status import notice
from amparo.keyholder.store import FOLDER, Store, Unusable, drop_copies
from amparo.keyholder.wire import LENGTH, Message, answer_of, length_of, pack, unpack
from amparo.keyholder.witness import Line, Witness

EXIT_UNUSABLE: Final = 78
_PATH_LIMIT: Final = 107
_TOKEN_LEAST: Final = 16
_TURN_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Config:
    """What the keyholder is told: where it lives, where it listens, who may speak to it."""

    data: Path
    socket: Path
    tokens: dict[str, str]

    @property
    def folder(self) -> Path:
        """The keyholder's own folder."""
        return self.data / FOLDER


def read_config(path: Path) -> Config:
    """The configuration, or Unusable with what is wrong with it."""
    try:
        told: dict[str, Any] = json.loads(path.read_text())
        own = told["keyholder"]
        config = Config(Path(told["data"]), Path(own["socket"]), dict(own["tokens"]))
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise Unusable(f"The keyholder's configuration cannot be read: {wrong!r}") from None
    if len(os.fsencode(config.socket)) > _PATH_LIMIT:
        raise Unusable(f"{config.socket} is longer than the {_PATH_LIMIT} bytes a socket may have.")
    if len(set(config.tokens.values())) < len(config.tokens) or not all(
        role in ALLOWED and isinstance(token, str) and len(token) >= _TOKEN_LEAST
        for role, token in config.tokens.items()
    ):
        raise Unusable(
            "Each role of the keyholder needs a token of its own, 16 characters or more."
        )
    return config


class Server:
    """The socket, and what stands behind it."""

    def __init__(self, config: Config) -> None:
        """Open the store and the log, turn the day; Unusable if that cannot be."""
        self._config = config
        self._store = Store(config.folder)
        self._witness = Witness(config.folder)
        self._days = Days(self._store, config.data / "public")
        self._turn_day()
        self.desk = Desk(self._store, self._days, self._witness, config.tokens, moment)
        self._talks: set[asyncio.Task[None]] = set()

    def _turn_day(self) -> None:
        """Keys of the days to come are there, those overdue are gone, and the log says so."""
        made, destroyed = self._days.turn(clock.now().date())
        if made or destroyed:
            line = Line(at=moment(), role="keyholder", op="turn", count=made)
            self._witness.write(line)
        if destroyed:
            line = Line(at=moment(), role="keyholder", op="destroy_days", count=destroyed)
            self._witness.write(line)

    async def run(self) -> None:
        """Serve until SIGTERM or SIGINT."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        self._config.socket.unlink(missing_ok=True)
        notice(self._config.socket).unlink(missing_ok=True)
        before = os.umask(0o177)
        server = await asyncio.start_unix_server(self._meet, self._config.socket, backlog=128)
        os.umask(before)
        turning = asyncio.create_task(self._turn_hourly())
        say_ready()
        await stop.wait()
        server.close()
        for task in (turning, *self._talks):
            task.cancel()
        await asyncio.gather(turning, *self._talks, return_exceptions=True)
        self._config.socket.unlink(missing_ok=True)
        self._store.close()
        self._witness.close()

    async def _turn_hourly(self) -> None:
        """The day turns within the hour; a fault is told and does not stop the answers."""
        while True:
            await asyncio.sleep(_TURN_SECONDS)
            try:
                self._turn_day()
            except Exception as fault:
                say(f"The intake keys could not be turned: {type(fault).__name__}")

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One caller, until it hangs up, breaks the framing or the keyholder ends."""
        task = asyncio.current_task()
        if task is not None:
            self._talks.add(task)
            task.add_done_callback(self._talks.discard)
        with contextlib.suppress(asyncio.IncompleteReadError, OSError, asyncio.CancelledError):
            while await self._exchange(reader, writer):
                pass
        writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; False if nothing more can be understood on this socket."""
        try:
            length = length_of(await reader.readexactly(LENGTH))
        except Refused as no:
            writer.write(pack(answer_of(no)))
            await writer.drain()
            return False
        body = await reader.readexactly(length)
        answer = pack(self._answer(body))
        if self.desk.sealing:
            self._end_sealed(writer, answer)
        writer.write(answer)
        await writer.drain()
        return True

    def _answer(self, body: bytes) -> Message:
        """The answer to one frame's body. Whatever a caller sends, the others are still served."""
        try:
            return self.desk.answer(unpack(body))
        except Refused as no:
            return answer_of(no)
        except Exception as fault:
            # Only the kind of fault: its text may hold what was sent.
            say(f"A request failed inside the keyholder: {type(fault).__name__}")
            return answer_of(Refused("The keyholder could not do this; nothing was opened."))

    def _end_sealed(self, writer: asyncio.StreamWriter, answer: bytes) -> NoReturn:
        """The seal is on disk and this process is no more; its pages go back to the system.

        If the seal cannot be written, the process still ends, without a good answer.
        """
        try:
            put_seal(self._config.folder, self._config.socket)
            writer.write(answer)
        finally:
            self._store.forget()
            os._exit(EXIT_SEALED)


def moment() -> float:
    """Now, in seconds since 1970, as the log writes it."""
    return clock.now().timestamp()


def say(text: str) -> None:
    """One line to whoever started us."""
    sys.stderr.write(f"keyholder: {text}\n")
    sys.stderr.flush()


def say_ready() -> None:
    """Whoever gave us AMPARO_READY_FD reads a 1: we listen."""
    told = os.environ.pop("AMPARO_READY_FD", "")
    if told:
        with os.fdopen(int(told), "wb") as pipe:
            pipe.write(b"1")


def lock(folder: Path) -> int:
    """The only keyholder on this folder, as long as we live; two would break the log's chain."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Unusable(f"Another keyholder is at work on {folder}.") from None
    return handle


def main() -> int:
    """Run until told to stop; the exit code."""
    locked = harden()
    try:
        config = read_config(Path(os.environ.get("AMPARO_CONFIG", "")))
        lock(config.folder)
        drop_copies(config.folder)
        if is_sealed(config.folder):
            mark(config.socket)
            say(SAID)
            return EXIT_SEALED
        server = Server(config)
    except (Unusable, OSError, sqlite3.Error) as wrong:
        say(str(wrong))
        return EXIT_UNUSABLE
    server.desk.memory_locked = locked
    asyncio.run(server.run())
    return 0


if __name__ == "__main__":
    sys.exit(main())
