"""pg_dump and pg_restore, with a word every two seconds on how far they are."""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from amparo.doors.cli.backups.archive import BackupError, Heard
from amparo.doors.cli.backups.tables import LEFT_OUT
from amparo.doors.cli.programs import PostgresError, find_programs
from amparo.doors.cli.spawn import clean_environment, spawn

EVERY = 2.0  # seconds between two words
_LOOK = 0.1
_LAST = 5  # lines of what a program said before it failed


def dump(address: str, snapshot: str, file: Path, say: Heard) -> None:
    """The database as of this snapshot lies in the file."""
    options = [
        "--format=custom",
        "--compress=1",  # what weighs is sealed and does not get smaller
        "--no-owner",
        "--no-privileges",  # made from the registers at the next start
        f"--exclude-table=public.{LEFT_OUT}",
        f"--snapshot={snapshot}",
        f"--file={file}",
        "--verbose",
    ]
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    size: Callable[[], str] = lambda: f"{file.stat().st_size / 1e6:,.0f} MB"  # noqa: E731
    _run("pg_dump", [*options, "--dbname"], address, size, say)


def load(address: str, file: Path, say: Heard) -> None:
    """The empty database behind `address` (the owner's) holds what the file holds, or nothing."""
    options = [
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        "--single-transaction",
        "--verbose",
    ]
    _run("pg_restore", [*options, str(file), "--dbname"], address, lambda: "", say)


def _run(
    name: str, options: Sequence[str], address: str, size: Callable[[], str], say: Heard
) -> None:
    try:
        programs = find_programs(None, Path())
    except PostgresError as missing:
        raise BackupError(str(missing)) from None
    parts = {one: str(value) for one, value in conninfo_to_dict(address).items()}
    password = parts.pop("password", "")
    command = [str(programs / name), *options, make_conninfo(**parts)]
    with tempfile.TemporaryFile() as words:
        process = spawn(command, env=clean_environment(PGPASSWORD=password), output=words)
        try:
            _watch(process, words, size, say)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
        if process.returncode != 0:
            raise BackupError(f"{name} did not finish. {_end_of(words)}")


def _watch(
    process: subprocess.Popen[bytes], words: IO[bytes], size: Callable[[], str], say: Heard
) -> None:
    """The program has ended."""
    due = time.monotonic() + EVERY
    while process.poll() is None:
        time.sleep(_LOOK)
        if time.monotonic() > due:
            due += EVERY
            said = _end_of(words, lines=1).rpartition(": ")[2]
            say(f"… {size()} {said}".rstrip())


def _end_of(words: IO[bytes], lines: int = _LAST) -> str:
    """The last lines, which name tables and never values."""
    size = os.fstat(words.fileno()).st_size
    text = os.pread(words.fileno(), 4096, max(0, size - 4096)).decode(errors="replace")
    return "\n".join(text.strip().splitlines()[-lines:])
