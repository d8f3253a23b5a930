"""`amparo demo`: loads the invented crisis once. `amparo up --demo` calls it before it opens."""

import time
from pathlib import Path

import click
from django.conf import settings

from amparo.commons.crises import queries as crises
from amparo.doors.cli.demo import desk, shifts, told, wording, world
from amparo.doors.cli.demo.journal import FINISHED, DemoError, Journal, forget, read
from amparo.doors.cli.demo.protecting import protect
from amparo.doors.cli.demo.stories import Player
from amparo.kernel.errors import SealedAwayError
from amparo.reach.messaging.setting import Surroundings


@click.command(help="Load the invented crisis of the demo, once.")
def demo() -> None:
    """The demo is there; what an interrupted loading left open is completed."""
    if not settings.DEMO:
        raise click.ClickException("This house is not a demo. Start it with `amparo up --demo`.")
    try:
        _load(settings.DATA)
    except (DemoError, SealedAwayError) as error:
        raise click.ClickException(
            f"The demo could not be loaded: {error} What was loaded stays; the next start goes on "
            f"from there. If it stops again: remove {settings.DATA}, nothing real is in it."
        ) from None


def _load(data: Path) -> None:
    begun_before = crises.current("en") is not None
    if begun_before and not read(data):
        raise click.ClickException(
            "This house has a crisis of its own: no demo was loaded, nothing was changed. "
            "Start it without --demo, or take another folder with --data."
        )
    if not begun_before:
        forget(data)
    journal = Journal(data)
    if journal.has(FINISHED):
        return
    begun, started = journal.begun, time.monotonic()
    there = world.build(journal)
    player = Player(there, Surroundings().now(), journal)
    if begun:
        player.take_over()
    player.play(told.conversations(), lambda done, of: click.echo(f"demo: {done} of {of} steps"))
    # After the stories: who is off shift takes nothing, and they were told before there was a plan.
    protect(player.world, journal)
    desk.lay_out(player.world, journal)
    journal.once("wording", lambda: wording.read_over(there))
    # Only now: what the stories tell of was done by who was there then.
    journal.once("shifts", lambda: shifts.plan(there))
    journal.note(FINISHED)
    click.echo(f"the demo is loaded ({time.monotonic() - started:.0f} s)")
