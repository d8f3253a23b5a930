"""A house as an administrator has it: `amparo up` and the other commands, as they are typed."""

import json
import os
import re
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from amparo.reach.messaging.channels.json.verify import sign
from tests.door.house import free_port, until

ROOT = Path(__file__).parents[2]
WAY_IN = re.compile(r"/console/enter/([^/\s]+)/")


@dataclass
class Installed:
    """DIR, and what is typed about it."""

    data: Path
    port: int = field(default_factory=free_port)
    options: tuple[str, ...] = ()
    up: subprocess.Popen[str] | None = None
    said: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where its door is."""
        return f"http://127.0.0.1:{self.port}"

    def order(self, *words: str, fails: bool = False) -> str:
        """What the command said; it ended as expected."""
        done = subprocess.run(
            [sys.executable, "-m", "amparo.doors.cli.main", "--data", str(self.data), *words],
            cwd=ROOT,
            env=_clean(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert (done.returncode != 0) is fails, done.stdout
        return done.stdout

    def start(self) -> "Installed":
        """It says that it is ready, or has ended."""
        bind = f"127.0.0.1:{self.port}"
        words = ["up", "--data", str(self.data), "--bind", bind, *self.options]
        self.said.clear()
        self.up = subprocess.Popen(
            [sys.executable, "-m", "amparo.doors.cli.main", *words],
            cwd=ROOT,
            env=_clean(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.up.stdout is not None
        for line in self.up.stdout:
            self.said.append(line.strip())
            if line.startswith("ready"):
                break
        return self

    def stop(self) -> None:
        """Nothing of it runs."""
        if self.up is not None and self.up.stdout is not None:
            self.up.terminate()
            self.said += self.up.stdout.read().splitlines()
            self.up.wait(60)
            self.up.stdout.close()
            self.up = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def found(self) -> None:
        """An organisation, a crisis, a line and one officer."""
        self.order("organisation", "add", "Casa Faro")
        self.order("crisis", "add", "Earthquake", "--country", "HT", "--language", "ht")
        self.order("line", "add", "Free line", "--controller", "Casa Faro")
        self.order("staff", "add", "ines", "Inés", "--role", "officer@Free line")

    def send(self, id: str, text: str) -> None:
        """A partner's message has been acknowledged."""
        secret = json.loads((self.data / "house.json").read_text())["door"]["channels"]["json"]
        body = json.dumps({"id": id, "from": "+50937123456", "text": text}).encode()
        signed = {"X-Amparo-Signature": sign(secret["secret"].encode(), body, time.time())}
        answer = httpx.post(f"{self.url}/intake/json", content=body, headers=signed)
        assert answer.status_code == 202, answer.text

    def officer(self) -> httpx.Client:
        """Inés, signed in by a link."""
        found = WAY_IN.search(self.order("staff", "link", "ines"))
        assert found is not None
        client = httpx.Client(base_url=self.url, follow_redirects=True, timeout=30)
        client.get(f"/console/enter/{found[1]}/")
        forgery = client.cookies["csrftoken"]
        answer = client.post(
            "/console/enter/",
            data={"secret": found[1], "csrfmiddlewaretoken": forgery},
            headers={"Origin": self.url, "Referer": f"{self.url}/console/"},
        )
        assert answer.status_code == 200, answer.text
        return client

    def queue(self, words: str) -> str:
        """What the officer reads in the queue, once these words stand there."""

        def page() -> str:
            text = client.get("/console/queue/").text
            return text if words in text else ""

        with closing(self.officer()) as client:
            found: str = until(page, "the message in the queue")
        return found


def _clean() -> dict[str, str]:
    """The environment without what would name another house."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("AMPARO")}
    mine.pop("DATABASE_URL", None)
    return mine
