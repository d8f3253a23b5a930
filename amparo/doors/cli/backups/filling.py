"""The database of a restored house: made, filled, compared with what was backed up, set to rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from amparo.doors.cli.backups import programs
from amparo.doors.cli.backups.archive import DATABASE, Backup, BackupError, Heard
from amparo.doors.cli.backups.tables import PLAIN, differences, measure, tables
from amparo.doors.cli.house import Json, sockets_folder
from amparo.doors.cli.postgres import Postgres
from amparo.doors.cli.walls import logins_sql

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Filled:
    """What the administrator is told of the database."""

    rows: int
    conversations: list[bytes]
    unsent: int  # answers that may have gone out since
    sessions: int


@contextmanager
def own_server(data: Path, born: Json) -> Iterator[str]:
    """The owner's address of a new server in DIR, stopped again at the end."""
    password = born["owner"]["password"]
    sockets = sockets_folder(data)
    with Postgres(data / "postgres", sockets / "pg", owner_password=password) as server:
        yield server.address()


@contextmanager
def others_server(address: str) -> Iterator[str]:
    """The owner's address of an empty database elsewhere, empty again if anything fails."""
    with psycopg.connect(address) as connection:
        if found := tables(connection):
            raise BackupError(
                f"The database {connection.info.dbname} is not empty ({found[0]}). Nothing was "
                "changed: name an empty one."
            )
    try:
        yield address
    except BaseException:
        with psycopg.connect(address) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        raise


def fill(backup: Backup, born: Json, address: str, say: Heard) -> Filled:
    """The database is as it was, row for row; then nothing in it goes on by itself."""
    with psycopg.connect(address) as connection:
        passwords = {name: str(login["password"]) for name, login in born["logins"].items()}
        for statement in logins_sql(passwords):
            connection.execute(statement)
    say("filling the database")
    programs.load(address, backup.folder / DATABASE, say)
    with psycopg.connect(address, options=PLAIN) as connection:
        say("comparing every table with what was backed up")
        if wrong := differences(backup.manifest["tables"], measure(connection)):
            raise BackupError(f"It is not what was backed up: {'; '.join(wrong[:5])}.")
        return _rest(connection, backup)


def _rest(connection: Connection, backup: Backup) -> Filled:
    """Nobody is signed in, and no answer that may have gone out goes out again."""
    sessions = connection.execute(
        "UPDATE guard_session SET ended_at = now() WHERE ended_at IS NULL"
    ).rowcount
    unsent = connection.execute(
        "UPDATE reach_message SET delivery = 'unknown', delivery_at = now() "
        "WHERE delivery IN ('queued', 'sending')"
    ).rowcount
    ids = connection.execute("SELECT id FROM reach_conversation").fetchall()
    rows = sum(one["rows"] for one in backup.manifest["tables"].values())
    return Filled(rows, [id.bytes for (id,) in ids], unsent, sessions)
