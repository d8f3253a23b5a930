"""`amparo backup`: one more folder with all that it takes to go on elsewhere."""

from pathlib import Path

import click
import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo

from amparo.doors.cli.backups.archive import BackupError, backups_in, read_backup
from amparo.doors.cli.backups.take import Order, house_of, take

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(help="Back up the running house into a new folder.")
@click.option("--to", type=FOLDER, required=True, metavar="FOLDER", help="Where backups are kept.")
@click.option(
    "--keys-to",
    type=FOLDER,
    metavar="FOLDER",
    help="The sealed keys go here instead: another disk.",
)
@click.option("--keep", type=click.IntRange(min=1), metavar="N", help="Only the newest N stay.")
@click.option("--without-keys", is_flag=True, help="The database alone. It opens nothing.")
@click.option("--why", default="by hand", hidden=True)
def backup(to: Path, keys_to: Path | None, keep: int | None, without_keys: bool, why: str) -> None:
    """It is on disk, with its name; or nothing new is, and what was there still is."""
    data = settings.DATA
    order = Order(
        data,
        _address(),
        to.absolute(),
        keys_to=keys_to and keys_to.absolute(),
        keep=keep or 0,
        without_keys=without_keys,
        why=why,
    )
    try:
        made = read_backup(take(order, click.echo))
    except (BackupError, OSError, psycopg.Error) as error:
        raise click.ClickException(f"{error}\n{_what_is_left(order)}") from None
    rows = sum(one["rows"] for one in made.manifest["tables"].values())
    size = sum(one["bytes"] for one in made.manifest["files"].values())
    click.echo(f"backed up {rows:,} rows, {size / 1e6:,.1f} MB: {made.folder}")
    if without_keys:
        click.echo("Without keys: it can be read only together with the keyholder's own folder.")
    else:
        click.echo("Its keys open with the recovery key only, which must not lie on this machine.")


def _address() -> str:
    """Of the backup's login; before an upgrade `amparo up` lets the owner do it."""
    place, logins = settings.CONFIG["database"], settings.CONFIG["logins"]
    login = logins.get("owner") or logins["backup"]
    return make_conninfo(
        host=str(place["host"]),
        port=str(place["port"]),
        dbname=str(place["name"]),
        user=login["user"],
        password=login["password"],
        **place.get("options", {}),
    )


def _what_is_left(order: Order) -> str:
    found = list(backups_in(order.to, house_of(order.data)))
    if not found:
        return "No backup was made, and there is none in this folder."
    last = found[-1]
    return (
        f"No backup was made. Nothing that was there was changed: the newest is {last.name}, "
        f"of {last.made_at:%d %B %Y %H:%M} UTC."
    )
