"""Before a foreign byte is looked at: bounded memory and time, no file, no network, no program."""

import ctypes
import platform
import resource
import struct
from typing import ClassVar, Final

MEMORY: Final = 1 << 30
SECONDS: Final = 15

_LIMITS: Final = {
    resource.RLIMIT_AS: MEMORY,
    resource.RLIMIT_CPU: SECONDS,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
    # stdin, stdout, stderr and not one more: no socket either, where the filter is not to be had.
    resource.RLIMIT_NOFILE: 3,
}
# For each machine its mark, the number of clone, and those of open, openat, openat2, socket,
# socketpair, connect,
# execve, execveat, fork, vfork, ptrace, kill, prlimit64, process_vm_writev, io_uring_setup, bpf,
# memfd_create.
_CALLS: Final[dict[str, tuple[int, int, tuple[int, ...]]]] = {
    "x86_64": (
        0xC000003E,
        56,
        (2, 257, 437, 41, 53, 42, 59, 322, 57, 58, 101, 62, 302, 311, 425, 321, 319),
    ),
    "aarch64": (
        0xC00000B7,
        220,
        (56, 437, 198, 199, 203, 221, 281, 117, 129, 261, 271, 425, 280, 279),
    ),
}
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_KILL, _REFUSE, _NOT_THERE, _ALLOW = 0x80000000, 0x00050000 | 1, 0x00050000 | 38, 0x7FFF0000
# Where in what the filter is shown: the call's number, the machine, the first value given.
_NUMBER, _ARCH, _FLAGS = 0, 4, 16
_CLONE3, _THREAD = 435, 0x00010000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
# The same calls under other numbers begin here (x32): no way around.
_OTHER_NUMBERS = 0x40000000


class _Program(ctypes.Structure):
    _fields_: ClassVar = [("length", ctypes.c_ushort), ("rows", ctypes.c_void_p)]


def enter() -> bool:
    """From now on this process is locked up; whether the kernel's filter stands as well."""
    libc = ctypes.CDLL(None)
    for what, most in _LIMITS.items():
        resource.setrlimit(what, (most, most))
    if platform.machine() in _CALLS:
        # Last: it forbids changing the limits as well.
        return _forbid_calls(libc)
    # No filter for this machine: no further process then, and so no thread (HEIC needs one).
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    return False


def _forbid_calls(libc: ctypes.CDLL) -> bool:
    rows = _rows(*_CALLS[platform.machine()])
    packed = b"".join(struct.pack("=HBBI", *row) for row in rows)
    buffer = ctypes.create_string_buffer(packed, len(packed))
    program = _Program(len(rows), ctypes.cast(buffer, ctypes.c_void_p))
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _rows(arch: int, clone: int, calls: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    """The filter: another machine's calls kill, the listed ones are refused, the rest goes on.

    A jump counts the rows it leaves out.
    """
    refuse = 11 + len(calls)
    rows = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, arch),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, refuse - 5, 0, _OTHER_NUMBERS),
    ]
    rows += [(_EQUAL, refuse - 6 - nth, 0, number) for nth, number in enumerate(calls)]
    return [
        *rows,
        # The newer clone hides its flags: «there is no such call», and the older one is tried.
        (_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _NOT_THERE),
        (_EQUAL, 0, 2, clone),
        (_LOAD, 0, 0, _FLAGS),
        (_ANY_BIT, 0, 1, _THREAD),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
