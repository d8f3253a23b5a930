"""Starting a child process that cannot outlive this one."""

import ctypes
import os
import resource
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

PR_SET_PDEATHSIG = 1  # from <sys/prctl.h>

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Account:
    """The user and group that a child runs as."""

    name: str
    uid: int
    gid: int


def spawn(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    output: IO[bytes] | None,
    account: Account | None = None,
    dies_by: signal.Signals = signal.SIGKILL,
    pass_fds: Collection[int] = (),
    stdin: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """A running child that gets the signal `dies_by` when the calling thread's process ends.

    Call it from the main thread: the kernel ties the signal to the thread, not to the process.
    Each child leads a process group of its own, so that Ctrl-C reaches `amparo up` alone and the
    order of stopping is kept.
    """
    with warnings.catch_warnings():
        # From 3.12 on any fork beside a thread warns; what runs in between is two system calls.
        warnings.simplefilter("ignore", DeprecationWarning)
        return subprocess.Popen(
            list(command),
            env=dict(env),
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            user=None if account is None else account.uid,
            group=None if account is None else account.gid,
            extra_groups=None if account is None else [],
            process_group=0,
            pass_fds=tuple(pass_fds),
            preexec_fn=_tied_to(os.getpid(), dies_by),
        )


def tie_to_parent(parent: int, dies_by: signal.Signals) -> None:
    """This process gets `dies_by` when `parent` ends; it ends at once if that has happened.

    Run it after the change of user, which clears the setting.
    """
    _libc.prctl(PR_SET_PDEATHSIG, int(dies_by), 0, 0, 0)
    if os.getppid() != parent:  # it died between fork and prctl
        os._exit(1)


def clean_environment(**extra: str) -> dict[str, str]:
    """The few variables a child needs: no secret and no PG* of the caller's shell goes along."""
    kept = ("PATH", "HOME", "TMPDIR", "TERM", "SSL_CERT_FILE", "SSL_CERT_DIR")
    chosen = {name: os.environ[name] for name in kept if name in os.environ}
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC", **chosen, **extra}


def python(*arguments: str) -> list[str]:
    """The command that runs this same interpreter."""
    return [sys.executable, *arguments]


def _tied_to(parent: int, dies_by: signal.Signals) -> Callable[[], None]:
    def prepare() -> None:
        tie_to_parent(parent, dies_by)
        # A core file would hold keys and texts in the clear.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    return prepare
