"""What this process does so that keys do not leave its memory by accident (threat model, 15b).

Python cannot wipe what it has freed. Hence a process that does nothing else, is never written to
swap or to a core dump, and ends when it is sealed.
"""

import ctypes
import resource
from typing import Final

_PR_SET_DUMPABLE: Final = 4
_MCL_CURRENT, _MCL_FUTURE, _MCL_ONFAULT = 1, 2, 4


def harden() -> bool:
    """No core dump and no reading by a debugger; True if memory is also locked out of swap."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    hard = resource.getrlimit(resource.RLIMIT_MEMLOCK)[1]
    resource.setrlimit(resource.RLIMIT_MEMLOCK, (hard, hard))
    # To lock the future under a limit would mean running out of memory at that limit.
    future = _MCL_FUTURE if hard == resource.RLIM_INFINITY else 0
    return bool(libc.mlockall(_MCL_CURRENT | _MCL_ONFAULT | future) == 0)


def wipe(secret: bytes) -> None:
    """The bytes of this object are zeros. CPython only, best effort, for the lasting secrets."""
    start = id(secret) + bytes.__basicsize__ - 1
    ctypes.memset(start, 0, len(secret))
