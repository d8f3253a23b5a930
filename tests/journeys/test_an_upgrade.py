"""A newer program backs up before it changes tables; an older one refuses a newer database."""

import json
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.apps import apps

from amparo.doors.cli.postgres import Postgres
from tests.journeys.installed import Installed

# As before there were notices: a part of the house on which no other stands.
TABLES = [model._meta.db_table for model in apps.get_app_config("notices").get_models()]
OLDER = f"DROP TABLE {', '.join(TABLES)} CASCADE"
FORGOTTEN = "DELETE FROM django_migrations WHERE app = 'notices'"
COUNT = "SELECT count(*) > 0 FROM django_migrations WHERE app = 'notices'"
NEWER = (
    "INSERT INTO django_migrations (app, name, applied) VALUES ('messaging', '0999_later', now())"
)
# Another program has left another stamp.
UNSTAMPED = "COMMENT ON DATABASE amparo IS NULL"


@pytest.fixture(scope="module")
def house() -> Iterator[Installed]:
    base = "/var/tmp" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="amparo-upgrade-", dir=base) as name:
        Path(name).chmod(0o711)
        made = Installed(Path(name) / "d")
        with made:
            assert made.said[-1].startswith("ready"), made.said
        yield made


def change(house: Installed, *statements: str) -> list[tuple[object, ...]]:
    """What the database answers to the last of these, while the house stands still."""
    born = json.loads((house.data / "house.json").read_text())
    server = Postgres(
        house.data / "postgres", house.data / "run" / "pg", owner_password=born["owner"]["password"]
    )
    with server, psycopg.connect(server.address(), autocommit=True) as owner:
        for statement in statements[:-1]:
            owner.execute(statement.encode())
        last = owner.execute(statements[-1].encode())
        return last.fetchall() if last.description else []


def test_an_upgrade_backs_up_first_and_there_is_a_way_back(house: Installed) -> None:
    change(house, OLDER, FORGOTTEN, UNSTAMPED)
    with house:
        assert house.said[-1].startswith("ready"), house.said
        said = "\n".join(house.said)
        assert re.search(r"this is an upgrade \(\d+ steps\): backing up first", said)
        assert "there is no recovery key" in said
        assert said.index("backed up") < said.index("bringing tables and grants up to date")
    (folder,) = (house.data / "backups").glob("amparo-*")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["why"] == "upgrade"
    assert "notices" not in {area for area, _ in manifest["migrations"]}
    assert not set(TABLES) & set(manifest["tables"])
    # The way back: the backup, and the keys of the stopped house itself.
    back = str(house.data.parent / "back")
    words = ("restore", "--from", str(folder), "--keys-from", str(house.data), "--data", back)
    assert "the same as in the backup" in house.order(*words)


def test_without_pending_tables_nothing_is_backed_up(house: Installed) -> None:
    before = sorted((house.data / "backups").glob("*"))
    change(house, UNSTAMPED)
    with house:
        assert "bringing tables and grants up to date" in house.said
        assert not any("backing up" in line for line in house.said)
    assert sorted((house.data / "backups").glob("*")) == before


def test_no_backup_no_change(house: Installed) -> None:
    change(house, OLDER, FORGOTTEN, UNSTAMPED)
    kept = house.data / "backups"
    moved = kept.rename(kept.with_name("aside"))
    kept.write_text("a file where the folder should be")
    house.start()
    house.stop()
    assert "No table was changed." in "\n".join(house.said)
    assert change(house, COUNT) == [(False,)]
    kept.unlink()
    moved.rename(kept)
    house.options = ("--no-backup",)
    with house:
        assert house.said[-1].startswith("ready")
    house.options = ()


def test_an_older_program_refuses_a_newer_database(house: Installed) -> None:
    change(house, NEWER, UNSTAMPED)
    house.start()
    house.stop()
    said = "\n".join(house.said)
    assert "made by a newer Amparo" in said and "messaging 0999_later" in said
    assert "Nothing was changed" in said and "amparo restore" in said and "Traceback" not in said
    change(house, "DELETE FROM django_migrations WHERE name = '0999_later'", "SELECT 1")
    with house:
        assert house.said[-1].startswith("ready")
