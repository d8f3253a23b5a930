"""The `amparo` command. A command's module is imported only when that command is called."""

import importlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import click

from amparo.doors.cli.house import default_data


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command lives, what it is for, and whose config it reads."""

    target: str  # module:function; a click command, or a function without arguments
    help: str
    config: Literal["", "cli", "owner", "worker", "backup"] = "cli"
    anywhere: str = ""  # the subcommand that needs no house


COMMANDS = {
    "up": Entry("amparo.doors.cli.up:up", "Run the whole of Amparo in the foreground.", ""),
    "migrate": Entry(
        "amparo.doors.cli.migrate:migrate", "Bring tables, logins and grants up to date.", "owner"
    ),
    "check": Entry(
        "amparo.doors.cli.check:check", "Say what is unsafe or missing.", "owner", "coverage"
    ),
    "backup": Entry(
        "amparo.doors.cli.backups.command:backup", "Back up the running house.", "backup"
    ),
    "restore": Entry(
        "amparo.doors.cli.backups.restore:restore", "A backup becomes a house; or rehearse it.", ""
    ),
    "roles": Entry("amparo.doors.cli.roles:roles", "The logins; SQL for another server.", "owner"),
    "keys": Entry("amparo.doors.cli.keys:keys", "Seal the keys away, or use them again."),
    "kannel": Entry("amparo.doors.cli.kannel:kannel", "Set up the SMS gateway."),
    "proxy": Entry("amparo.doors.cli.proxy:proxy", "A TLS proxy in front: nginx or Caddy."),
    "units": Entry("amparo.doors.cli.units:units", "Print units for systemd.", ""),
    "import": Entry("amparo.doors.cli.directory:import_", "Bring in services, places or words."),
    "export": Entry(
        "amparo.doors.cli.directory:export", "Write the directory or the words to a file."
    ),
    "replay": Entry("amparo.doors.cli.replay:replay", "Send a message file through the door."),
    "organisation": Entry("amparo.doors.cli.staff:organisation", "Add an organisation by hand."),
    "crisis": Entry("amparo.doors.cli.staff:crisis", "Begin a crisis: lists and places with it."),
    "line": Entry("amparo.doors.cli.staff:line", "A line, and who answers for its data."),
    "staff": Entry("amparo.doors.cli.staff:staff", "Who works here: add, list, let in, remove."),
    "token": Entry("amparo.doors.cli.token:token", "Tokens for programs that use the API."),
    "demo": Entry("amparo.doors.cli.demo.load:demo", "Load the invented crisis, once.", "worker"),
}


class Commands(click.Group):
    """Lists commands from the table and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        if entry.config and not ctx.resilient_parsing:
            data = ctx.params.get("data") or default_data()
            _prepare(entry.config, data, free={"--help", entry.anywhere})
        module, _, name = entry.target.partition(":")
        return _as_command(cmd_name, entry, getattr(importlib.import_module(module), name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list, without importing anything."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


@click.command(cls=Commands, invoke_without_command=True)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    envvar="AMPARO_DATA",
    help="The folder that `amparo up` was given.",
)
@click.version_option(package_name="amparo")
@click.pass_context
def main(ctx: click.Context, data: Path | None) -> None:
    """Amparo: protection and help for migrants caught in a country in crisis."""
    del data
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _prepare(process: str, data: Path, *, free: set[str]) -> None:
    """The command's config is named and Django is loaded, before its module is imported."""
    config = data.expanduser().absolute() / "config" / f"{process}.json"
    chosen = Path(os.environ.get("AMPARO_CONFIG") or config)
    readable = os.access(chosen, os.R_OK)
    if readable:
        os.environ["AMPARO_CONFIG"] = str(chosen)
    elif not free & set(sys.argv):
        raise click.ClickException(
            f"There is no house to read in {data} ({chosen.name} is missing or not yours). "
            "Start it once with `amparo up --data DIR`, or name it: amparo --data DIR COMMAND"
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.settings")
    importlib.import_module("django").setup()


def _as_command(name: str, entry: Entry, found: click.Command | Callable[[], Any]) -> click.Command:
    if isinstance(found, click.Command):
        return found
    return click.Command(name, callback=lambda: found(), help=entry.help)


if __name__ == "__main__":
    main()
