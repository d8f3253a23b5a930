"""The seal: a file on disk. While it is there the keyholder does not start and nothing opens.

On one box (profile P0) the master key lies beside it: the seal stops the software, not someone who
holds the disk. Custodians who each hold a part of the master key come with the trust issue.
"""

import os
from pathlib import Path
from typing import Final

from amparo.kernel import clock
from amparo.keyholder.status import notice
from amparo.keyholder.store import FOLDER, sync_folder
from amparo.keyholder.witness import Line, Witness

FLAG: Final = "sealed"
# The code with which a sealed keyholder ends; whoever starts processes must not start it again.
EXIT_SEALED: Final = 75
SAID: Final = (
    "The keys are sealed away. Messages are still taken in and kept, none can be read. "
    "To open again: amparo keys unseal"
)


def is_sealed(folder: Path) -> bool:
    """Whether the keyholder's folder bears the seal."""
    return (folder / FLAG).exists()


def put_seal(folder: Path, socket: Path) -> None:
    """The seal is on disk, and whoever finds the socket dead finds out why."""
    handle = os.open(folder / FLAG, os.O_WRONLY | os.O_CREAT, 0o600)
    os.fsync(handle)
    os.close(handle)
    sync_folder(folder)
    mark(socket)


def mark(socket: Path) -> None:
    """The notice hangs beside the socket."""
    notice(socket).touch(mode=0o600)


def unseal(data: Path) -> bool:
    """The keyholder may start again, and its log says so; False if it was not sealed."""
    folder = data / FOLDER
    if not is_sealed(folder):
        return False
    witness = Witness(folder)
    witness.write(Line(at=clock.now().timestamp(), role="cli", op="unseal"))
    witness.close()
    (folder / FLAG).unlink()
    sync_folder(folder)
    return True
