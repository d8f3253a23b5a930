"""Keys do not leave the process by way of a core dump, a debugger or swap."""

import subprocess
import sys
from pathlib import Path

from amparo.keyholder.memory import wipe
from amparo.keyholder.tests.running import Running

ASK_DUMPABLE = """
import ctypes
from amparo.keyholder.memory import harden
libc = ctypes.CDLL(None)
before = libc.prctl(3, 0, 0, 0, 0)
harden()
print(before, libc.prctl(3, 0, 0, 0, 0))
"""


def test_it_writes_no_core_dump(keyholder: Running) -> None:
    """As the kernel sees its limits."""
    assert keyholder.process is not None
    limits = Path(f"/proc/{keyholder.process.pid}/limits").read_text()
    (core,) = (line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]


def test_it_can_no_longer_be_read_by_a_debugger() -> None:
    """It could before: the kernel's mark changes."""
    done = subprocess.run(
        [sys.executable, "-c", ASK_DUMPABLE], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1", "0"]


def test_it_says_truly_whether_its_memory_is_locked(keyholder: Running) -> None:
    """Locked pages are counted by the kernel; without the right to lock it says no."""
    assert keyholder.process is not None
    status = Path(f"/proc/{keyholder.process.pid}/status").read_text()
    (locked,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmLck"))
    assert keyholder.client("web").status().memory_locked == (int(locked) > 0)


def test_it_wipes_a_secret_where_it_lies() -> None:
    """Whoever still holds the object holds zeros."""
    secret = bytes(range(1, 33))[:]
    held = bytes(bytearray(secret))
    wipe(held)
    assert (held, secret[0]) == (bytes(32), 1)
