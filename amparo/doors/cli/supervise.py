"""Looks after the processes of the house: starts them in order, again when they die, stops them."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType, TracebackType
from typing import Any, Self

PAUSES = (0.1, 0.5, 1.0, 2.0, 5.0, 15.0, 30.0)  # seconds before the nth start in a row
STABLE = 60.0  # seconds of serving after which earlier deaths are forgotten
LOOK = 0.02  # seconds between two looks at a process that is not ready yet
ASKS_TO_STOP = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class StartError(Exception):
    """A part of Amparo did not start. The message says which, and where its words are."""


class StopAsked(Exception):
    """Someone asked this process to stop."""


def never(code: int) -> str:
    """No way of ending is meant to last."""
    del code
    return ""


@dataclass(frozen=True, slots=True)
class Service:
    """A process of the house: how it is started, how it shows that it serves, how it is stopped."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    ready: Callable[[], bool]
    ready_within: float | None = 90.0  # None: as long as it lives
    stop: Sequence[tuple[signal.Signals, float]] = ((signal.SIGTERM, 20.0),)
    ended_for_good: Callable[[int], str] = never  # why it is not started again, or nothing
    words: Callable[[], str] = field(default=str)  # its last words, for a person to read


@dataclass(slots=True)
class _Child:
    service: Service
    process: subprocess.Popen[bytes]
    since: float
    first: bool = False  # its first start: if that fails, the house does not stand
    serving: bool = False
    deaths: int = 0
    due: float | None = None  # when to start it again
    gone: bool = False


class Supervisor:
    """Holds the handles of all children. Use it in the main thread, once in a process.

    Nothing is found by name or by a number in a file: a child that died is reaped through its
    handle before another is started in its place.
    """

    def __init__(
        self,
        say: Callable[[str], None],
        *,
        pauses: Sequence[float] = PAUSES,
        stable: float = STABLE,
    ) -> None:
        self._say, self._pauses, self._stable = say, pauses, stable
        self._children: list[_Child] = []
        self._asked = False
        self._before: dict[signal.Signals, Any] = {}
        self._wake = -1

    def __enter__(self) -> Self:
        self._wake, write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._write = write
        self._former_wake = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for number in ASKS_TO_STOP:
            self._before[number] = signal.signal(number, self._note)
        # A handler is needed for SIGCHLD to reach the pipe at all.
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.stop()
        finally:
            signal.set_wakeup_fd(self._former_wake)
            for number, handler in self._before.items():
                signal.signal(number, handler)
            os.close(self._wake)
            os.close(self._write)

    def start(self, service: Service) -> None:
        """It serves, or (ended for good) is left alone; StartError if it died or took too long."""
        self._say(f"starting {service.name}")
        child = _Child(service, service.launch(), since=time.monotonic(), first=True)
        self._children.append(child)
        while not child.serving and not child.gone:
            self.pause(LOOK)
        child.first = False

    def adopt(self, service: Service, process: subprocess.Popen[bytes]) -> None:
        """A process that serves already is looked after from now on."""
        self._children.append(_Child(service, process, since=time.monotonic(), serving=True))

    def run(
        self,
        name: str,
        launch: Callable[[], subprocess.Popen[bytes]],
        words: Callable[[], str] = str,
    ) -> None:
        """A process that does one thing has done it; StartError if it failed."""
        process = launch()
        try:
            while process.poll() is None:
                self.pause(0.5)
        finally:
            _stop(process, ((signal.SIGTERM, 20.0),))
        if process.returncode != 0:
            raise StartError(f"{name} {_ending(process.returncode)}.\n{words()}".strip())

    def watch(self) -> None:
        """Comes back when someone asks to stop."""
        try:
            while True:
                self.pause(self._until_next())
        except StopAsked:
            return

    def pause(self, seconds: float) -> None:
        """Up to so long has passed, the children have been looked after; raises StopAsked."""
        if not self._asked:
            select.select([self._wake], [], [], seconds)
        _drain(self._wake)
        if self._asked:
            raise StopAsked
        for child in self._children:
            self._look_after(child)

    def stop(self) -> None:
        """No child runs; the last one started was stopped first."""
        for child in reversed(self._children):
            if child.process.poll() is None:
                self._say(f"stopping {child.service.name}")
            _stop(child.process, child.service.stop)
        self._children.clear()

    def _note(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._asked = True

    def _until_next(self) -> float:
        """Seconds until a child has to be looked at without being woken by a signal."""
        now = time.monotonic()
        wait = 3600.0
        for child in self._children:
            if child.due is not None:
                wait = min(wait, max(child.due - now, 0.0))
            elif not child.serving and not child.gone:
                wait = min(wait, 5 * LOOK)
        return wait

    def _look_after(self, child: _Child) -> None:
        now = time.monotonic()
        if child.gone:
            return
        if child.due is not None:
            if now >= child.due:
                self._launch_again(child, now)
        elif (code := child.process.poll()) is not None:  # poll() has reaped it
            self._bury(child, code, now)
        elif not child.serving:
            self._wait_for(child, now)

    def _wait_for(self, child: _Child, now: float) -> None:
        service = child.service
        if service.ready():
            child.serving = True
            if not child.first:
                self._say(f"{service.name} is ready again")
        elif service.ready_within is not None and now > child.since + service.ready_within:
            if child.first:
                raise StartError(f"{service.name} is not ready.\n{service.words()}".strip())
            _kill(child.process)

    def _bury(self, child: _Child, code: int, now: float) -> None:
        service = child.service
        if reason := service.ended_for_good(code):
            child.gone, child.serving = True, False
            self._say(f"{service.name} stays away: {reason}")
        elif child.first:
            raise StartError(f"{service.name} {_ending(code)}.\n{service.words()}".strip())
        else:
            if child.serving and now - child.since > self._stable:
                child.deaths = 0
            self._try_later(child, now, _ending(code))

    def _launch_again(self, child: _Child, now: float) -> None:
        try:
            child.process = child.service.launch()
        except OSError as error:  # no memory, no room on the disk: that may pass
            self._try_later(child, now, f"can not be started ({error.strerror})")
        else:
            child.due, child.since = None, now

    def _try_later(self, child: _Child, now: float, why: str) -> None:
        wait = self._pauses[min(child.deaths, len(self._pauses) - 1)]
        child.deaths, child.due, child.serving = child.deaths + 1, now + wait, False
        self._say(f"{child.service.name} {why}; starting it again in {wait:g} s")


def _stop(process: subprocess.Popen[bytes], steps: Sequence[tuple[signal.Signals, float]]) -> None:
    """It has ended and is reaped: by the gentlest of the steps that works."""
    for number, patience in steps:
        if process.poll() is None:
            process.send_signal(number)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
        return
    _kill(process)
    process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The process and what it started in its own group are killed; it is still ours to reap."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def _drain(pipe: int) -> None:
    try:
        os.read(pipe, 4096)
    except BlockingIOError:
        return


def _ending(code: int) -> str:
    if code >= 0:
        return f"ended with code {code}"
    return f"was ended by {signal.Signals(-code).name}"
