"""A real keyholder in a folder of its own, started and ended by the test that holds it."""

import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from amparo.kernel.sealed import EpochSealer, read_day_keys
from amparo.keyholder.client import Keyholder
from amparo.keyholder.store import FOLDER
from amparo.keyholder.wire import Message, pack, receive
from amparo.keyholder.witness import LOG

TOKENS: Final = {role: f"{role}-token-of-this-test" for role in ("web", "worker", "cli")}
ACTOR: Final = UUID(int=7)
SECONDS: Final = 20


@dataclass
class Running:
    """One keyholder; `data` outlives its process."""

    data: Path
    process: subprocess.Popen[str] | None = None
    clients: list[Keyholder] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """Where it listens."""
        return self.data / "k.sock"

    @property
    def folder(self) -> Path:
        """Its own folder."""
        return self.data / FOLDER

    @property
    def log(self) -> Path:
        """Its log."""
        return self.folder / LOG

    def start(self) -> "Running":
        """It listens."""
        told, says = os.pipe()
        self.process = self._launch(says)
        os.close(says)
        with os.fdopen(told, "rb") as pipe:
            assert pipe.read(1) == b"1", self.ended()
        return self

    def refuse_to_start(self) -> tuple[int, str]:
        """How it ended at once, and what it said."""
        self.process = self._launch()
        return self.ended()

    def _launch(self, ready: int | None = None) -> "subprocess.Popen[str]":
        """Its process."""
        config = self.data / "config.json"
        own = {"socket": str(self.path), "tokens": TOKENS}
        told = {"process": "keyholder", "data": str(self.data), "keyholder": own}
        config.write_text(json.dumps(told))
        env = {**os.environ, "AMPARO_CONFIG": str(config)}
        env.update({} if ready is None else {"AMPARO_READY_FD": str(ready)})
        command = [sys.executable, "-m", "amparo.keyholder.server"]
        fds = () if ready is None else (ready,)
        return subprocess.Popen(command, env=env, pass_fds=fds, stderr=subprocess.PIPE, text=True)

    def ended(self) -> tuple[int, str]:
        """Its exit code and what it said, once it has ended."""
        assert self.process is not None
        said = self.process.communicate(timeout=SECONDS)[1]
        return self.process.returncode, said

    def stop(self) -> int:
        """It is asked to stop and has; its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.ended()[0]

    def clear(self) -> None:
        """Nothing of it is left running or open."""
        for client in self.clients:
            client.close()
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.communicate(timeout=SECONDS)

    def client(self, role: str) -> Keyholder:
        """As the process of that role sees it."""
        self.clients.append(Keyholder(self.path, TOKENS[role]))
        return self.clients[-1]

    def sealer(self) -> EpochSealer:
        """As the door seals."""
        path = self.data / "public" / "intake-keys.json"
        return EpochSealer(lambda: read_day_keys(path.read_text()))

    def connect(self) -> socket.socket:
        """A bare socket to it."""
        bare = socket.socket(socket.AF_UNIX)
        bare.settimeout(SECONDS)
        bare.connect(str(self.path))
        return bare

    def ask(self, **message: object) -> Message:
        """The bare answer to a bare question."""
        with self.connect() as bare:
            bare.sendall(pack(message))
            return receive(bare)


def new_keys(keyholder: Running, count: int = 1) -> list[UUID]:
    """References that have a key."""
    refs = [uuid4() for _ in range(count)]
    keyholder.client("worker").make_keys(refs, "conversation")
    return refs
