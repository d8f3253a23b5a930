"""A whole house for the checks of protection: five real processes, on real files, killable."""

import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0  # seconds for one order


class Never(AssertionError):
    """What was waited for did not come."""


def until(true: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """The first true value; Never after so many seconds. The pause only spares the processor."""
    deadline = time.monotonic() + seconds
    while not (value := true()):
        if time.monotonic() > deadline:
            raise Never(f"still waiting for {what} after {seconds:.0f} s")
        select.select([], [], [], 0.02)
    return value


class Whole:
    """The house. `tell` gives an order to its keeper, `inside` runs code with the pages' papers."""

    def __init__(self, say: Callable[[str], object] = lambda _: None) -> None:
        """A folder, and nothing that runs; `say` hears how far a check has come."""
        self.say = say
        base = "/var/tmp" if os.geteuid() == 0 else None  # reachable by the user postgres
        self.folder = Path(tempfile.mkdtemp(prefix="amparo-protect-", dir=base))
        self.folder.chmod(0o711)
        self.data = self.folder / "d"
        self.terminal = self.folder / "terminal"  # what a person at the terminal would see
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._keeper: subprocess.Popen[bytes] | None = None
        self._half = b""

    @property
    def url(self) -> str:
        """Where the door listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Everything runs, and there is a crisis, a line and the cast."""
        command = [sys.executable, "-m", "tests.protect.keeper", str(self.data), str(self.port)]
        env = {name: value for name, value in os.environ.items() if not name.startswith("AMPARO")}
        self._keeper = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for name in ("postgres", "keyholder"):
            self.tell(f"start {name}")
        self.inside("seat")
        for name in ("web", "worker", "door"):
            self.tell(f"start {name}")

    def tell(self, order: str) -> None:
        """The order has been carried out."""
        self.ask(order)
        self.hear(order)

    def ask(self, order: str) -> None:
        """The order is given."""
        assert self._keeper is not None and self._keeper.stdin is not None
        self._keeper.stdin.write(order.encode() + b"\n")
        self._keeper.stdin.flush()

    def hear(self, order: str, seconds: float = PATIENCE) -> None:
        """The keeper has said that the order is carried out."""
        deadline = time.monotonic() + seconds
        while (said := self._line(deadline - time.monotonic())) != f"done {order}":
            with self.terminal.open("a") as seen:
                seen.write(said + "\n")

    def _line(self, seconds: float) -> str:
        assert self._keeper is not None and self._keeper.stdout is not None
        while b"\n" not in self._half:
            ready, _, _ = select.select([self._keeper.stdout], [], [], max(seconds, 0))
            piece = os.read(self._keeper.stdout.fileno(), 65536) if ready else b""
            if not piece:
                raise Never("the keeper " + ("ended" if ready else "does not answer"))
            self._half += piece
        line, _, self._half = self._half.partition(b"\n")
        return line.decode(errors="replace")

    def papers(self) -> dict[str, Any]:
        """DIR/house.json."""
        papers: dict[str, Any] = json.loads((self.data / "house.json").read_text())
        return papers

    def config(self, process: str) -> dict[str, Any]:
        """What a process may know."""
        config: dict[str, Any] = json.loads((self.data / f"config/{process}.json").read_text())
        return config

    def inside(self, what: str, given: object = None) -> Any:
        """The answer of tests/protect/inside.py, which knows what the pages know."""
        env = {**os.environ, "AMPARO_CONFIG": str(self.data / "config" / "web.json")}
        done = subprocess.run(
            [sys.executable, "-m", "tests.protect.inside", what],
            cwd=ROOT,
            env=env,
            input=json.dumps(given).encode(),
            stdout=subprocess.PIPE,
            check=True,
        )
        return json.loads(done.stdout)

    def address(self, login: str) -> str:
        """A login's connection string; `owner` and `backup` are superuser and reader of all."""
        config = self.config("owner")
        own, place = config["logins"][login], config["database"]
        return make_conninfo(
            host=place["host"],
            port=place["port"],
            dbname=place["name"],
            user=own["user"],
            password=own["password"],
        )

    def sql(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the owner reads, whom no wall holds back."""
        with psycopg.connect(self.address("owner"), autocommit=True) as connection:
            done = connection.execute(query.encode(), values or None)
            return done.fetchall() if done.description else []

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Nothing runs, and the folder is gone."""
        if self._keeper is not None and self._keeper.stdin is not None:
            self._keeper.stdin.close()
            try:
                self._keeper.wait(60)
            except subprocess.TimeoutExpired:
                self._keeper.kill()
                self._keeper.wait()
            if self._keeper.stdout is not None:
                self._keeper.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)
