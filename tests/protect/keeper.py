"""A whole house, as `amparo up` runs it, that lets its processes be killed.

    python -m tests.protect.keeper DIR PORT

Reads one order a line, answers each with a line that begins with "done":
    start NAME          started and ready (postgres comes first, then the others in any order)
    kill NAME [NAME …]  ended by SIGKILL through their handles; all are ready again
    end NAME            ended, and kept so
    become NAME MODULE  from its next start on, NAME is another program
The same supervisor as in `amparo up`, with short pauses, so that a hundred kills take minutes.
"""

import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from amparo.doors.cli import services, up
from amparo.doors.cli.house import Database, House, lock_house, open_house, write_configs
from amparo.doors.cli.postgres import DATABASE, OWNER, Postgres
from amparo.doors.cli.spawn import python
from amparo.doors.cli.supervise import Service, StopAsked, Supervisor

PAUSES = (0.05, 0.1, 0.2, 0.5)
OURS: dict[str, Callable[[House], Service]] = {
    "keyholder": services.keyholder,
    "web": services.web,
    "worker": services.worker,
    "door": services.door,
}


@dataclass(slots=True)
class Held:
    """One service, its handle, and whether it serves."""

    service: Service
    module: str = ""
    process: subprocess.Popen[bytes] | None = None
    serves: bool = False
    ended: bool = field(default=False)

    def watched(self) -> Service:
        """The service, whose starts and readiness are seen here."""
        return replace(
            self.service, launch=self._launch, ready=self._ready, ended_for_good=self._for_good
        )

    def _launch(self) -> subprocess.Popen[bytes]:
        self.serves = False
        self.process = self.service.launch()
        return self.process

    def _ready(self) -> bool:
        self.serves = self.service.ready()
        return self.serves

    def _for_good(self, code: int) -> str:
        return "ended on purpose" if self.ended else self.service.ended_for_good(code)


class Keeper:
    """Obeys orders, and looks after the house in between."""

    def __init__(self, house: House, port: int, supervisor: Supervisor) -> None:
        """Nothing runs yet."""
        self.house, self.supervisor, self.bind = house, supervisor, f"127.0.0.1:{port}"
        self.held: dict[str, Held] = {}

    def obey(self, order: str) -> None:
        """The order has been carried out."""
        verb, *names = order.split()
        getattr(self, f"_{verb}")(*names)

    def _start(self, name: str) -> None:
        if name == "postgres":
            self._start_postgres()
        else:
            self.held[name] = Held(OURS[name](self.house))
            self.supervisor.start(self.held[name].watched())

    def _start_postgres(self) -> None:
        password = self.house.secrets["owner"]["password"]
        server = Postgres(
            self.house.data / "postgres", self.house.sockets / "pg", owner_password=password
        )
        server.start(self.supervisor.pause)
        held = Held(services.postgres(server), process=server.process, serves=True)
        self.held["postgres"] = held
        self.supervisor.adopt(held.watched(), server.process)
        database = Database(server.host, server.port, DATABASE, OWNER, password, {})
        write_configs(self.house, database, bind=self.bind, demo=False)
        up.migrate(self.house, database, self.supervisor, backup=False)

    def _kill(self, *names: str) -> None:
        for name in names:
            held = self.held[name]
            assert held.process is not None
            held.serves = False
            held.process.kill()
        self._until(lambda: all(self.held[name].serves for name in names))

    def _end(self, name: str) -> None:
        held = self.held[name]
        assert held.process is not None
        held.ended = True
        held.process.kill()
        self._until(lambda: held.process is not None and held.process.poll() is not None)

    def _become(self, name: str, module: str) -> None:
        held = self.held[name]
        program = held.service.launch.__self__  # type: ignore[attr-defined]
        program.command = python("-m", module)

    def _until(self, true: Callable[[], bool]) -> None:
        while not true():
            self.supervisor.pause(0.02)

    def orders(self) -> Iterator[str]:
        """Lines from standard input, until it ends; the house is looked after meanwhile."""
        half = b""
        while True:
            ready, _, _ = select.select([0], [], [], 0)
            if ready:
                piece = os.read(0, 4096)
                if not piece:
                    return
                *lines, half = (half + piece).split(b"\n")
                yield from (line.decode() for line in lines)
            else:
                self.supervisor.pause(0.02)


def main() -> None:
    """Runs until standard input ends or somebody asks it to stop."""
    data, port = Path(sys.argv[1]), int(sys.argv[2])
    lock = lock_house(data)
    with Supervisor(up.say, pauses=PAUSES) as supervisor:
        keeper = Keeper(open_house(data), port, supervisor)
        try:
            for order in keeper.orders():
                keeper.obey(order)
                up.say(f"done {order}")
        except StopAsked:
            pass
    os.close(lock)


if __name__ == "__main__":
    main()
