"""What a restore starts from: a checked backup, and whatever opens its keys."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from amparo.doors.cli.backups import archive, sealing
from amparo.doors.cli.backups.archive import HOUSE, KEYS, Backup, BackupError
from amparo.doors.cli.backups.recovery import Ask, read_recovery
from amparo.doors.cli.backups.take import house_bond, house_of
from amparo.doors.cli.house import HouseError, Json, lock_house, write_private
from amparo.doors.cli.programs import make_folder
from amparo.keyholder.witness import Head

KEYHOLDER: Final = "keyholder"


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens the keys: the recovery key's file, or the folder of the stopped house itself."""

    recovery: Path | None = None
    keys: Path | None = None  # the sealed keys, if they were written elsewhere
    old: Path | None = None
    ask: Ask = str


def bring_papers(backup: Backup, opener: Opener, data: Path) -> tuple[Json, Head]:
    """The keyholder's folder is in DIR; gives house.json, not yet written, and the log's head."""
    make_folder(data / KEYHOLDER, 0o700, None)
    if opener.old is not None:
        return _from_house(backup, opener.old, data)
    if opener.recovery is None:
        raise BackupError(
            "What opens its keys? --recovery FILE names the recovery key, or --keys-from DIR the "
            "stopped house that the backup was taken from."
        )
    if not backup.has_keys:
        raise BackupError(
            f"{backup.folder} was made without keys. It opens only beside the keyholder of its "
            "house: --keys-from DIR"
        )
    private = read_recovery(opener.recovery, opener.ask)
    keys = backup.file(KEYS, opener.keys)
    bond, head = sealing.read_keys(keys, private, data / KEYHOLDER)
    archive.check_tie(backup.manifest, bond)
    papers = sealing.read_house(backup.folder / HOUSE, private)
    born: Json = json.loads(papers.pop("house.json"))
    for name, content in papers.items():
        _put(data / name, content)
    return born, Head(head["lines"], bytes.fromhex(head["hash"]))


def _from_house(backup: Backup, old: Path, data: Path) -> tuple[Json, Head]:
    """The keys of the house itself, which holds still meanwhile."""
    if not (old / "house.json").exists():
        raise BackupError(f"{old} is not the folder of a house.")
    with _still(old):
        if house_of(old) != backup.manifest["house"]:
            raise BackupError(f"{backup.name} was taken from another house than {old}.")
        if backup.manifest["tied_by"] == "house":
            archive.check_tie(backup.manifest, house_bond(old))
        shutil.copytree(
            old / KEYHOLDER,
            data / KEYHOLDER,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("lock"),
        )
        born: Json = json.loads((old / "house.json").read_text())
    return born, Head(0, b"")


@contextmanager
def _still(old: Path) -> Iterator[None]:
    try:
        lock = lock_house(old)
    except HouseError:
        raise BackupError(f"{old} is at work. Stop its amparo up first.") from None
    try:
        yield
    finally:
        os.close(lock)


def _put(file: Path, content: bytes) -> None:
    make_folder(file.parent, 0o700, None)
    file.touch(mode=0o600)
    file.write_bytes(content)


def write_house(data: Path, born: Json) -> None:
    """From here on DIR is a house."""
    write_private(data / "house.json", born)
