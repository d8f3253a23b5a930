"""`amparo keys`: how the keyholder is, seal the keys away, let them be used again."""

import click
from django.conf import settings

from amparo.keyholder.client import Keyholder, KeyholderError
from amparo.keyholder.seal import unseal as lift


@click.group(help="How the keyholder is; seal the keys away; use them again.")
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
