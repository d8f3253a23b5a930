"""The folder, the door and backups: each finding, and the state in which it is gone."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from amparo.doors.cli.backups.marks import put_mark
from amparo.doors.cli.checks.backups import backups
from amparo.doors.cli.checks.database import way
from amparo.doors.cli.checks.findings import Finding
from amparo.doors.cli.checks.folder import door, folder, is_loopback
from amparo.doors.cli.checks.people import PUBLIC, colleagues_of, gateways
from amparo.doors.public.languages import LANGUAGES
from amparo.guard.accounts.queries import Colleague
from amparo.guard.accounts.roles import Role
from amparo.kernel.refs import new_ref
from tests.harness import House

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("config/web.json", "keyholder/master.key", "house.json"):
        file = tmp_path / "d" / name
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
    (tmp_path / "d").chmod(0o700)
    return tmp_path / "d"


def ids(found: Iterable[Finding]) -> set[str]:
    return {one.id for one in found}


def test_a_file_that_others_read_is_named(data: Path) -> None:
    assert ids(folder(data)) == {"keyholder-here"}
    (data / "keyholder" / "master.key").chmod(0o640)
    (found,) = (one for one in folder(data) if one.id == "modes")
    assert "keyholder/master.key" in found.what


def asked(bind: str, **more: Any) -> set[str]:
    given: dict[str, Any] = {"demo": False, "debug": False, "proxies": [], **more}
    return ids(door({"bind": bind}, **given))


def test_an_open_door_and_a_proxy_that_is_not_believed() -> None:
    assert asked("0.0.0.0:80") == {"bind"}
    assert asked("127.0.0.1:8000") == {"proxies"}
    assert not asked("[::1]:8000", proxies=["127.0.0.1/32"])
    assert asked("127.0.0.1:8000", demo=True, debug=True) == {"demo", "debug"}
    assert is_loopback("localhost:1") and not is_loopback("help.example.org:1")


def test_backups_by_age_place_and_rehearsal(data: Path) -> None:
    assert ids(backups(data, NOW)) == {"recovery-key", "backup", "rehearsal"}
    (data / "keyholder" / "recovery.json").touch(mode=0o600)
    put_mark(data, "taken", name="one", at=(NOW - timedelta(hours=3)).isoformat(), where="/none")
    put_mark(data, "rehearsed", name="one", at=(NOW - timedelta(days=9)).isoformat())
    assert not ids(backups(data, NOW))
    assert ids(backups(data, NOW + timedelta(days=2))) == {"backup-age"}
    assert ids(backups(data, NOW + timedelta(days=99))) == {"backup-age", "rehearsal"}
    put_mark(data, "taken", name="two", at=NOW.isoformat(), where=str(data))
    assert ids(backups(data, NOW)) == {"backup-place"}
    (data / "backups.json").write_text("torn")
    assert "backup" in ids(backups(data, NOW))


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ({"host": "/run/pg"}, set()),
        ({"host": "127.0.0.1"}, set()),
        ({"host": "db.example.org"}, {"database-tls"}),
        ({"host": "db.example.org", "options": {"sslmode": "require"}}, {"database-tls"}),
        ({"host": "db.example.org", "options": {"sslmode": "verify-full"}}, set()),
    ],
)
def test_the_way_to_the_database(place: dict[str, Any], found: set[str]) -> None:
    assert ids(way(place)) == found


def test_one_administrator_is_too_few() -> None:
    one = Colleague(new_ref(), "a", "A", (), ((new_ref(), Role.ADMINISTRATOR),))
    assert ids(colleagues_of((one,))) == {"administrators"}
    assert not ids(colleagues_of((one, one)))


def test_a_house_without_a_gateway(stage: House) -> None:
    del stage
    assert "gateway" in ids(gateways(json.loads("{}")))
    assert "gateway" not in ids(gateways({"gateways": {"kannel": {"url": "http://x"}}}))


def test_every_public_language_is_asked_about() -> None:
    assert {"en", *PUBLIC} == {one.code for one in LANGUAGES}
