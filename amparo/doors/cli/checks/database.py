"""The database: its walls, what its log keeps, and the way to it."""

from collections.abc import Iterator
from typing import Any

import psycopg

from amparo.doors.cli.catalogue import findings
from amparo.doors.cli.checks.findings import Finding, unsafe
from amparo.doors.cli.checks.folder import is_loopback
from amparo.doors.cli.house import Json

# Settings under which PostgreSQL keeps no value of anyone.
QUIET = {
    "log_statement": {"none"},
    "log_min_error_statement": {"panic", "fatal"},
    "log_min_messages": {"log", "fatal", "panic"},
    "log_min_duration_statement": {"-1"},
    "log_min_duration_sample": {"-1"},
    "log_duration": {"off"},
    "log_parameter_max_length_on_error": {"0"},
    "log_error_verbosity": {"terse"},
    "debug_print_parse": {"off"},
}
OLDEST = 150_000
SURE = {"verify-full", "verify-ca"}

Connection = psycopg.Connection[tuple[Any, ...]]


def database(connection: Connection, place: Json) -> Iterator[Finding]:
    """All of it."""
    for one in findings(connection):
        yield unsafe(
            "walls",
            str(one),
            "One part of the house could see or do what is not its own.",
            "amparo migrate puts the walls up again; ask who changed them.",
        )
    yield from log(connection)
    yield from way(place)
    if connection.info.server_version < OLDEST:
        yield unsafe(
            "postgres-version",
            f"PostgreSQL here is {connection.info.server_version // 10_000}.",
            "What the walls rest on is tried on 15 and newer.",
            "Use PostgreSQL 15 or newer.",
        )


def log(connection: Connection) -> Iterator[Finding]:
    """Settings under which a server's log may keep what people wrote."""
    for name, quiet in QUIET.items():
        row = connection.execute("SELECT current_setting(%s, true)", [name]).fetchone()
        if row and row[0] is not None and row[0] not in quiet:
            wanted = sorted(quiet)[0]
            yield unsafe(
                "database-log",
                f"PostgreSQL's {name} is {row[0]}.",
                "Its log may keep what people wrote, or who asked for whom.",
                f"On that server: ALTER SYSTEM, {name} to {wanted}; then SELECT pg_reload_conf()",
            )


def way(place: Json) -> Iterator[Finding]:
    """Whether someone between the machines could listen or pretend."""
    host = str(place.get("host", ""))
    mode = str(place.get("options", {}).get("sslmode", "prefer"))
    if host.startswith("/") or is_loopback(f"{host}:0") or mode in SURE:
        return
    yield unsafe(
        "database-tls",
        f"The way to the database at {host} is not sure (sslmode={mode}).",
        "Someone in between can read passwords and rows, or answer in the database's place.",
        "Add sslmode=verify-full&sslrootcert=FILE to the address in --database-url.",
    )
