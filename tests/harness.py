"""A real house for tests: PostgreSQL with every login, the keyholder, real commits.

After each test the rows are deleted from the tables it wrote (3 ms; emptying all takes 267).
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

LOGINS = ("owner", "commons", "guard", "reach", "aid", "door", "jobs", "backup")
WITH_SECRET = ("commons", "guard", "reach", "aid")
SEATED = {"commons_organisation", "guard_line", "guard_staff", "guard_membership"}


class House:
    """One data folder, its PostgreSQL and its keyholder; started when a test first asks."""

    def __init__(self) -> None:
        base = "/var/tmp" if os.geteuid() == 0 else None  # reachable by the user postgres
        self.data = Path(tempfile.mkdtemp(prefix="amparo-test-", dir=base))
        self.data.chmod(0o711)
        self.sockets = Path(tempfile.mkdtemp(prefix="am-", dir="/tmp"))
        self.sockets.chmod(0o711)
        self.config = self._config()
        self.process: subprocess.Popen[bytes] | None = None
        self._postgres: Any = None
        self.write("test", self.config)

    def _config(self) -> dict[str, Any]:
        url = os.environ.get("DATABASE_URL", "")
        logins: dict[str, dict[str, str]] = {
            name: {"user": f"amparo_{name}", "password": secrets.token_urlsafe(18)}
            for name in LOGINS
        }
        for name in WITH_SECRET:
            logins[name]["secret"] = secrets.token_hex(32)
        database: dict[str, Any] = {
            "host": str(self.sockets / "pg"),
            "port": 5432,
            "name": "amparo",
        }
        if url:
            parts = psycopg.conninfo.conninfo_to_dict(url)
            logins["owner"] = {
                "user": str(parts.get("user", "postgres")),
                "password": str(parts.get("password", "")),
            }
            database = {
                "host": str(parts.get("host", "")),
                "port": int(str(parts.get("port", 5432))),
                "name": f"amparo_test_{os.getpid()}",
            }
        keyholder = str(self.sockets / "keyholder.sock")
        self.tokens = {role: secrets.token_urlsafe(24) for role in ("web", "worker", "cli")}
        return {
            "process": "owner",
            "data": str(self.data),
            "sockets": str(self.sockets),
            "demo": False,
            "bind": "127.0.0.1:0",
            "web_socket": str(self.sockets / "web.sock"),
            "database": database,
            "logins": logins,
            "keyholder": {"socket": keyholder, "token": self.tokens["worker"]},
            "secret_key": secrets.token_urlsafe(40),
            "intake_keys": str(self.data / "public" / "intake-keys.json"),
            "door": {
                "id_key": secrets.token_hex(32),
                "channels": {
                    "json": {"secret": secrets.token_hex(32)},
                    "kannel": {"token": secrets.token_urlsafe(24)},
                },
            },
            "gateways": {},
        }

    def write(self, name: str, config: dict[str, Any]) -> Path:
        """The path of a config file for one process."""
        path = self.data / f"{name}.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(config))
        return path

    def start(self) -> None:
        """Everything runs, migrated, and the cast is seated."""
        from amparo.doors.cli.migrate import migrate, owner_address  # noqa: PLC0415

        self._start_postgres()
        migrate(verbosity=0)
        self.owner = owner_address()
        self._watch_tables()

    def _start_postgres(self) -> None:
        from amparo.doors.cli.postgres import Postgres  # noqa: PLC0415

        if os.environ.get("DATABASE_URL"):
            with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{self.config["database"]["name"]}"')
            return
        password = self.config["logins"]["owner"]["password"]
        self._postgres = Postgres(
            self.data / "postgres", self.sockets / "pg", owner_password=password
        )
        self._postgres.start()

    def start_keyholder(self) -> None:
        """The keyholder runs, with a store of its own."""
        tokens = {
            **self.config,
            "process": "keyholder",
            "keyholder": {"socket": self.config["keyholder"]["socket"], "tokens": self.tokens},
        }
        path = self.write("keyholder", tokens)
        self.process = self.spawn("amparo.keyholder.server", path)

    def spawn(self, module: str, config: Path) -> subprocess.Popen[bytes]:
        """A process of ours, started and ready."""
        ready, tell = os.pipe()
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            env={**os.environ, "AMPARO_CONFIG": str(config), "AMPARO_READY_FD": str(tell)},
            pass_fds=[tell],
        )
        os.close(tell)
        with os.fdopen(ready, "rb") as pipe:
            if pipe.read(1) != b"1":
                process.wait()
                raise RuntimeError(f"{module} ended before it was ready: {process.returncode}")
        return process

    @contextmanager
    def running(self, module: str, config: Path) -> Iterator[subprocess.Popen[bytes]]:
        """A process of ours, until left; it is asked to stop and waited for."""
        process = self.spawn(module, config)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)

    def _watch_tables(self) -> None:
        with psycopg.connect(self.owner) as connection:
            connection.execute("CREATE SCHEMA amparo_test")
            connection.execute("CREATE TABLE amparo_test.touched (name text)")
            connection.execute(
                "CREATE FUNCTION amparo_test.touch() RETURNS trigger LANGUAGE plpgsql "
                "SECURITY DEFINER AS $$ BEGIN INSERT INTO amparo_test.touched VALUES "
                "(TG_TABLE_NAME); RETURN NULL; END $$"
            )
            tables = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
                "AND tablename NOT IN ('django_migrations', 'amparo_login_secret')"
            ).fetchall()
            for (table,) in tables:
                connection.execute(
                    f"CREATE TRIGGER amparo_touch AFTER INSERT OR UPDATE OR DELETE ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION amparo_test.touch()"
                )

    @contextmanager
    def role(self, name: str) -> Iterator[None]:
        """This process asks the keyholder as another one would: «web» or «worker»."""
        from django.conf import settings  # noqa: PLC0415

        from amparo.guard.vault.keys import keyholder  # noqa: PLC0415

        before = settings.CONFIG["keyholder"]["token"]
        settings.CONFIG["keyholder"]["token"] = self.tokens[name]
        keyholder.cache_clear()
        try:
            yield
        finally:
            settings.CONFIG["keyholder"]["token"] = before
            keyholder.cache_clear()

    def sweep(self) -> set[str]:
        """The tables that were written since the last sweep, now empty again."""
        with psycopg.connect(self.owner) as connection:
            touched = {
                str(name)
                for (name,) in connection.execute(
                    "DELETE FROM amparo_test.touched RETURNING name"
                ).fetchall()
            }
            if touched:
                # Foreign keys are not asked: everything that could point here goes as well.
                connection.execute("SET LOCAL session_replication_role = replica")
                for table in sorted(touched):
                    connection.execute(f"DELETE FROM {table}")
        return touched

    def sweep_nothing(self) -> None:
        """What was written so far stays: it belongs to the house."""
        with psycopg.connect(self.owner) as connection:
            connection.execute("DELETE FROM amparo_test.touched")

    def stop(self) -> None:
        """Nothing of this house is left."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
        if self._postgres is not None:
            self._postgres.stop()
        if os.environ.get("DATABASE_URL"):
            with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
                name = self.config["database"]["name"]
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
