"""`amparo up`: the whole of Amparo, in the foreground."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import click
import psycopg

from amparo.doors.cli import services
from amparo.doors.cli.demo import accounts
from amparo.doors.cli.house import (
    Database,
    House,
    HouseError,
    address_of,
    database_from,
    default_data,
    lock_house,
    open_house,
    write_configs,
)
from amparo.doors.cli.postgres import DATABASE, OWNER, Postgres
from amparo.doors.cli.programs import PostgresError
from amparo.doors.cli.spawn import python, spawn
from amparo.doors.cli.stamp import is_stamped, put_stamp, stamp
from amparo.doors.cli.supervise import Service, StartError, StopAsked, Supervisor
from amparo.doors.cli.versions import applied, gap
from amparo.keyholder.copying import PAPER

BIND = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[^:\[\]/\s]+):(?P<port>\d{1,5})")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller asked for."""

    data: Path
    bind: str
    demo: bool
    database_url: str
    backup: bool = True


@click.command(help="Run the whole of Amparo in the foreground.")
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Where all is kept.")
@click.option("--bind", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT")
@click.option("--demo", is_flag=True, help="Load the invented crisis and print its accounts.")
@click.option(
    "--database-url",
    envvar="DATABASE_URL",
    default="",
    metavar="URL",
    help="The owner's address on another PostgreSQL; none is started then.",
)
@click.option(
    "--backup/--no-backup",
    default=True,
    help="Back up before tables are changed.",
    show_default=True,
)
@click.pass_context
def up(
    ctx: click.Context, data: Path | None, bind: str, demo: bool, database_url: str, backup: bool
) -> None:
    """Serving until asked to stop; every known trouble in words, without a trace."""
    found = BIND.fullmatch(bind)
    if found is None or int(found["port"]) > 65535:
        raise click.BadParameter("Write it as HOST:PORT, for example 127.0.0.1:8000")
    before = ctx.parent.params.get("data") if ctx.parent else None  # amparo --data DIR up
    folder = (data or before or default_data()).expanduser().absolute()
    try:
        run(Wish(folder, bind, demo, database_url, backup))
    except (HouseError, PostgresError, StartError) as error:
        raise click.ClickException(str(error)) from None
    except psycopg.OperationalError as error:
        raise click.ClickException(f"The database can not be reached: {error}") from None


def run(wish: Wish, processes: Sequence[Callable[[House], Service]] | None = None) -> None:
    """Everything has run and has stopped again, in the reverse order."""
    lock = lock_house(wish.data)
    try:
        house = open_house(wish.data)
        with Supervisor(say) as keeper:
            try:
                start_all(house, wish, keeper, processes or SERVED)
                keeper.watch()
            except StopAsked:
                pass
            say("stopping")
    finally:
        os.close(lock)
    say("stopped")


KEPT = 3  # backups before upgrades
SERVED = (services.keyholder, services.web, services.worker, services.door)


def start_all(
    house: House, wish: Wish, keeper: Supervisor, processes: Sequence[Callable[[House], Service]]
) -> None:
    """Database, tables, then the processes one after the other, and the demo at the end."""
    say(f"data in {house.data}")
    database = start_database(house, wish, keeper)
    write_configs(house, database, bind=wish.bind, demo=wish.demo)
    migrate(house, database, keeper, backup=wish.backup and not wish.demo)
    keys, *served = processes
    keeper.start(keys(house))
    if wish.demo:
        # It acts as the worker, before the worker runs: nobody else takes in or sends anything.
        # An invented past need not survive a power cut: thousands of commits are not waited for.
        unhurried = "-c synchronous_commit=off"
        keeper.run("demo", _command(house, "demo", "worker", PGOPTIONS=unhurried))
    for process in served:
        keeper.start(process(house))
    if wish.demo:
        for line in accounts.lines(house.data, wish.bind):
            say(line)
    say(f"ready http://{wish.bind}")


def start_database(house: House, wish: Wish, keeper: Supervisor) -> Database:
    """The owner's address of a server that answers: the given one, or our own, started now."""
    if wish.database_url:
        database = database_from(wish.database_url)
        say(f"using the database {database.name} at {database.host}")
        with closing(psycopg.connect(address_of(database))):
            return database
    password = house.secrets["owner"]["password"]
    server = Postgres(house.data / "postgres", house.sockets / "pg", owner_password=password)
    say("starting postgres" if server.cluster.exists() else "making a database, once")
    try:
        server.start(keeper.pause)
    except BaseException:
        server.stop()
        raise
    keeper.adopt(services.postgres(server), server.process)
    return Database(server.host, server.port, DATABASE, OWNER, password, {})


def migrate(house: House, database: Database, keeper: Supervisor, *, backup: bool) -> None:
    """Tables, logins and grants are those of this code; skipped when they were made by it."""
    salt = [f"{name} {login}" for name, login in house.secrets["logins"].items()]
    expected, owner = stamp(salt), address_of(database)
    if is_stamped(owner, expected):
        return
    between = gap(applied(owner))
    if between.unknown:
        raise HouseError(
            f"The database was made by a newer Amparo: this one does not know {between.newer}. "
            "Nothing was changed. Start the newer program, or go back with the backup that was "
            f"taken before the upgrade: amparo restore --from {house.data}/backups/…"
        )
    if backup and between.applied and between.pending:
        _back_up(house, keeper, len(between.pending))
    say("bringing tables and grants up to date")
    put_stamp(owner, None)
    log = house.data / "log" / "migrate.log"
    with log.open("wb") as output:
        command = _command(house, "migrate", "owner", output)
        keeper.run("migrate", command, lambda: services.end_of(log))
    put_stamp(owner, expected)


def _back_up(house: House, keeper: Supervisor, steps: int) -> None:
    """A way back lies on disk before any table is changed; without one nothing is changed."""
    say(f"this is an upgrade ({steps} steps): backing up first; --no-backup leaves that out")
    options = ["--to", str(house.data / "backups"), "--keep", str(KEPT), "--why", "upgrade"]
    if not (house.data / "keyholder" / PAPER).exists():
        say("there is no recovery key: the keys stay where they are and are not in this backup")
        options.append("--without-keys")
    # As the owner: an earlier version may have let the backup's login read less.
    command = _command(house, "backup", "owner", options=options)
    try:
        keeper.run("backup", command)
    except StartError as error:
        raise StartError(f"{error} No table was changed.") from None


def say(line: str) -> None:
    """One short line for the person at the terminal, at once even into a pipe."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        # Nobody reads any more (`amparo up | head`): go on serving, in silence.
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115


def _command(
    house: House,
    name: str,
    process: str,
    output: IO[bytes] | None = None,
    options: Sequence[str] = (),
    **extra: str,
) -> Callable[[], subprocess.Popen[bytes]]:
    """Starts `amparo NAME` with the knowledge of that process; without `output` it is seen."""

    def launch() -> subprocess.Popen[bytes]:
        return spawn(
            python("-m", "amparo.doors.cli.main", name, *options),
            env=services.environment(house, process, **extra),
            output=output,
            dies_by=signal.SIGTERM,
        )

    return launch
