"""C18, in small: a backup of a house at work becomes a house in a blank folder, and is read."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.doors.cli.programs import find_programs
from tests.journeys.installed import Installed

WORDS = "Mwen nan Delmas 19, nou bezwen dlo pou twa timoun"
LATE = "Sa a vini apre kopi a"


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    base = "/var/tmp" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="amparo-restore-", dir=base) as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture(scope="module")
def kept(place: Path) -> Iterator[Path]:
    """The backup of a house in which one message was read, and another came after."""
    with Installed(place / "first") as house:
        house.found()
        house.send("1", WORDS)
        house.queue(WORDS)
        paper = str(place / "recovery.json")
        house.order("keys", "recovery", "--to", paper, "--no-passphrase")
        house.order("backup", "--to", str(place / "kept"))
        house.send("2", LATE)
        (folder,) = (place / "kept").glob("amparo-*")
        said = house.order("restore", "--rehearse", "--from", str(folder), "--recovery", paper)
        assert "It can be restored" in said
        assert set(json.loads((house.data / "backups.json").read_text())) == {"taken", "rehearsed"}
    yield folder


def restore(place: Path, folder: Path, to: Path, *, fails: bool = False, more: str = "") -> str:
    paper = place / (more or "recovery.json")
    words = ("restore", "--from", str(folder), "--recovery", str(paper), "--data", str(to))
    return Installed(to).order(*words, fails=fails)


def test_what_was_read_is_read_again_in_a_blank_folder(place: Path, kept: Path) -> None:
    said = restore(place, kept, place / "second")
    rows = sum(one["rows"] for one in tables(kept).values())
    assert f"restored {rows:,} rows" in said and re.search(r"[1-9]\d* keys open", said)
    assert "have no key" not in said
    assert "Lost: whatever came in" in said and "1 sign-ins were ended" in said
    with Installed(place / "second") as house:
        assert house.said[-1].startswith("ready"), house.said
        assert not any("this is an upgrade" in line for line in house.said)
        assert LATE not in house.queue(WORDS)
        # It goes on: what comes now is taken in, under the keys that came along.
        house.send("3", "Mèsi")


def tables(folder: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = json.loads((folder / "manifest.json").read_text())["tables"]
    return found


def test_a_backup_holds_no_word_and_no_key_in_the_clear(place: Path, kept: Path) -> None:
    programs = find_programs(None, Path())
    command = [str(programs / "pg_restore"), "-f", "-", str(kept / "database.dump")]
    dump = subprocess.run(command, capture_output=True, check=True).stdout
    master = (place / "first" / "keyholder" / "master.key").read_bytes()
    born = json.loads((place / "first" / "house.json").read_text())
    files = dump + b"".join(file.read_bytes() for file in kept.iterdir())
    secrets = [master, master.hex().encode(), born["owner"]["password"].encode()]
    for word in (WORDS.encode(), b"37123456", *secrets):
        assert word not in files
    assert b"reach_conversation" in dump
    assert {oct(file.stat().st_mode & 0o777) for file in kept.iterdir()} == {"0o600"}


@pytest.mark.parametrize("part", ["database.dump", "keys.sealed", "house.sealed", "manifest.json"])
def test_a_part_that_was_cut_off_or_lost_is_refused(place: Path, kept: Path, part: str) -> None:
    for cut in (True, False):
        broken = place / "broken"
        shutil.copytree(kept, broken)
        if cut:
            whole = (broken / part).read_bytes()
            (broken / part).write_bytes(whole[: len(whole) // 2])
        else:
            (broken / part).unlink()
        said = restore(place, broken, place / "blank", fails=True)
        assert part in said and "Nothing was restored" in said and "Traceback" not in said
        assert not (place / "blank").exists()
        shutil.rmtree(broken)


def test_one_altered_row_is_seen(place: Path, kept: Path) -> None:
    """The control of the comparison: the manifest says one row more than there is."""
    broken = place / "broken"
    shutil.copytree(kept, broken)
    told = json.loads((broken / "manifest.json").read_text())
    told["tables"]["reach_message"]["rows"] += 1
    (broken / "manifest.json").write_text(json.dumps(told))
    said = restore(place, broken, place / "blank", fails=True)
    assert "someone has altered this backup" in said and not (place / "blank").exists()
    shutil.rmtree(broken)


def test_another_key_a_newer_version_and_a_full_folder_are_refused(place: Path, kept: Path) -> None:
    other = Installed(place / "first")
    other.order("keys", "recovery", "--again", "--to", f"{place}/other.json", "--no-passphrase")
    said = restore(place, kept, place / "blank", fails=True, more="other.json")
    assert "not sealed to this recovery key" in said
    newer = place / "newer"
    shutil.copytree(kept, newer)
    told = json.loads((newer / "manifest.json").read_text())
    told["migrations"].append(["messaging", "0999_from_the_future"])
    (newer / "manifest.json").write_text(json.dumps(told))
    assert "made by a newer Amparo" in restore(place, newer, place / "blank", fails=True)
    assert not (place / "blank").exists()
    assert "is not blank" in restore(place, kept, place / "first", fails=True)
    assert (place / "first" / "house.json").exists()
