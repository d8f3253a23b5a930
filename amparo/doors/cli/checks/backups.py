"""Backups: whether there is one, how old, where, and whether anyone has seen it come back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from amparo.doors.cli.backups.marks import marks
from amparo.doors.cli.checks.findings import Finding, missing, unsafe
from amparo.doors.cli.house import Json
from amparo.keyholder.copying import PAPER

FRESH: Final = timedelta(hours=36)
STALE: Final = timedelta(days=7)
REHEARSED: Final = timedelta(days=92)


def backups(data: Path, now: datetime) -> Iterator[Finding]:
    """All of it."""
    known = marks(data)
    if not (data / "keyholder" / PAPER).exists():
        yield missing(
            "recovery-key",
            "There is no recovery key.",
            "Keys are never copied in the clear: without it no backup can hold them, and if this "
            "disk dies nobody reads anything again.",
            "amparo keys recovery --to FILE; carry FILE away from this machine, to two places.",
        )
    yield from _taken(data, known, now)
    yield from _rehearsed(known, now)


def _taken(data: Path, known: Json, now: datetime) -> Iterator[Finding]:
    at = _when(known.get("taken"))
    if at is None:
        yield missing(
            "backup",
            "No backup was ever taken.",
            "If this disk dies, everyone who waits for an answer is forgotten.",
            "amparo backup --to FOLDER on another disk, every night: amparo units prints a timer.",
        )
        return
    if now - at > FRESH:
        tell = unsafe if now - at > STALE else missing
        yield tell(
            "backup-age",
            f"The last backup is {_long(now - at)} old.",
            "Everything since then would be lost, and people would wait for answers in vain.",
            "Look why: systemctl status amparo-backup; or amparo backup --to FOLDER",
        )
    where = Path(str(known["taken"].get("where", "")))
    if where.exists() and where.stat().st_dev == data.stat().st_dev:
        yield missing(
            "backup-place",
            f"The last backup lies on the same disk as the data ({where}).",
            "A disk that dies, or is taken, takes both.",
            "amparo backup --to a folder on another disk; copy it to another place as well.",
        )


def _rehearsed(known: Json, now: datetime) -> Iterator[Finding]:
    at = _when(known.get("rehearsed"))
    if at is not None and now - at <= REHEARSED:
        return
    said = "was ever rehearsed" if at is None else f"was rehearsed for {_long(now - at)}"
    yield missing(
        "rehearsal",
        f"No restore {said}.",
        "A backup that nobody has seen come back often does not, on the day when it must.",
        "amparo --data DIR restore --rehearse --from BACKUP --recovery FILE (it leaves nothing "
        "behind; DIR is this house)",
    )


def _when(mark: Json | None) -> datetime | None:
    try:
        return datetime.fromisoformat(str((mark or {})["at"]))
    except (KeyError, ValueError):
        return None


def _long(time: timedelta) -> str:
    hours = int(time.total_seconds() // 3600)
    return f"{hours} hours" if hours < 72 else f"{hours // 24} days"
