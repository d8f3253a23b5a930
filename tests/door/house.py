"""A small house around the door: PostgreSQL with the one table, day keys, and the door itself."""

import contextlib
import json
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from amparo.doors.cli.postgres import Postgres
from amparo.kernel.sealed import DayKey, day_key_id, open_body, open_head, write_day_keys
from amparo.keyholder.status import notice
from amparo.reach.messaging.channels.inbound import Inbound

# As the migration of reach/messaging makes it, with what protects it.
TABLE = """
CREATE TABLE reach_envelope (
    id uuid PRIMARY KEY,
    received_at timestamptz NOT NULL,
    channel text NOT NULL,
    head bytea NOT NULL,
    body bytea NOT NULL,
    state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done')),
    handled_at timestamptz
);
ALTER TABLE reach_envelope ENABLE ROW LEVEL SECURITY;
ALTER TABLE reach_envelope FORCE ROW LEVEL SECURITY;
CREATE ROLE amparo_door LOGIN PASSWORD 'door';
GRANT INSERT (id, received_at, channel, head, body) ON reach_envelope TO amparo_door;
CREATE POLICY door_puts ON reach_envelope FOR INSERT TO amparo_door WITH CHECK (state = 'new');
"""
PATIENCE = 30.0


class Never(AssertionError):
    """What was waited for did not come."""


def until(true: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """The first true value; Never after so many seconds. The pause only spares the processor."""
    deadline = time.monotonic() + seconds
    while not (value := true()):
        if time.monotonic() > deadline:
            raise Never(f"still waiting for {what} after {seconds} s")
        select.select([], [], [], 0.02)
    return value


def free_port() -> int:
    """A port of the loopback that nobody has now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


@dataclass
class House:
    """PostgreSQL with the table, and the papers of the door. The private day key is here too."""

    folder: Path
    postgres: Postgres
    port: int = field(default_factory=free_port)
    secret: str = "the secret that a partner shares with us"
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    private: bytes = field(
        default_factory=lambda: X25519PrivateKey.generate().private_bytes_raw(), repr=False
    )
    # Superuser: sees every row, as no process of the house does.
    owner: psycopg.Connection | None = None

    @property
    def url(self) -> str:
        """Where the door listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def seal(self) -> Path:
        """The notice beside the keyholder's dead socket that says "sealed"."""
        return notice(self.folder / "keys.sock")

    @property
    def web_socket(self) -> Path:
        """Where the pages would be."""
        return self.folder / "web.sock"

    def write_papers(self, **changes: Any) -> Path:
        """The door's configuration file; `changes` go into its section "door"."""
        public = X25519PrivateKey.from_private_bytes(self.private).public_key().public_bytes_raw()
        key = DayKey(day_key_id(public), datetime.now(UTC).date(), public)
        (self.folder / "intake-keys.json").write_text(write_day_keys([key]))
        config = {
            "process": "door",
            "sockets": str(self.folder),
            "bind": f"127.0.0.1:{self.port}",
            "web_socket": str(self.web_socket),
            "database": {"host": self.postgres.host, "port": self.postgres.port, "name": "amparo"},
            "logins": {"door": {"user": "amparo_door", "password": "door"}},
            "intake_keys": str(self.folder / "intake-keys.json"),
            "door": {
                "id_key": "11" * 32,
                "channels": {"json": {"secret": self.secret}, "kannel": {"token": self.token}},
                **changes,
            },
        }
        file = self.folder / "door.json"
        file.write_text(json.dumps(config))
        return file

    def rows(self, query: str = "SELECT count(*) FROM reach_envelope") -> Any:
        """What a superuser reads; a new connection if the server was restarted."""
        for last in (False, True):
            if self.owner is None or self.owner.closed:
                self.owner = psycopg.connect(self.postgres.address(), autocommit=True)
            with contextlib.suppress(*() if last else (psycopg.OperationalError,)):
                return self.owner.execute(query.encode()).fetchall()
        raise Never("the database")

    def count(self) -> int:
        """How many envelopes are stored."""
        number: int = self.rows()[0][0]
        return number

    def clear(self) -> None:
        """No envelope is left."""
        self.rows("DELETE FROM reach_envelope RETURNING 1")

    def messages(self) -> list[Inbound]:
        """All stored messages, opened with the private day key."""
        rows = self.rows("SELECT id, head, body FROM reach_envelope ORDER BY received_at, id")
        found = []
        for envelope, head, body in rows:
            found.append(
                Inbound.from_bytes(open_body(open_head(self.private, head), body, envelope.bytes))
            )
        return found


@contextlib.contextmanager
def house() -> Iterator[House]:
    """A house in a folder of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="amparo-door-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with Postgres(folder / "pg", folder / "run", owner_password="owner") as postgres:
            with psycopg.connect(postgres.address(), autocommit=True) as owner:
                owner.execute(TABLE.encode())
            made = House(folder, postgres)
            try:
                yield made
            finally:
                if made.owner is not None:
                    made.owner.close()


class Process:
    """A running door, held by its handle; ready when made, ended when left."""

    def __init__(self, config: Path) -> None:
        ready, write = os.pipe()
        env = {**os.environ, "AMPARO_CONFIG": str(config), "AMPARO_READY_FD": str(write)}
        command = [sys.executable, "-m", "amparo.doors.intake"]
        self.handle = subprocess.Popen(command, env=env, pass_fds=[write])
        os.close(write)
        try:
            came, _, _ = select.select([ready], [], [], PATIENCE)
            if not came or os.read(ready, 16) != b"1":
                self.stop()
                raise Never("the door did not come up")
        finally:
            os.close(ready)

    def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Ended; gives its exit code."""
        if self.handle.poll() is None:
            self.handle.send_signal(by)
        return self.handle.wait(PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.stop()
        except subprocess.TimeoutExpired:
            self.handle.kill()
            self.handle.wait()
            raise


@contextlib.contextmanager
def door(place: House, **changes: Any) -> Iterator[Process]:
    """The door of this house, connected to its database."""
    with Process(place.write_papers(**changes)) as process:
        until(lambda: connected(place), "the door's connection")
        yield process


def connected(place: House) -> bool:
    """True if the door has a connection to the database."""
    query = "SELECT 1 FROM pg_stat_activity WHERE usename = 'amparo_door'"
    return bool(place.rows(query))
