"""One backup is one folder: a manifest, the database, and two parts sealed to the recovery key."""

import hashlib
import hmac
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from amparo.doors.cli.house import Json, write_private
from amparo.keyholder.store import sync_folder

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database.dump"
KEYS: Final = "keys.sealed"
HOUSE: Final = "house.sealed"
START: Final = "amparo-"
HALF: Final = ".half-"
_STEP: Final = 8 << 20

Heard = Callable[[str], None]


class BackupError(Exception):
    """A backup was not made, or can not be used. The message says why and what was kept."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup."""

    folder: Path
    manifest: Json

    @property
    def name(self) -> str:
        """As its folder is called."""
        return str(self.manifest["name"])

    @property
    def made_at(self) -> datetime:
        """The moment whose rows it holds."""
        return datetime.fromisoformat(self.manifest["made_at"])

    @property
    def has_keys(self) -> bool:
        """Whether its keys were copied, here or elsewhere."""
        return KEYS in self.manifest["files"]

    def file(self, part: str, keys: Path | None = None) -> Path:
        """Where a part lies; the keys may lie elsewhere."""
        return keys if part == KEYS and keys is not None else self.folder / part


def read_backup(folder: Path) -> Backup:
    """The backup in this folder; BackupError if that is not one, or one of a later version."""
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        if int(told["format"]) > FORMAT:
            raise BackupError(
                f"{folder} was made by a newer Amparo ({told['version']}). "
                "Nothing was changed: restore it with that version."
            )
        found = Backup(folder, told)
        _ = found.name, found.made_at, told["files"].items(), told["tables"].items()
    except FileNotFoundError:
        raise BackupError(f"{folder} is not a whole backup: {MANIFEST} is missing.") from None
    except OSError as error:
        raise BackupError(f"{folder} can not be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BackupError(f"{folder / MANIFEST} is damaged.") from None
    return found


def check_files(backup: Backup, keys: Path | None, say: Heard) -> None:
    """Each part is there and is what was written; BackupError names the first that is not."""
    for part, facts in backup.manifest["files"].items():
        file = backup.file(part, keys)
        if not file.exists():
            where = " It was written elsewhere: name it with --keys." if part == KEYS else ""
            raise BackupError(f"{file} is missing.{where}")
        if file.stat().st_size != facts["bytes"]:
            raise BackupError(
                f"{file} has {file.stat().st_size:,} bytes and should have {facts['bytes']:,}: "
                "it was cut off or altered."
            )
        say(f"checking {part} ({facts['bytes'] / 1e6:,.1f} MB)")
        if fingerprint(file) != facts["sha256"]:
            raise BackupError(f"{file} was altered since it was written.")


def fingerprint(file: Path) -> str:
    """SHA-256 of a file."""
    total = hashlib.sha256()
    with file.open("rb") as source:
        while piece := source.read(_STEP):
            total.update(piece)
    return total.hexdigest()


def facts_of(file: Path) -> Json:
    """What the manifest says of a file that is now on disk."""
    with file.open("rb") as written:
        os.fsync(written.fileno())
    return {"bytes": file.stat().st_size, "sha256": fingerprint(file)}


def tie(manifest: Json, bond: bytes) -> str:
    """What only someone who knows the bond, which is sealed, could have put under the manifest."""
    plain = {name: value for name, value in manifest.items() if name != "tie"}
    text = json.dumps(plain, sort_keys=True, ensure_ascii=True).encode()
    return hmac.digest(bond, b"amparo backup" + text, "sha256").hex()


def check_tie(manifest: Json, bond: bytes) -> None:
    """The manifest, and with it each part, is the one that was made beside these keys."""
    if not hmac.compare_digest(tie(manifest, bond), str(manifest.get("tie", ""))):
        raise BackupError(
            "The manifest and the keys do not belong together: someone has altered this backup."
        )


def finish(half: Path, manifest: Json) -> Path:
    """The folder has its name, and everything in it is on disk."""
    write_private(half / MANIFEST, manifest)
    final = half.with_name(manifest["name"])
    half.rename(final)
    sync_folder(final.parent)
    return final


def backups_in(folder: Path, house: str) -> Iterator[Backup]:
    """The finished backups of this house, oldest first."""
    for path in sorted(folder.glob(f"{START}*")):
        try:
            found = read_backup(path)
        except BackupError:
            continue  # somebody else's, or a later version's: not ours to judge or to remove
        if found.manifest.get("house") == house:
            yield found


def keep_newest(found: list[Backup], most: int, keys_to: Path | None) -> list[str]:
    """The names of those that were removed: all but the newest, so many."""
    going = found[:-most] if most else []
    for one in going:
        if keys_to is not None:
            elsewhere(keys_to, one.name).unlink(missing_ok=True)
        shutil.rmtree(one.folder)
    return [one.name for one in going]


def elsewhere(folder: Path, name: str) -> Path:
    """The keys of a backup in a folder of their own."""
    return folder / f"{name}.{KEYS}"
