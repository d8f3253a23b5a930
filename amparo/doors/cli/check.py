"""`amparo check`: what is unsafe or missing, in words, and what to do."""

import json
from collections.abc import Iterator
from typing import Any

import click
import psycopg
from django.conf import settings

from amparo.doors.cli.checks.backups import backups
from amparo.doors.cli.checks.database import database
from amparo.doors.cli.checks.findings import Finding, Level, unsafe
from amparo.doors.cli.checks.folder import door, folder
from amparo.doors.cli.checks.machine import machine
from amparo.doors.cli.checks.people import people
from amparo.doors.cli.coverage import coverage
from amparo.doors.cli.migrate import owner_address
from amparo.kernel import clock
from amparo.keyholder.status import is_locked

SIGNS = {Level.UNSAFE: "UNSAFE ", Level.MISSING: "missing", Level.NOTE: "note   "}


@click.group(
    invoke_without_command=True,
    help="Say what is unsafe or missing. Ends with 2 if anything is unsafe, with 1 if anything "
    "is missing, with 0 if there is nothing but notes.",
)
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@click.pass_context
def check(ctx: click.Context, as_json: bool) -> None:
    """The gravest first; each with why it matters to people and what to do."""
    if ctx.invoked_subcommand is not None:
        return
    found = sorted(_all(), key=lambda one: list(Level).index(one.level))
    counts = {level: sum(one.level == level for one in found) for level in Level}
    if as_json:
        told = {"counts": counts, "findings": [one.as_json() for one in found]}
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        for one in found:
            click.echo(f"{SIGNS[one.level]} {one.what}\n        {one.why}\n        → {one.do}\n")
        click.echo(", ".join(f"{counts[level]} {level.value}" for level in Level) + ".")
    raise SystemExit(2 if counts[Level.UNSAFE] else 1 if counts[Level.MISSING] else 0)


check.add_command(coverage)


def _all() -> Iterator[Finding]:
    data, config, now = settings.DATA, settings.CONFIG, clock.now()
    born = _born()
    yield from machine(data, locked=is_locked(_keyholder(config)))
    yield from folder(data)
    proxies = born.get("door", {}).get("trusted_proxies", [])
    yield from door(config, demo=settings.DEMO, debug=settings.DEBUG, proxies=proxies)
    if not settings.DEMO:
        yield from backups(data, now)
    try:
        with psycopg.connect(owner_address()) as connection:
            yield from database(connection, config["database"])
    except psycopg.OperationalError:
        yield unsafe(
            "database",
            "The database does not answer.",
            "Nothing can be taken in or read while it is away.",
            "Is amparo up running? Its words say what is wrong.",
        )
        return
    if not settings.DEMO:
        yield from people(born, now)


def _born() -> dict[str, Any]:
    """What the house was born with; nothing where DIR is another machine's."""
    try:
        found: dict[str, Any] = json.loads((settings.DATA / "house.json").read_text())
    except (OSError, ValueError):
        return {}
    return found


def _keyholder(config: dict[str, Any]) -> str:
    return f"{config['sockets']}/keys.sock"
