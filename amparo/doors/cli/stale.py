"""Lock files of a crashed server whose number belongs to someone else by now."""

from pathlib import Path


def drop_stale_lock(lock: Path, cluster: Path) -> None:
    """The lock file is gone unless the process it names is at work in this cluster.

    PostgreSQL takes any process of the same user for its predecessor and refuses to start: one
    that got the number after a restart of the machine, or its own dead one that nobody reaps (a
    container's first process often does not). A server works inside its cluster, and the kernel
    says where a process works; nothing is signalled. PostgreSQL still looks for processes that
    are attached to its shared memory, so that no orphan of it is overlooked.
    """
    try:
        number = abs(int(lock.read_text().splitlines()[0]))
        at_work_in = _working_folder(number)
    except (OSError, ValueError, IndexError):
        return  # no file, or not ours to see: PostgreSQL knows what to do
    if at_work_in != cluster:
        lock.unlink(missing_ok=True)


def _working_folder(number: int) -> Path | None:
    """Where this process works; None when it is dead, reaped or not."""
    Path("/proc/self/cwd").readlink()  # an OSError here says that nothing can be known
    try:
        return Path(f"/proc/{number}/cwd").readlink()
    except FileNotFoundError:
        return None
