"""The processes of the house: what they are told, how they show that they serve."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from amparo.doors.cli import services
from amparo.doors.cli.house import House
from amparo.doors.cli.services import Program, answers, environment
from amparo.doors.cli.supervise import Service, Supervisor

# A page server as small as can be: it is well, and knows nothing else.
TINY = """
def application(request, start):
    well = request["PATH_INFO"] == "/healthz"
    start("200 OK" if well else "404 Not Found", [("Content-Length", "2")])
    return [b"ok"]
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "log").mkdir()
    return House(tmp_path, tmp_path, {})


@contextmanager
def pages(house: House) -> Iterator[subprocess.Popen[bytes]]:
    """Gunicorn with our settings, serving the tiny pages."""
    (house.data / "tiny.py").write_text(TINY)
    command = [sys.executable, "-m", "gunicorn", f"--pythonpath={house.data}", "tiny"]
    command += ["--config=python:amparo.doors.cli.pages", f"--bind=unix:{house.web_socket}"]
    program = Program(house, "web", command, lambda: answers(house.web_socket, "/healthz"))
    process = program.launch()
    with Supervisor(list[str]().append) as keeper:
        keeper.start(Service("web", lambda: process, program.ready, words=program.words))
        yield process


def test_a_server_is_ready_when_its_page_answers(house: House) -> None:
    assert not answers(house.web_socket, "/healthz")
    with pages(house):
        assert answers(house.web_socket, "/healthz")
        assert not answers(house.web_socket, "/elsewhere")


def test_the_pages_socket_is_ours_alone(house: House) -> None:
    with pages(house):
        assert house.web_socket.stat().st_mode & 0o077 == 0


def test_workers_of_the_pages_go_with_their_master(house: House) -> None:
    with pages(house) as master, socket.socket(socket.AF_UNIX) as link:
        link.settimeout(20)
        link.connect(str(house.web_socket))
        link.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert link.recv(4096).startswith(b"HTTP/1.1 200")
        master.kill()
        while link.recv(4096):
            pass


def test_the_log_of_the_pages_names_no_address(house: House) -> None:
    with pages(house):
        answers(house.web_socket, "/healthz?who=Marisol")
    assert "Marisol" not in (house.data / "log" / "web.log").read_text()


def test_a_process_is_told_where_its_file_lies_and_no_secret(house: House) -> None:
    told = environment(house, "door")
    assert told["AMPARO_CONFIG"] == str(house.data / "config" / "door.json")
    assert "DATABASE_URL" not in told


def test_a_large_log_is_put_aside_at_the_next_start(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "LARGEST_LOG", 10)
    program = Program(house, "one", [sys.executable, "-c", "print('fresh')"])
    program.log.write_text("the words of yesterday")
    program.launch().wait(20)
    assert program.log.read_text() == "fresh\n"
    assert program.log.with_suffix(".log.1").read_text() == "the words of yesterday"
