"""The two sealed parts of a backup: the keyholder's, made by itself, and the house's own papers."""

import json
import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

import amparo
from amparo.doors.cli.backups.archive import BackupError
from amparo.doors.cli.house import Json
from amparo.doors.cli.spawn import clean_environment, python
from amparo.kernel.sealed import NotOpened
from amparo.kernel.strongbox import Closing, Opening
from amparo.keyholder.copying import BOND, BOND_BYTES, HEAD, PAPER, PART, nameless
from amparo.keyholder.seal import FLAG
from amparo.keyholder.store import MASTER, STORE
from amparo.keyholder.witness import LOG

HOUSE_PART: Final = "house"
# What an administrator wrote, and passwords. What waits in the SMS gateway's own store stays out:
# it is readable there.
PAPERS: Final = ("house.json", "kannel/kannel.conf")
KEY_FILES: Final = (STORE, LOG, MASTER, PAPER, FLAG)


def write_house(data: Path, public: bytes, file: Path) -> None:
    """The papers of DIR lie sealed in the file."""
    with _private(file) as out:
        closing = Closing(public, HOUSE_PART, out)
        with tarfile.open(
            fileobj=cast("IO[bytes]", closing), mode="w|", format=tarfile.PAX_FORMAT
        ) as tar:
            for name in PAPERS:
                if (data / name).exists():
                    tar.add(data / name, name, filter=nameless)
        closing.close()


def write_keys(data: Path, bond: bytes, file: Path) -> None:
    """The keyholder's copy lies sealed in the file."""
    env = clean_environment(
        AMPARO_CONFIG=str(data / "config" / "keyholder.json"),
        PYTHONPATH=str(Path(amparo.__file__).parents[1]),
    )
    command = python("-m", "amparo.keyholder.copying")
    with _private(file) as out:
        made = subprocess.run(
            command, env=env, input=bond, stdout=out, stderr=subprocess.PIPE, check=False, cwd="/"
        )
    if made.returncode != 0:
        said = made.stderr.decode(errors="replace").strip()
        raise BackupError(f"The keys could not be copied. {said}")


def read_house(file: Path, private: bytes) -> dict[str, bytes]:
    """The papers of DIR, by their names."""
    found: dict[str, bytes] = {}
    with _opened(file, private, HOUSE_PART) as tar:
        for entry in tar:
            content = tar.extractfile(entry)
            if entry.name in PAPERS and content is not None:
                found[entry.name] = content.read()
    return found


def read_keys(file: Path, private: bytes, folder: Path) -> tuple[bytes, Json]:
    """The keyholder's files lie in the folder; gives the bond and the head of its log."""
    bond, head = b"", {}
    with _opened(file, private, PART) as tar:
        for entry in tar:
            content = tar.extractfile(entry)
            if content is None:
                continue
            if entry.name == BOND:
                bond = content.read()
            elif entry.name == HEAD:
                head = json.loads(content.read())
            elif entry.name in KEY_FILES:
                _write(content, folder / entry.name)
    if len(bond) != BOND_BYTES:
        raise BackupError(f"{file} holds no keys.")
    return bond, head


@contextmanager
def _opened(file: Path, private: bytes, part: str) -> Iterator[tarfile.TarFile]:
    try:
        with file.open("rb") as source:
            opening = Opening(private, part, source)
            with tarfile.open(fileobj=cast("IO[bytes]", opening), mode="r|") as tar:
                yield tar
            while opening.read(1 << 20):
                pass  # to its end: only there is it known to be whole
    except NotOpened as error:
        raise BackupError(f"{file} does not open with this recovery key. {error}") from None
    except tarfile.TarError:
        raise BackupError(f"{file} opens and is not what it should be.") from None


@contextmanager
def _private(file: Path) -> Iterator[IO[bytes]]:
    """A new file that only we can read, on disk at the end."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


def _write(content: IO[bytes], file: Path) -> None:
    with _private(file) as out:
        while piece := content.read(1 << 20):
            out.write(piece)
