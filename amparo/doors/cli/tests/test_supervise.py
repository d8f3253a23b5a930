"""The supervisor, with real small processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from amparo.doors.cli.house import House
from amparo.doors.cli.services import Program
from amparo.doors.cli.spawn import clean_environment, spawn
from amparo.doors.cli.supervise import Service, StartError, StopAsked, Supervisor

READY = "import os, signal\nos.write(int(os.environ['AMPARO_READY_FD']), b'1')\n"
SERVES = READY + "signal.pause()\n"
TELLS = """
def end(*_):
    with open({file!r}, "a") as out: out.write({name!r} + " ")
    raise SystemExit
signal.signal(signal.SIGTERM, end)
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "log").mkdir()
    return House(tmp_path, tmp_path, {})


class Heard(list[str]):
    """What the supervisor said; when a line holds the word, this process is asked to stop."""

    stop_at = "never"

    def __call__(self, line: str) -> None:
        self.append(line)
        if self.stop_at in line:
            os.kill(os.getpid(), signal.SIGTERM)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def keeper(heard: Heard) -> Iterator[Supervisor]:
    with Supervisor(heard, pauses=(0.05, 0.2)) as supervisor:
        yield supervisor


def program(house: House, name: str, script: str) -> Program:
    return Program(house, name, [sys.executable, "-c", script])


def remembering(program: Program) -> tuple[Service, list[subprocess.Popen[bytes]]]:
    """The service, and the handles of all processes it ever had."""
    handles: list[subprocess.Popen[bytes]] = []

    def launch() -> subprocess.Popen[bytes]:
        # Whoever was here before has been reaped: its code is known.
        assert all(handle.returncode is not None for handle in handles)
        handles.append(program.launch())
        return handles[-1]

    return Service(program.name, launch, program.ready, words=program.words), handles


def wait_until(keeper: Supervisor, true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        keeper.pause(0.02)


def test_it_waits_until_a_process_says_it_is_ready(keeper: Supervisor, house: House) -> None:
    mark = house.data / "mark"
    late = f"import pathlib\npathlib.Path({str(mark)!r}).touch()\n"
    keeper.start(program(house, "late", late + SERVES).service())
    assert mark.exists()


def test_a_dead_process_is_reaped_and_started_again(
    keeper: Supervisor, house: House, heard: Heard
) -> None:
    service, handles = remembering(program(house, "one", SERVES))
    keeper.start(service)
    handles[0].kill()
    wait_until(keeper, lambda: "one is ready again" in heard)
    assert [handle.poll() for handle in handles] == [-signal.SIGKILL, None]


def die(keeper: Supervisor, heard: Heard, handles: list[subprocess.Popen[bytes]]) -> None:
    """The process dies, and serves again."""
    times = heard.count("one is ready again")
    handles[-1].kill()
    wait_until(keeper, lambda: heard.count("one is ready again") > times)


def test_it_waits_longer_from_death_to_death(
    keeper: Supervisor, house: House, heard: Heard
) -> None:
    service, handles = remembering(program(house, "one", SERVES))
    keeper.start(service)
    for _ in range(3):
        die(keeper, heard, handles)
    waits = [line.split()[-2] for line in heard if "again in" in line]
    assert waits == ["0.05", "0.2", "0.2"]


def test_a_long_time_of_serving_makes_up_for_earlier_deaths(house: House, heard: Heard) -> None:
    with Supervisor(heard, pauses=(0.05, 30.0), stable=0.0) as keeper:
        service, handles = remembering(program(house, "one", SERVES))
        keeper.start(service)
        for _ in range(2):
            die(keeper, heard, handles)
    assert len(handles) == 3


def test_it_stops_in_the_reverse_order(house: House, heard: Heard) -> None:
    told = house.data / "told"
    heard.stop_at = "starting last"
    with Supervisor(heard) as keeper, pytest.raises(StopAsked):
        for name in ("first", "second", "last"):
            tells = "import signal\n" + TELLS.format(file=str(told), name=name)
            keeper.start(program(house, name, tells + SERVES).service())
            if name == "last":
                keeper.pause(20)
    assert told.read_text().split()[-2:] == ["second", "first"]


def test_one_that_will_not_stop_is_killed_at_the_deadline(house: House, heard: Heard) -> None:
    deaf = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    made = program(house, "deaf", deaf + READY + "while True: signal.pause()\n")
    service, handles = remembering(made)
    with Supervisor(heard) as keeper:
        keeper.start(Service("deaf", service.launch, service.ready, stop=((signal.SIGTERM, 0.2),)))
    assert handles[0].returncode == -signal.SIGKILL


def test_a_first_start_that_fails_says_why(keeper: Supervisor, house: House) -> None:
    with pytest.raises(StartError, match=r"(?s)bad ended with code 1.*ZeroDivisionError"):
        keeper.start(program(house, "bad", "1/0").service())


def test_a_first_start_that_hangs_is_given_up(keeper: Supervisor, house: House) -> None:
    hangs = program(house, "hangs", "import signal\nsignal.pause()")
    with pytest.raises(StartError, match="hangs is not ready"):
        keeper.start(Service("hangs", hangs.launch, hangs.ready, ready_within=0.2))


def test_one_that_ended_for_good_is_left_alone(
    keeper: Supervisor, house: House, heard: Heard
) -> None:
    service, handles = remembering(program(house, "keys", READY + "raise SystemExit(75)"))
    sealed = Service(
        "keys", service.launch, service.ready, ended_for_good=lambda code: "sealed" * (code == 75)
    )
    keeper.start(sealed)
    wait_until(keeper, lambda: "keys stays away: sealed" in heard)
    assert len(handles) == 1
    assert not any("again" in line for line in heard)


def test_a_signal_while_serving_ends_the_watch(house: House, heard: Heard) -> None:
    heard.stop_at = "one is ready again"
    with Supervisor(heard, pauses=(0.05,)) as keeper:
        service, handles = remembering(program(house, "one", SERVES))
        keeper.start(service)
        handles[0].kill()
        keeper.watch()
    assert handles[-1].returncode == -signal.SIGTERM


def test_it_runs_a_task_to_its_end(keeper: Supervisor) -> None:
    def task(script: str) -> Callable[[], subprocess.Popen[bytes]]:
        command = [sys.executable, "-c", script]
        return lambda: spawn(command, env=clean_environment(), output=None)

    keeper.run("fine", task("pass"))
    with pytest.raises(StartError, match="broken ended with code 4"):
        keeper.run("broken", task("raise SystemExit(4)"))
