"""Our own PostgreSQL, for real: every test here starts one."""

import os
import time
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from amparo.doors.cli.postgres import Postgres, throwaway
from amparo.doors.cli.programs import PostgresError

SECRET = "Marisol Quintanilla"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with throwaway() as running:
        yield running


def scalar(server: Postgres, query: str) -> object:
    with psycopg.connect(server.address()) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def logs(server: Postgres) -> str:
    return "".join(file.read_text() for file in server.log.iterdir())


def all_logs(server: Postgres) -> str:
    """The log up to now: its collector writes a moment later, so a last line is waited for."""
    mark = f"mark_{uuid4().hex}"
    with pytest.raises(psycopg.Error):
        psycopg.connect(server.address(user=mark, password="none"))
    deadline = time.monotonic() + 20
    while mark not in logs(server) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert mark in logs(server)
    return logs(server)


def test_it_speaks_utf8_with_the_builtin_locale(server: Postgres) -> None:
    assert scalar(server, "SELECT lower('ÀÉÑ')") == "àéñ"
    query = "SELECT datlocale FROM pg_database WHERE datname = current_database()"
    assert scalar(server, query) == "C.UTF-8"


@pytest.mark.parametrize("setting", ["fsync", "synchronous_commit", "full_page_writes"])
def test_it_keeps_what_it_has_acknowledged(server: Postgres, setting: str) -> None:
    assert scalar(server, f"SHOW {setting}") == "on"
    assert scalar(server, "SHOW data_checksums") == "on"


def test_it_refuses_a_wrong_password_and_takes_the_right_one(server: Postgres) -> None:
    assert scalar(server, "SELECT current_user") == "amparo_owner"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.address(password="wrong"))


def test_it_trusts_nobody_in_its_rules(server: Postgres) -> None:
    query = "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"
    assert scalar(server, query) == "scram-sha-256"


def test_it_opens_no_port(server: Postgres) -> None:
    assert scalar(server, "SHOW listen_addresses") == ""
    assert (server.sockets / f".s.PGSQL.{server.port}").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT '{SECRET}'::uuid",
        f"SELECT '{SECRET}' FROM nowhere",
        f'SELECT "{SECRET}"',
        f"SELECT 1 '{SECRET}'",
        f"DO $$ BEGIN RAISE EXCEPTION '{SECRET}'; END $$",
        f"DO $$ BEGIN RAISE WARNING '{SECRET}'; PERFORM 1/0; END $$",
    ],
)
def test_its_log_keeps_no_value(server: Postgres, statement: str) -> None:
    with psycopg.connect(server.address()) as connection, pytest.raises(psycopg.Error):
        connection.execute(statement.encode())
    assert SECRET not in all_logs(server)


def test_its_log_keeps_no_parameter(server: Postgres) -> None:
    with psycopg.connect(server.address()) as connection, pytest.raises(psycopg.Error):
        connection.execute("SELECT %s::text::uuid", [SECRET])
    assert SECRET not in all_logs(server)


def test_the_search_of_the_log_would_find_a_value(server: Postgres) -> None:
    with psycopg.connect(server.address()) as connection, pytest.raises(psycopg.Error):
        connection.execute("SET log_min_messages = error")
        connection.execute(f"SELECT '{SECRET} control'::uuid".encode())
    assert f"{SECRET} control" in all_logs(server)


def test_a_committed_row_outlives_a_kill(server: Postgres) -> None:
    with psycopg.connect(server.address()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'still here'::text AS what")
    first = server.process
    first.kill()
    first.wait()
    server.start()
    assert server.process.pid != first.pid
    assert scalar(server, "SELECT what FROM kept") == "still here"


@pytest.mark.parametrize("lock", ["postgres/cluster/postmaster.pid", "s/.s.PGSQL.5432.lock"])
def test_a_lock_file_with_the_number_of_someone_else_does_not_block(lock: str) -> None:
    with throwaway() as server:
        server.process.kill()
        server.process.wait()
        false = server.data.parent / lock
        number, _, rest = false.read_text().partition("\n")
        assert number == str(server.process.pid)
        false.write_text(f"{os.getpid()}\n{rest}")
        server.start()
        assert scalar(server, "SELECT 1") == 1


def test_a_second_server_on_the_same_cluster_is_refused(server: Postgres) -> None:
    other = Postgres(server.data, server.sockets, owner_password=server.owner_password)
    other.patience = 0.3
    with pytest.raises(PostgresError, match="Another PostgreSQL still uses"):
        other.start()
    assert scalar(server, "SELECT 1") == 1


def test_another_version_is_refused_by_name() -> None:
    with throwaway() as server:
        server.stop()
        (server.cluster / "PG_VERSION").write_text("17\n")
        with pytest.raises(PostgresError, match="was made by PostgreSQL 17"):
            server.start()


def test_half_a_cluster_is_thrown_away() -> None:
    with throwaway() as server:
        server.stop()
        server.cluster.rename(server.data / "cluster.half")
        server.start()
        assert scalar(server, "SELECT count(*) FROM pg_database WHERE datname = 'amparo'") == 1


def test_the_owners_password_lies_in_no_file(server: Postgres) -> None:
    files = [file for file in server.data.rglob("*") if file.is_file()]
    assert len(files) > 100
    assert not [f for f in files if server.owner_password.encode() in f.read_bytes()]
