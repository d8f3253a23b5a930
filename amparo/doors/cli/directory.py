"""`amparo import` and `amparo export`: the directory, the gazetteer, the list of needs."""

import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from amparo.commons.crises import actions as crises
from amparo.commons.crises import queries as crisis
from amparo.commons.directory import actions, sharing
from amparo.doors.cli import wording
from amparo.guard.exports import actions as exports
from amparo.kernel.authority import machine
from amparo.kernel.errors import AmparoError

SHOWN = 200  # a broken file of 20,000 rows need not fill the screen

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(name="import")
def import_() -> None:
    """Bring in the directory, places or needs from a file."""


@import_.command(name="directory")
@click.argument("file", type=FILE)
@click.option("--keep-good", is_flag=True, help="Write the good rows even if others are broken.")
@click.option("--source", help="Whose file this is; the same name changes its rows. [the file's]")
@click.option("--timezone", help="For hours without a zone. [the crisis's zone]")
def import_directory(file: Path, keep_good: bool, source: str | None, timezone: str | None) -> None:
    """Organisations and services from a spreadsheet (.xlsx .ods .csv) or HSDS 3.0 (.json)."""
    try:
        done = actions.import_directory(
            name=file.name,
            content=file.read_bytes(),
            source=source or file.stem[:48],
            keep_good=keep_good,
            timezone=timezone or _timezone(),
            by=machine(),
        )
    except AmparoError as wrong:
        raise click.ClickException(str(wrong)) from None
    _show([(one.row, one.field, one.reason) for one in done.problems])
    for note in done.notes:
        click.echo(note)
    if not done.written:
        hint = f" {done.good} rows are good: --keep-good writes those." if done.good else ""
        raise click.ClickException(f"{file.name} was not taken in.{hint}")
    counted = done.counted
    click.echo(
        f"Services: {counted.services_new} new, {counted.services_changed} changed. "
        f"Organisations: {counted.organisations_new} new, {counted.organisations_changed} changed."
    )


@import_.command(name="places")
@click.argument("what")
@click.option("--country", help="Two letters, when WHAT is a file.")
@click.option("--keep-good", is_flag=True, help="Write the good rows even if others are broken.")
def import_places(what: str, country: str | None, keep_good: bool) -> None:
    """Places of a country: WHAT is its code of two letters, or a .csv (then with --country)."""
    try:
        if country is None and not what.lower().endswith(".csv"):
            done = crises.load_places(country=what.upper(), by=machine())
        elif country is None:
            raise click.UsageError("Which country? Add --country with its code of two letters.")
        else:
            content, source = Path(what).read_bytes(), Path(what).stem[:24]
            done = crises.import_places(
                country=country.upper(),
                content=content,
                source=source,
                keep_good=keep_good,
                by=machine(),
            )
    except OSError as wrong:
        raise click.ClickException(f"{what} can't be read: {wrong.strerror}.") from None
    except AmparoError as wrong:
        raise click.ClickException(str(wrong)) from None
    _show(list(done.problems))
    if not done.written:
        raise click.ClickException(f"{what} was not taken in; nothing was written.")
    click.echo(f"Places: {done.new} new, {done.changed} changed.")


@import_.command(name="needs")
def import_needs() -> None:
    """The needs and kinds of crises that come with Amparo; what a list holds stays as it is."""
    click.echo(f"Needs: {crises.seed_needs(by=machine())} new.")
    click.echo(f"Kinds of crises: {crises.seed_kinds(by=machine())} new.")


@click.group(name="export")
def export() -> None:
    """Write the directory to a file."""


@export.command(name="directory")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_directory(file: Path) -> None:
    """All services as HSDS 3.0 (.json), a spreadsheet (.xlsx) or plain rows (.csv, .jsonl), without
    hidden addresses."""
    makers: dict[str, Callable[[], bytes]] = {
        ".json": sharing.as_hsds,
        ".xlsx": sharing.as_sheet,
        ".csv": partial(exports.whole, source=sharing.SERVICES, shape="csv"),
        ".jsonl": partial(exports.whole, source=sharing.SERVICES, shape="jsonl"),
    }
    maker = makers.get(file.suffix.lower())
    if maker is None:
        raise click.UsageError("The file's name must end with .json, .xlsx, .csv or .jsonl.")
    content = maker()
    try:
        _write(file, content)
    except OSError as wrong:
        raise click.ClickException(f"{file} can't be written: {wrong.strerror}.") from None
    click.echo(f"{file}: {len(content)} bytes. Hidden addresses were left out.")


import_.add_command(wording.import_wording)
export.add_command(wording.export_wording)


def _write(file: Path, content: bytes) -> None:
    """The file is there as a whole or not at all."""
    handle, name = tempfile.mkstemp(dir=file.absolute().parent, prefix=".amparo-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _timezone() -> str:
    current = crisis.current("en")
    return current.timezone if current else "UTC"


def _show(problems: list[tuple[str, str, str]]) -> None:
    for row, field, reason in problems[:SHOWN]:
        click.echo(f"{row}: {field + ': ' if field else ''}{reason}", err=True)
    if len(problems) > SHOWN:
        click.echo(f"… and {len(problems) - SHOWN} more.", err=True)
