"""The processes of the house: the command of each, and how it shows that it serves."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import amparo
from amparo.doors.cli.house import House
from amparo.doors.cli.postgres import Postgres
from amparo.doors.cli.spawn import clean_environment, python, spawn
from amparo.doors.cli.supervise import Service, never

SEALED = 75  # the keyholder's way of saying that its keys are gone: do not start it again
SAID = "the keys are sealed away. Messages are still taken in and kept, none can be read"
LARGEST_LOG = 5_000_000  # bytes; then it is put aside once, and the one before is dropped
LAST_WORDS = 15  # lines
SMALL_MACHINE = 1_500_000_000  # bytes of memory below which one web process must do

Probe = Callable[[], bool]


@dataclass(slots=True)
class Program:
    """One of our own processes, with its config, its log and the pipe in which it says "ready"."""

    house: House
    name: str
    command: Sequence[str]
    probe: Probe | None = None
    _pipe: int = field(default=-1, init=False)

    def launch(self) -> subprocess.Popen[bytes]:
        """A fresh process."""
        read, write = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self._forget_pipe()
        self._pipe = read
        _put_aside(self.log)
        try:
            with self.log.open("ab") as output:
                return spawn(
                    self.command,
                    env=environment(self.house, self.name, AMPARO_READY_FD=str(write)),
                    output=output,
                    pass_fds=(write,),
                )
        finally:
            os.close(write)

    def ready(self) -> bool:
        """True once it has written into the pipe or, for a server of others, answers the probe."""
        if self.probe is not None:
            return self.probe()
        try:
            said = os.read(self._pipe, 1) if self._pipe >= 0 else b""
        except BlockingIOError:
            return False
        if said:
            self._forget_pipe()
        return bool(said)

    @property
    def log(self) -> Path:
        """Where its standard output and errors go."""
        return self.house.data / "log" / f"{self.name}.log"

    def words(self) -> str:
        """The end of its log."""
        return end_of(self.log)

    def service(self, ended_for_good: Callable[[int], str] = never) -> Service:
        """What the supervisor needs to know of it."""
        return Service(
            self.name, self.launch, self.ready, ended_for_good=ended_for_good, words=self.words
        )

    def _forget_pipe(self) -> None:
        if self._pipe >= 0:
            os.close(self._pipe)
            self._pipe = -1


def end_of(log: Path) -> str:
    """The last lines of a log, for the person at the terminal."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join([f"The end of {log}:", *lines[-LAST_WORDS:]])


def environment(house: House, process: str, **extra: str) -> dict[str, str]:
    """What a process of ours finds in its environment: no secret, only where its file lies."""
    return clean_environment(
        AMPARO_CONFIG=str(house.config_of(process)),
        DJANGO_SETTINGS_MODULE="amparo.settings",
        # A checkout that is not installed is found as well.
        PYTHONPATH=str(Path(amparo.__file__).parents[1]),
        PYTHONUNBUFFERED="1",
        **extra,
    )


def postgres(server: Postgres) -> Service:
    """PostgreSQL: recovery takes what it takes, and its clients are cut off when it stops."""
    return Service(
        "postgres",
        server.launch,
        server.ready,
        ready_within=None,
        stop=((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0)),
    )


def keyholder(house: House) -> Service:
    """The keys; after a seal it stays away."""

    def sealed(code: int) -> str:
        return SAID if code == SEALED or house.seal.exists() else ""

    program = Program(house, "keyholder", python("-m", "amparo.keyholder.server"))
    return program.service(sealed)


def web(house: House) -> Service:
    """The pages."""
    command = [
        *python("-m", "gunicorn", "amparo.wsgi:application"),
        f"--bind=unix:{house.web_socket}",
        "--config=python:amparo.doors.cli.pages",
        f"--workers={web_workers()}",
    ]
    return Program(house, "web", command, lambda: answers(house.web_socket, "/healthz")).service()


def worker(house: House) -> Service:
    """Understands, sends, keeps the schedules."""
    return Program(house, "worker", python("-m", "amparo.doors.worker")).service()


def door(house: House) -> Service:
    """The one that the world can reach."""
    return Program(house, "door", python("-m", "amparo.doors.intake")).service()


def web_workers() -> int:
    """Two, or one on a machine with one processor or little memory."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return 2 if (os.cpu_count() or 1) > 1 and memory > SMALL_MACHINE else 1


def answers(path: Path, page: str) -> bool:
    """True when the server behind this socket answers 200."""
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(5)  # the first page loads every address of the house
        try:
            link.connect(str(path))
            link.sendall(f"GET {page} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
            said = link.makefile("rb").readline()
        except OSError:
            return False
    return said.split()[1:2] == [b"200"]


def _put_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.rename(log.with_suffix(".log.1"))
