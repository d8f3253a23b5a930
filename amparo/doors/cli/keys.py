"""`amparo keys`: how the keyholder is, seal the keys away, let them be used again."""

from pathlib import Path

import click
from django.conf import settings

from amparo.doors.cli.backups.recovery import RecoveryError, from_file, lies_in, make_recovery
from amparo.doors.cli.house import write_private
from amparo.keyholder.client import Keyholder, KeyholderError
from amparo.keyholder.copying import PAPER
from amparo.keyholder.seal import unseal as lift
from amparo.keyholder.store import FOLDER

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(help="How the keyholder is; seal the keys away; the key for backups.")
def keys() -> None:
    """Everything about keys that an administrator does at the machine."""


def _keyholder() -> Keyholder:
    config = settings.CONFIG["keyholder"]
    return Keyholder(config["socket"], config["token"])


@keys.command(help="Whether the keys can be used now.")
def status() -> None:
    """One line, and the days for which the door can seal."""
    try:
        found = _keyholder().status()
    except KeyholderError as away:
        raise click.ClickException(f"The keyholder does not answer: {away.reason}") from away
    if found.sealed:
        click.echo("sealed: nothing can be read; messages are still taken in")
        return
    click.echo(f"open: intake keys from {found.first_day} to {found.last_day}")
    if not found.memory_locked:
        click.echo("its memory may be swapped out: allow it to lock memory (ulimit -l)")


@keys.command(help="Seal the keys away at once. Messages are still taken in.")
@click.confirmation_option(prompt="Nobody can read anything until the keys are unsealed. Seal")
def seal() -> None:
    """The keyholder has ended; nothing opens until `amparo keys unseal` and a restart."""
    try:
        _keyholder().seal()
    except KeyholderError as away:
        raise click.ClickException(f"Not sealed: {away.reason}") from away
    click.echo("sealed")


@keys.command(help="Let the keys be used again, at the next start.")
def unseal() -> None:
    """The seal is gone. Custodians who must agree come with a later version."""
    click.echo("unsealed: restart amparo up" if lift(settings.DATA) else "it was not sealed")


@keys.command(help="Make the key that opens backups, once; carry its file away from this machine.")
@click.option("--to", type=FILE, required=True, metavar="FILE", help="A new file, not in DIR.")
@click.option("--again", is_flag=True, help="Replace the key. Older backups need the older file.")
@click.option("--passphrase-file", type=FILE, help="Its first line; otherwise you are asked.")
@click.option("--no-passphrase", is_flag=True, help="Whoever finds the file can use it.")
def recovery(to: Path, again: bool, passphrase_file: Path | None, no_passphrase: bool) -> None:
    """The public half lies with the keyholder, the private one in FILE only."""
    paper = settings.DATA / FOLDER / PAPER
    if paper.exists() and not again:
        raise click.ClickException(
            "There is a recovery key already. --again makes another; older backups still need "
            "the older file."
        )
    if lies_in(to, settings.DATA):
        raise click.ClickException(
            f"{to} would lie beside the data that it opens. Name a file on another disk."
        )
    try:
        given = from_file(passphrase_file) if passphrase_file else ""
        if not given and not no_passphrase:
            given = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True)
        made = make_recovery(to.absolute(), given)
    except (RecoveryError, OSError) as error:
        raise click.ClickException(str(error)) from None
    write_private(paper, made)
    click.echo(f"written: {to} (recovery key {made['id']})")
    click.echo("Carry it away from this machine, to two places. With it and a backup everything")
    click.echo("can be read. Without it the keys in a backup open for nobody, you included.")
