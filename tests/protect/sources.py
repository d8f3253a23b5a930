"""Everywhere that a house leaves bytes, as files that can be searched one after another."""

import gzip
import re
import sqlite3
import subprocess
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from amparo.doors.cli.programs import account_for_postgres, find_programs
from tests.protect.house import Whole
from tests.protect.search import CHUNK

_BYTEA = re.compile(rb"\\\\x([0-9a-f]+)")
_ZEROS = re.compile(rb"\0{64,}")
_COMPRESSED = {b"\x1f\x8b": 31, b"\x78\x01": 15, b"\x78\x9c": 15, b"\x78\xda": 15}
LOGINS = {"owner": [], "backup": ["--exclude-table=amparo_login_secret"]}


@dataclass(frozen=True, slots=True)
class Source:
    """One file, and what it belongs to."""

    name: str
    file: Path

    def pieces(self) -> Iterator[bytes]:
        """Its bytes; long runs of zeros, which no spelling has, are cut short."""
        try:
            with self.file.open("rb") as whole:
                while piece := whole.read(CHUNK):
                    yield _ZEROS.sub(bytes(16), piece)
        except FileNotFoundError:  # the server recycles its logs
            return


class Activity:
    """What the server's list of statements showed while it ran, ten times a second."""

    def __init__(self, house: Whole, file: Path) -> None:
        """Nothing is watched yet."""
        self._address, self._file = house.address("owner"), file
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        seen: set[str] = set()
        with psycopg.connect(self._address, autocommit=True) as connection:
            while not self._stop.wait(0.1):
                rows = connection.execute("SELECT query FROM pg_stat_activity").fetchall()
                seen |= {str(query) for (query,) in rows}
        self._file.write_text("\n".join(sorted(seen)))


def collect(house: Whole, *, files: bool = True) -> list[Source]:
    """Fresh dumps and all files of the house; without `files` the dumps, logs and papers only."""
    house.sql("CHECKPOINT")
    scratch = house.folder / "scratch"
    scratch.mkdir(mode=0o700, exist_ok=True)
    found = [*_dumps(house, scratch), _keys(house, scratch)]
    found += [Source(_name(house, file), file) for file in _files(house)]
    if not files:
        found = [one for one in found if one.name not in ("cluster", "wal")]
    opened = [_opened(one, scratch, number) for number, one in enumerate(found)]
    return found + [one for one in opened if one is not None]


def _dumps(house: Whole, scratch: Path) -> Iterator[Source]:
    programs = find_programs(account_for_postgres(), house.data / "postgres" / "programs")
    for login, options in LOGINS.items():
        plain, unhexed = scratch / f"dump-{login}", scratch / f"dump-{login}-bytes"
        with plain.open("wb") as out:
            command = [str(programs / "pg_dump"), *options, house.address(login)]
            subprocess.run(command, stdout=out, check=True)
        yield Source(f"dump by {login}", plain)
        with plain.open("rb") as lines, unhexed.open("wb") as out:
            for line in lines:
                for match in _BYTEA.finditer(line):
                    raw = bytes.fromhex(match[1].decode())
                    out.write(raw + b"\n" + (_decompress(raw) or b""))
        yield Source(f"bytea of the dump by {login}", unhexed)


def _keys(house: Whole, scratch: Path) -> Source:
    """The keyholder's tables as text; its files are searched as they are as well."""
    out = scratch / "keyholder"
    with out.open("w") as text:
        for file in sorted((house.data / "keyholder").glob("*.sqlite")):
            with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as store:
                text.writelines(f"{line}\n" for line in store.iterdump())
    return Source("keyholder, dumped", out)


def _files(house: Whole) -> Iterator[Path]:
    for file in sorted(house.folder.rglob("*")):
        inside = file.relative_to(house.folder).parts
        ours = inside[0] != "scratch" and "programs" not in inside
        if ours and file.is_file() and not file.is_symlink():
            yield file


def _name(house: Whole, file: Path) -> str:
    parts = file.relative_to(house.folder).parts
    if "pg_wal" in parts:
        return "wal"
    if "cluster" in parts:
        return "cluster"
    return "logs" if "log" in parts else f"other: {'/'.join(parts[:2])}"


def _opened(source: Source, scratch: Path, number: int) -> Source | None:
    """The same, unpacked, when the file is gzip or zlib."""
    try:
        with source.file.open("rb") as start:
            if start.read(2) not in _COMPRESSED:
                return None
        plain = _decompress(source.file.read_bytes())
    except FileNotFoundError:
        return None
    if plain is None:
        return None
    out = scratch / f"opened-{number}"
    out.write_bytes(plain)
    return Source(f"{source.name}, unpacked", out)


def _decompress(raw: bytes) -> bytes | None:
    bits = _COMPRESSED.get(raw[:2])
    if bits is None:
        return None
    try:
        return gzip.decompress(raw) if bits == 31 else zlib.decompress(raw)
    except (OSError, EOFError, zlib.error):
        return None
