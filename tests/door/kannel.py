"""The real Kannel with its pretended network, run in the foreground and held by their handles."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import httpx
import pytest

from amparo.reach.messaging.channels.kannel.config import KannelSetup, fake_smsc, kannel_conf
from amparo.reach.messaging.channels.kannel.send import Gateway
from tests.door.house import House, free_port, until

BEARERBOX = Path("/usr/sbin/bearerbox")
SMSBOX = Path("/usr/sbin/smsbox")
FAKESMSC = Path("/usr/lib/kannel/test/fakesmsc")

needs_kannel = pytest.mark.skipif(
    not (BEARERBOX.exists() and FAKESMSC.exists()),
    reason="the real Kannel is not installed (apt install kannel kannel-extras)",
)


class Kannel:
    """Both boxes; `network` plays the telephones."""

    def __init__(self, place: House, folder: Path) -> None:
        self.network_port = free_port()
        self.folder = folder
        self.setup = KannelSetup(
            folder=folder,
            door_url=place.url,
            token=place.token,
            username="amparo",
            password="word",
            admin_password="admin",
            smsc=fake_smsc(self.network_port),
            sender="700",
            admin_port=free_port(),
            box_port=free_port(),
            send_port=free_port(),
            retry_seconds=1,
        )
        report_url = f"{place.url}/intake/kannel/{place.token}/report"
        send_url = f"http://127.0.0.1:{self.setup.send_port}/cgi-bin/sendsms"
        self.gateway = Gateway(send_url, "amparo", "word", "700", report_url)

    def status(self) -> str:
        """Kannel's own page about itself; "" while it does not answer."""
        url = f"http://127.0.0.1:{self.setup.admin_port}/status.txt?password=admin"
        try:
            return httpx.get(url).text
        except httpx.TransportError:
            return ""

    def received(self, count: int) -> bool:
        """True if so many messages have come from the telephones."""
        return f"SMS: received {count} " in self.status()

    def logs(self) -> str:
        """All that both boxes have written."""
        return "".join(file.read_text(errors="replace") for file in self.folder.glob("*.log"))


@contextmanager
def kannel(place: House, folder: Path, *, without: tuple[str, ...] = ()) -> Iterator[Kannel]:
    """Both boxes up and connected, until left; lines that begin with `without` are left out."""
    made = Kannel(place, folder)
    (folder / "store").mkdir()
    conf = folder / "kannel.conf"
    lines = kannel_conf(made.setup).splitlines()
    kept = [line for line in lines if not line.startswith(without)]
    conf.write_text("\n".join(kept) + "\n")
    with ExitStack() as stack:
        words = stack.enter_context((folder / "terminal.log").open("wb"))
        stack.enter_context(_box(BEARERBOX, conf, words))
        until(made.status, "bearerbox")
        stack.enter_context(_box(SMSBOX, conf, words))
        until(lambda: "smsbox:" in made.status(), "smsbox")
        until(lambda: _listens(made.setup.send_port), "smsbox's port")
        yield made


@contextmanager
def telephones(made: Kannel, messages: list[str], *, count: int = 0) -> Iterator[Path]:
    """Sends what is given ("from to text words"), `count` of them, and writes what it gets."""
    answers = made.folder / f"telephones-{free_port()}.txt"
    many = ["-m", str(count or len(messages)), "-i", "0.002"]
    command = [str(FAKESMSC), "-r", str(made.network_port), *many, *messages]
    with answers.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            yield answers
        finally:
            process.terminate()
            process.wait(10)


@contextmanager
def _box(program: Path, conf: Path, words: IO[bytes]) -> Iterator[None]:
    command = [str(program), "-v", "4", str(conf)]
    with subprocess.Popen(command, stdout=words, stderr=words) as process:
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _listens(port: int) -> bool:
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) == 0
