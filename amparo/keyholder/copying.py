"""The keyholder's files, sealed to the recovery key: python -m amparo.keyholder.copying

Reads 32 bytes from standard input (they tie the copy to its backup) and writes the sealed copy to
standard output. A process of its own, so that the command that makes a backup never holds the
master key; and the recovery key is the one that lies in the keyholder's own folder, so that nobody
who may ask for a copy can have it sealed to a key of theirs.
"""

import contextlib
import fcntl
import io
import json
import os
import socket
import sqlite3
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import IO, Final, cast

from amparo.kernel import clock
from amparo.kernel.sealed import KEY_BYTES, day_key_id
from amparo.kernel.strongbox import Closing
from amparo.keyholder.errors import KeyholderError
from amparo.keyholder.memory import harden
from amparo.keyholder.seal import FLAG
from amparo.keyholder.server import EXIT_UNUSABLE, Config, read_config, say
from amparo.keyholder.store import COPIES, MASTER, STORE, Unusable
from amparo.keyholder.wire import Message, pack, receive
from amparo.keyholder.witness import LOG, Head, Line, Witness

PAPER: Final = "recovery.json"
PART: Final = "keys"
BOND: Final = "bond"
HEAD: Final = "head.json"
BOND_BYTES: Final = 32
_SECONDS: Final = 30.0


def recovery_key(folder: Path) -> bytes | None:
    """The public half of the recovery key of this keyholder; None: none was made."""
    try:
        told = json.loads((folder / PAPER).read_text())
        public = bytes.fromhex(told["public"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise Unusable(f"{folder / PAPER} cannot be read: amparo keys recovery --again") from None
    if len(public) != KEY_BYTES or day_key_id(public).hex() != told.get("id"):
        raise Unusable(f"{folder / PAPER} was altered: amparo keys recovery --again")
    return public


def note_copy(config: Config) -> Head:
    """The log says that a copy was made, before it is; gives the log's head after that line."""
    handle = os.open(config.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        answer = _ask(config, {"op": "copy", "token": config.tokens["cli"]})
        return Head(answer["log_lines"], answer["log_hash"])
    # Nobody is at work (sealed, or the house is starting): the line is ours to write.
    try:
        witness = Witness(config.folder)
        witness.write(Line(at=clock.now().timestamp(), role="cli", op="copy"))
        head = witness.head
        witness.close()
    finally:
        os.close(handle)
    return head


def _ask(config: Config, message: Message) -> Message:
    """The keyholder's answer."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_SECONDS)
        line.connect(str(config.socket))
        line.sendall(pack(message))
        answer = receive(line)
    if "ok" not in answer:
        raise Unusable(f"The keyholder did not allow it: {answer.get('no')}")
    told: Message = answer["ok"]
    return told


def copy(folder: Path, head: Head, bond: bytes, public: bytes, out: IO[bytes]) -> None:
    """The sealed copy has been written: each database as of one moment, the store first."""
    closing = Closing(public, PART, out)
    with (
        tempfile.TemporaryDirectory(prefix=COPIES, dir=folder) as scratch,
        tarfile.open(
            fileobj=cast("IO[bytes]", closing), mode="w|", format=tarfile.PAX_FORMAT
        ) as tar,
    ):
        _add(tar, BOND, bond)
        _add(tar, HEAD, json.dumps({"lines": head.lines, "hash": head.hash.hex()}).encode())
        for name in (STORE, LOG):
            still = Path(scratch) / name
            _still(folder / name, still)
            tar.add(still, name, filter=nameless)
            still.unlink()
        for name in (MASTER, PAPER, FLAG):
            if (folder / name).exists():
                tar.add(folder / name, name, filter=nameless)
    closing.close()


def nameless(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """The entry without the names of this machine's users."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def _still(source: Path, target: Path) -> None:
    """A copy of a database that others write to, as of one moment."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with (
        contextlib.closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as there,
        contextlib.closing(sqlite3.connect(target)) as here,
    ):
        there.backup(here)


def main() -> int:
    """One copy; the exit code."""
    harden()
    try:
        config = read_config(Path(os.environ.get("AMPARO_CONFIG", "")))
        public = recovery_key(config.folder)
        if public is None:
            raise Unusable("There is no recovery key: amparo keys recovery")
        bond = sys.stdin.buffer.read(BOND_BYTES)
        copy(config.folder, note_copy(config), bond, public, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except (Unusable, KeyholderError, OSError, sqlite3.Error) as wrong:
        say(str(wrong))
        return EXIT_UNUSABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
