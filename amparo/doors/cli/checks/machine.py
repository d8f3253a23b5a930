"""The machine: swap, core dumps, locked memory, clock, disk. Reads, changes nothing."""

import ctypes
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from amparo.doors.cli.checks.findings import Finding, missing, note, unsafe

_UNSYNCHRONISED: Final = 5  # TIME_ERROR, from <sys/timex.h>
_TIMEX_BYTES: Final = 256
_LITTLE, _TOO_LITTLE = 2 << 30, 200 << 20  # bytes that are free


def machine(data: Path, *, locked: bool | None, root: Path = Path("/")) -> Iterator[Finding]:
    """All of it; `locked`: whether the keyholder's memory is, None if nobody can say."""
    swaps = swap(root)
    yield from swaps
    yield from memory(locked, swapping=bool(swaps))
    yield from core_dumps(root)
    yield from clock_runs(ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES)))
    yield from encryption(data, root)
    yield from room_left(data, shutil.disk_usage(data).free)


def swap(root: Path) -> list[Finding]:
    """Swap that is on and not held in memory (zram)."""
    lines = _read(root / "proc/swaps").splitlines()[1:]
    on = [line.split()[0] for line in lines if line.strip() and "zram" not in line.split()[0]]
    if not on:
        return []
    return [
        missing(
            "swap",
            f"Swap is on ({', '.join(on)}).",
            "What staff read, and keys if their memory is not locked, can be written to the disk "
            "and stay there after the machine is off.",
            "swapoff -a, and take the line out of /etc/fstab; or encrypt swap with a new key at "
            "each start (crypttab: /dev/urandom).",
        )
    ]


def memory(locked: bool | None, *, swapping: bool) -> Iterator[Finding]:
    """Whether keys can leave the memory."""
    if locked is not False:
        return
    tell = unsafe if swapping else note
    yield tell(
        "memory-lock",
        "The keyholder may not lock its memory.",
        "Keys that are in use can be written to swap" + ("." if swapping else ", if there is any."),
        "Raise the limit: LimitMEMLOCK=infinity in the unit (amparo units has it), or ulimit -l.",
    )


def core_dumps(root: Path) -> Iterator[Finding]:
    """Crashed programs that are handed on whole: no limit of ours counts for a pipe."""
    pattern = _read(root / "proc/sys/kernel/core_pattern").strip()
    if pattern.startswith("|"):
        yield missing(
            "core-dumps",
            f"What crashes is handed to {pattern[1:].split()[0]}.",
            "A crash of the pages or of the worker would lay open words of people on the disk. "
            "(The keyholder can not be dumped.)",
            "Storage=none in /etc/systemd/coredump.conf, or sysctl -w kernel.core_pattern=core",
        )


def clock_runs(state: int) -> Iterator[Finding]:
    """Whether the kernel says that its clock is set by another."""
    if state == _UNSYNCHRONISED:
        yield missing(
            "clock",
            "Nobody sets this machine's clock.",
            "How long people have waited, who is on shift, when keys of the day are destroyed and "
            "links run out: all follow the clock.",
            "timedatectl set-ntp true, or install chrony. In a container the host must do it.",
        )


def encryption(data: Path, root: Path) -> Iterator[Finding]:
    """Said unless the kernel itself says that the disk below DIR is encrypted."""
    if _encrypted(data.stat().st_dev, root / "sys/dev/block"):
        return
    yield note(
        "disk",
        f"Whether the disk below {data} is encrypted can not be seen from here.",
        "Who takes the disk of this machine has keys and data in one hand.",
        "Encrypt it (LUKS), with a passphrase that is typed at each start, not kept beside it.",
    )


def room_left(data: Path, free: int) -> Iterator[Finding]:
    """Whether messages can be kept for a while."""
    if free < _LITTLE:
        tell = unsafe if free < _TOO_LITTLE else missing
        yield tell(
            "disk-free",
            f"{free / 1e6:,.0f} MB are free below {data}.",
            "When the disk is full no message can be taken in; senders are told to try again.",
            "Make room, or move DIR to a larger disk: amparo backup, amparo restore.",
        )


def _encrypted(device: int, blocks: Path) -> bool:
    """Whether this block device, or all that lies below it, is encrypted."""
    here = blocks / f"{os.major(device)}:{os.minor(device)}"
    return _crypt(here)


def _crypt(device: Path) -> bool:
    if _read(device / "dm/uuid").startswith("CRYPT-"):
        return True
    below = sorted((device / "slaves").glob("*")) if (device / "slaves").is_dir() else []
    return bool(below) and all(_crypt(one) for one in below)


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
