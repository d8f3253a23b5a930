"""The examples of docs/api.md are run, as they stand there, against a house that works."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.db import connections
from django.test import Client

from amparo.wsgi import application
from tests import seed
from tests.api.conftest import program
from tests.harness import House
from tests.shape.tree import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text()
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)


class Quiet(WSGIRequestHandler):
    """Says nothing of what is asked."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def served(web: House) -> Iterator[dict[str, str]]:
    """Some people wait, one program may work; what it is told of the house."""
    setting = seed.crisis()
    for number, text in enumerate(("Nou bezwen dlo", "We need water", "Need food", "Help")):
        seed.message(text, sender=f"+5093701020{number}")
    seed.read_all(setting, web)
    server: WSGIServer = make_server("127.0.0.1", 0, _closing, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Client().get("/api/v1/openapi.json")  # loaded once, before anybody waits for it
    token = program("bruno").token
    try:
        yield {"AMPARO_URL": f"http://127.0.0.1:{server.server_port}", "AMPARO_TOKEN": token}
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _closing(environ: dict[str, Any], start: Any) -> Any:
    """The house; its connections belong to a thread that ends."""
    try:
        return application(environ, start)
    finally:
        connections.close_all()


def run(command: list[str], served: dict[str, str]) -> None:
    done = subprocess.run(
        command, env={**os.environ, **served}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_python_of_the_page_runs(served: dict[str, str]) -> None:
    blocks = [text for kind, text in BLOCKS if kind == "python"]
    assert len(blocks) > 3
    run([sys.executable, "-c", "\n".join(blocks)], served)


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl here")
def test_the_commands_of_the_page_run(served: dict[str, str]) -> None:
    blocks = [text for kind, text in BLOCKS if kind == "sh"]
    assert blocks
    for text in blocks:
        run(["sh", "-ec", text], served)


def test_the_page_knows_every_kind_of_block() -> None:
    assert {kind for kind, _ in BLOCKS} == {"python", "sh"}
