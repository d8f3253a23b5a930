"""`amparo up` with the real database, the real migrations and the real keyholder."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import amparo
from amparo.doors.cli.postgres import throwaway

ROOT = str(Path(amparo.__file__).parents[1])
UP = """
import sys
from pathlib import Path
from amparo.doors.cli.services import keyholder
from amparo.doors.cli.up import Wish, run
run(Wish(Path(sys.argv[1]), "127.0.0.1:9", False, sys.argv[2]), [keyholder])
"""


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="amparo-") as name:
        Path(name).chmod(0o711)
        yield Path(name) / "d"


@contextmanager
def running(data: Path, url: str = "") -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The process, and what it said until it was ready."""
    environment = {**os.environ, "PYTHONPATH": ROOT}
    command = [sys.executable, "-c", UP, str(data), url]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdout=pipe, stderr=subprocess.STDOUT, text=True, env=environment
    ) as up:
        try:
            yield up, until_ready(up)
        finally:
            up.kill()


def until_ready(up: subprocess.Popen[str]) -> list[str]:
    said: list[str] = []
    assert up.stdout is not None
    for line in up.stdout:
        said.append(line.strip())
        if line.startswith("ready"):
            break
    return said


def rest(up: subprocess.Popen[str]) -> list[str]:
    assert up.stdout is not None
    return up.stdout.read().split("\n")[:-1]


def test_it_starts_in_order_and_stops_in_the_reverse_order(data: Path) -> None:
    with running(data) as (up, said):
        assert said == [
            f"data in {data}",
            "making a database, once",
            "bringing tables and grants up to date",
            "starting keyholder",
            "ready http://127.0.0.1:9",
        ]
        up.send_signal(signal.SIGTERM)
        assert rest(up) == ["stopping", "stopping keyholder", "stopping postgres", "stopped"]
        assert up.wait(30) == 0


def test_a_second_start_skips_what_is_done(data: Path) -> None:
    with running(data) as (up, said):
        assert "bringing tables and grants up to date" not in said
        assert said[-1].startswith("ready")
        up.send_signal(signal.SIGINT)
        assert up.wait(30) == 0


def test_another_one_in_the_same_folder_is_refused(data: Path) -> None:
    with running(data) as (first, _), running(data) as (second, said):
        assert second.wait(30) == 1
        assert "Another amparo up is using" in said[-1]
        assert first.poll() is None


def test_after_a_kill_it_starts_again_at_once(data: Path) -> None:
    with running(data) as (up, _):
        up.kill()
        up.wait()
    # PostgreSQL and the keyholder would both refuse beside a predecessor that still lives.
    with running(data) as (_, said):
        assert said[-1].startswith("ready")


def test_it_works_on_a_server_of_someone_else(data: Path) -> None:
    elsewhere = data.parent / "elsewhere"
    with throwaway() as server, running(elsewhere, server.address()) as (_, said):
        assert said[1] == f"using the database amparo at {server.host}"
        assert said[-1].startswith("ready")
    assert not (elsewhere / "postgres").exists()


def test_a_sealed_house_starts_without_its_keys(data: Path) -> None:
    seal = data / "keyholder" / "sealed"
    seal.touch()
    with running(data) as (_, said):
        assert any("the keys are sealed away" in line for line in said)
        assert said[-1].startswith("ready")
    seal.unlink()
