"""Which lock files are believed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.doors.cli.stale import drop_stale_lock


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "postmaster.pid"


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that works in the cluster."""
    command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def believed(lock: Path, content: str) -> bool:
    lock.write_text(content)
    drop_stale_lock(lock, lock.parent)
    return lock.exists()


def test_a_process_at_work_in_the_cluster_is_believed(
    lock: Path, at_work: subprocess.Popen[bytes]
) -> None:
    assert believed(lock, f"{at_work.pid}\n/somewhere\n")


def test_a_process_at_work_elsewhere_is_not(lock: Path) -> None:
    assert not believed(lock, f"{os.getpid()}\n{lock.parent}\n")


def test_a_dead_process_that_nobody_reaped_is_not(
    lock: Path, at_work: subprocess.Popen[bytes]
) -> None:
    at_work.kill()
    os.waitid(os.P_PID, at_work.pid, os.WEXITED | os.WNOWAIT)  # dead, and left unreaped
    assert not believed(lock, f"{at_work.pid}\n{lock.parent}\n")


@pytest.mark.parametrize("content", ["", "\n", "not a number\n"])
def test_what_can_not_be_read_is_left_to_postgresql(lock: Path, content: str) -> None:
    assert believed(lock, content)


def test_no_lock_is_no_trouble(lock: Path) -> None:
    drop_stale_lock(lock, lock.parent)
    assert not lock.exists()
