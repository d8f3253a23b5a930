"""`amparo roles --sql`: what an administrator of another PostgreSQL runs once."""

import click
from django.conf import settings

from amparo.doors.cli.walls import login

OWNER_SQL = """\
-- Run once as a superuser of that server. The owner makes tables and logins, and sees through
-- row-level security: only migrations and restores use it. On PostgreSQL 15, where only a superuser
-- may make a login that does, run this line as well:
--   CREATE ROLE amparo_backup NOLOGIN BYPASSRLS;
CREATE ROLE {owner} LOGIN CREATEROLE BYPASSRLS PASSWORD '…';
CREATE DATABASE amparo OWNER {owner} ENCODING 'UTF8' TEMPLATE template0;
\\c amparo
ALTER SCHEMA public OWNER TO {owner};
"""


@click.command(help="The logins of the rooms; --sql prints what to run on another server.")
@click.option("--sql", is_flag=True, help="Print the SQL for a server of your own.")
def roles(sql: bool) -> None:
    """Names only: their passwords are made by us and kept in DIR."""
    if sql:
        click.echo(OWNER_SQL.format(owner="amparo_owner"))
        click.echo("-- The logins below are made by `amparo up`, with passwords kept in DIR:")
    for name in settings.CONFIG["logins"]:
        click.echo(f"{'-- ' if sql else ''}{login(name)}")
