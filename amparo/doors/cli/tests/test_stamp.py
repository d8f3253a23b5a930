"""A second start may skip the migrations, but only when nothing at all has changed."""

from collections.abc import Iterator

import psycopg
import pytest

from amparo.doors.cli.postgres import Postgres, throwaway
from amparo.doors.cli.stamp import is_stamped, put_stamp, stamp


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with throwaway() as running:
        yield running


def test_the_same_code_and_logins_give_the_same_stamp() -> None:
    assert stamp(["a", "b"]) == stamp(["b", "a"])


def test_another_password_gives_another_stamp() -> None:
    assert len({stamp(["a"]), stamp(["b"]), stamp([])}) == 3


def test_it_does_not_show_a_password() -> None:
    assert "hunter2" not in stamp(["hunter2"])


def test_a_database_knows_who_migrated_it(server: Postgres) -> None:
    assert not is_stamped(server.address(), stamp(["a"]))
    put_stamp(server.address(), stamp(["a"]))
    assert is_stamped(server.address(), stamp(["a"]))
    assert not is_stamped(server.address(), stamp(["b"]))


def test_a_stamp_is_taken_away_before_tables_change(server: Postgres) -> None:
    put_stamp(server.address(), stamp(["a"]))
    put_stamp(server.address(), None)
    assert not is_stamped(server.address(), stamp(["a"]))


def test_a_database_made_anew_has_none(server: Postgres) -> None:
    put_stamp(server.address(), stamp(["a"]))
    with psycopg.connect(server.address(database="postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE amparo")
    server.create_database()
    assert not is_stamped(server.address(), stamp(["a"]))
