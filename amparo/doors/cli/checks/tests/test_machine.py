"""What a machine is asked, on machines made for it."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from amparo.doors.cli.checks.findings import Finding, Level
from amparo.doors.cli.checks.machine import (
    clock_runs,
    core_dumps,
    encryption,
    machine,
    memory,
    room_left,
    swap,
)

HEAD = "Filename\tType\tSize\tUsed\tPriority\n"


def place(root: Path, name: str, text: str) -> Path:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return root


def ids(found: Iterable[Finding]) -> list[str]:
    return [one.id for one in found]


def test_swap_on_a_disk_is_found_and_swap_in_memory_is_not(tmp_path: Path) -> None:
    assert not swap(place(tmp_path, "proc/swaps", HEAD))
    assert not swap(place(tmp_path, "proc/swaps", HEAD + "/dev/zram0 partition 1 0 1\n"))
    (found,) = swap(place(tmp_path, "proc/swaps", HEAD + "/dev/sda2 partition 1 0 1\n"))
    assert "/dev/sda2" in found.what and "swapoff" in found.do


@pytest.mark.parametrize(
    ("locked", "swapping", "level"),
    [
        (False, True, Level.UNSAFE),
        (False, False, Level.NOTE),
        (True, True, None),
        (None, True, None),
    ],
)
def test_keys_in_swap_are_unsafe(locked: bool | None, swapping: bool, level: Level | None) -> None:
    assert [one.level for one in memory(locked, swapping=swapping)] == [level] * (level is not None)


def test_a_crash_that_is_handed_on_is_found(tmp_path: Path) -> None:
    file = "proc/sys/kernel/core_pattern"
    assert not ids(core_dumps(place(tmp_path, file, "core\n")))
    (found,) = core_dumps(place(tmp_path, file, "|/usr/lib/systemd/systemd-coredump %P\n"))
    assert "systemd-coredump" in found.what


def test_a_clock_that_nobody_sets_is_found() -> None:
    assert ids(clock_runs(5)) == ["clock"] and not ids(clock_runs(0))


def test_an_encrypted_disk_is_seen_also_below_a_volume(tmp_path: Path) -> None:
    device = tmp_path.stat().st_dev
    here = f"sys/dev/block/{device >> 8 & 0xFFF}:{device & 0xFF | device >> 12 & 0xFFF00}"
    assert ids(encryption(tmp_path, tmp_path)) == ["disk"]
    place(tmp_path, f"{here}/dm/uuid", "LVM-abc")
    place(tmp_path, f"{here}/slaves/dm-0/dm/uuid", "CRYPT-LUKS2-abc")
    assert not ids(encryption(tmp_path, tmp_path))
    place(tmp_path, f"{here}/slaves/sdb/size", "1")
    assert ids(encryption(tmp_path, tmp_path)) == ["disk"]


def test_a_full_disk_is_unsafe(tmp_path: Path) -> None:
    assert not ids(room_left(tmp_path, 10 << 30))
    assert [one.level for one in room_left(tmp_path, 1 << 30)] == [Level.MISSING]
    assert [one.level for one in room_left(tmp_path, 1 << 20)] == [Level.UNSAFE]


def test_this_very_machine_can_be_asked(tmp_path: Path) -> None:
    assert all(one.what and one.why and one.do for one in machine(tmp_path, locked=None))
