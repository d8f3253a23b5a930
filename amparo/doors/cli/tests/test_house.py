"""DIR: one holder, secrets born once, and each process with only what it may know."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from amparo.doors.cli.house import (
    SOCKET_LIMIT,
    Database,
    House,
    HouseError,
    configs,
    database_from,
    lock_house,
    open_house,
    write_configs,
)

DATABASE = Database("/run/pg", 5432, "amparo", "amparo_owner", "owner's own", {})


def built(data: Path) -> House:
    os.close(lock_house(data))
    return open_house(data)


def known(house: House) -> dict[str, Any]:
    return configs(house, DATABASE, bind="127.0.0.1:8000", demo=False)


def text_of(house: House, process: str) -> str:
    return json.dumps(known(house)[process])


def test_its_secrets_are_born_once(tmp_path: Path) -> None:
    first = built(tmp_path / "d")
    assert built(tmp_path / "d").secrets == first.secrets
    assert built(tmp_path / "other").secrets != first.secrets


def test_a_second_holder_is_refused_and_the_first_keeps_it(tmp_path: Path) -> None:
    lock = lock_house(tmp_path / "d")
    with pytest.raises(HouseError, match="Another amparo up is using"):
        lock_house(tmp_path / "d")
    os.close(lock)
    os.close(lock_house(tmp_path / "d"))


def test_it_moves_into_no_folder_of_others(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").touch()
    with pytest.raises(HouseError, match="not empty"):
        built(tmp_path)
    assert not (tmp_path / "house.json").exists()


def test_only_its_owner_reads_its_files(tmp_path: Path) -> None:
    house = built(tmp_path / "d")
    write_configs(house, DATABASE, bind="127.0.0.1:8000", demo=True)
    files = [house.data / "house.json", *(house.data / "config").iterdir()]
    assert len(files) == 8
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert (house.data / "config").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("process", ["web", "worker", "door", "keyholder", "cli"])
def test_no_serving_process_knows_the_owner_or_the_backup(tmp_path: Path, process: str) -> None:
    house = built(tmp_path / "d")
    for secret in ("owner's own", house.secrets["logins"]["backup"]["password"]):
        assert secret in text_of(house, "owner")
        assert secret not in text_of(house, process)


def test_the_door_can_only_insert_and_opens_nothing(tmp_path: Path) -> None:
    house = built(tmp_path / "d")
    door = known(house)["door"]
    assert set(door["logins"]) == {"door"}
    assert "keyholder" not in door
    assert "secret_key" not in door
    assert door["door"]["id_key"] not in "".join(
        text_of(house, other) for other in known(house) if other != "door"
    )


def test_each_process_knows_its_own_token_only(tmp_path: Path) -> None:
    house = built(tmp_path / "d")
    for process in ("web", "worker", "cli"):
        for role, token in house.secrets["tokens"].items():
            assert (token in text_of(house, process)) == (role == process)


def test_the_keyholder_knows_no_database(tmp_path: Path) -> None:
    keyholder = known(built(tmp_path / "d"))["keyholder"]
    assert not {"database", "logins", "secret_key", "door"} & set(keyholder)


def test_a_long_folder_gets_short_sockets(tmp_path: Path) -> None:
    data = tmp_path / ("l" * 120)
    house = built(data)
    assert len(os.fsencode(house.sockets / "pg" / ".s.PGSQL.5432")) <= SOCKET_LIMIT
    assert house.sockets.stat().st_uid == os.geteuid()
    assert built(data).sockets == house.sockets
    house.sockets.rmdir()


def test_a_folder_for_sockets_that_others_can_write_is_refused(tmp_path: Path) -> None:
    data = tmp_path / ("l" * 121)
    sockets = built(data).sockets
    sockets.chmod(0o777)
    with pytest.raises(HouseError, match="is not ours alone"):
        built(data)
    sockets.rmdir()


def test_it_reads_the_address_of_another_server() -> None:
    found = database_from("postgresql://boss:s%40crt@db.example:6432/help?sslmode=require")
    assert found == Database("db.example", 6432, "help", "boss", "s@crt", {"sslmode": "require"})
    assert found.place()["options"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "url", ["nonsense", "postgresql://boss:s3cret@", "postgresql://%zz:s3cret"]
)
def test_an_unreadable_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(HouseError, match="postgresql://OWNER:PASSWORD") as refused:
        database_from(url)
    assert "s3cret" not in str(refused.value)
