"""A PostgreSQL of the administrator's own: what `roles --sql` prints is enough, for all of it."""

import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from amparo.doors.cli.postgres import Postgres, throwaway
from amparo.doors.cli.roles import OWNER_SQL
from tests.journeys.installed import Installed

WORDS = "Nou bezwen yon doktè"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with throwaway() as made:
        yield made


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    base = "/var/tmp" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="amparo-own-", dir=base) as name:
        Path(name).chmod(0o711)
        yield Path(name)


def owner_of(server: Postgres, database: str) -> str:
    """An owner who is no superuser, made by exactly what an administrator is told to run."""
    owner = "faro_owner"
    script = OWNER_SQL.format(owner=owner).replace("…", "secret-of-this-test")
    script = script.replace("DATABASE amparo ", f"DATABASE {database} ")
    first, second = script.split("\\c amparo")
    bare = re.sub(r"--.*", "", first)
    with psycopg.connect(server.address(), autocommit=True) as connection:
        for statement in filter(str.strip, bare.split(";")):
            with suppress(psycopg.errors.DuplicateObject):  # the second database has the same owner
                connection.execute(statement.encode())
    with psycopg.connect(server.address(database=database), autocommit=True) as connection:
        connection.execute(second.encode())
    return make_conninfo(
        host=server.host,
        port=server.port,
        dbname=database,
        user=owner,
        password="secret-of-this-test",
    )


def test_it_lives_on_a_server_of_others_and_is_restored_there(
    server: Postgres, place: Path
) -> None:
    url = owner_of(server, "faro")
    with Installed(place / "first", options=("--database-url", url)) as house:
        assert house.said[-1].startswith("ready"), house.said
        assert not (house.data / "postgres").exists()
        house.found()
        house.send("1", WORDS)
        house.queue(WORDS)
        house.order("keys", "recovery", "--to", f"{place}/r.json", "--no-passphrase")
        house.order("backup", "--to", f"{place}/kept")
        with psycopg.connect(server.address(database="faro"), autocommit=True) as superuser:
            superuser.execute("ALTER DATABASE faro SET log_statement TO 'all'")
        found = json.loads(house.order("check", "--json", fails=True))["findings"]
        told = {one["id"]: one["what"] for one in found}
        assert told["database-log"] == "PostgreSQL's log_statement is all."
        assert "walls" not in told, told
    (folder,) = (place / "kept").glob("amparo-*")
    words = ["restore", "--from", str(folder), "--recovery", f"{place}/r.json"]
    there = [*words, "--data", f"{place}/second", "--database-url"]
    assert "is not empty" in house.order(*there, url, fails=True)
    other = owner_of(server, "ola")
    assert "the same as in the backup" in house.order(*there, other)
    with Installed(place / "second", options=("--database-url", other)) as again:
        assert again.said[-1].startswith("ready"), again.said
        again.queue(WORDS)
