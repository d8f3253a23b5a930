"""`amparo check`: what is unsafe or missing, in words."""

from collections.abc import Iterator

import click
import psycopg
from django.conf import settings

from amparo.doors.cli.catalogue import findings
from amparo.doors.cli.coverage import coverage
from amparo.doors.cli.migrate import owner_address

# Log settings under which PostgreSQL keeps no value of anyone.
QUIET = {
    "log_statement": {"none"},
    "log_min_error_statement": {"panic", "fatal"},
    "log_min_messages": {"log", "fatal", "panic"},
    "log_min_duration_statement": {"-1"},
    "log_parameter_max_length_on_error": {"0"},
}


@click.group(
    invoke_without_command=True, help="Say what is unsafe or missing. Ends with 1 if anything is."
)
@click.pass_context
def check(ctx: click.Context) -> None:
    """Each finding on a line; nothing found is said too."""
    if ctx.invoked_subcommand is not None:
        return
    found = list(_all())
    for one in found:
        click.echo(f"- {one}")
    if found:
        raise SystemExit(1)
    click.echo("The walls between rooms stand, and the database's log keeps no values.")


check.add_command(coverage)


def _all() -> Iterator[str]:
    with psycopg.connect(owner_address()) as connection:
        yield from (str(one) for one in findings(connection))
        yield from _logs(connection)
    if not settings.CONFIG.get("gateways", {}).get("kannel") and not settings.DEMO:
        yield "No SMS gateway is set up: amparo kannel writes its configuration."


def _logs(connection: psycopg.Connection[tuple[object, ...]]) -> Iterator[str]:
    for name, quiet in QUIET.items():
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
        if row and row[0] not in quiet:
            yield f"PostgreSQL's {name} is {row[0]}: its log may keep what people wrote."
