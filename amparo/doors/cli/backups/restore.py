"""`amparo restore`: a backup becomes a house in a blank folder, or is shown to be able to."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import psycopg

from amparo.doors.cli.backups import filling, sources
from amparo.doors.cli.backups.archive import (
    DATABASE,
    Backup,
    BackupError,
    Heard,
    check_files,
    read_backup,
)
from amparo.doors.cli.backups.filling import Filled
from amparo.doors.cli.backups.marks import FILE, put_mark
from amparo.doors.cli.backups.recovery import Ask, RecoveryError, from_file
from amparo.doors.cli.backups.sources import KEYHOLDER, Opener
from amparo.doors.cli.house import (
    EMPTY,
    HouseError,
    Json,
    address_of,
    database_from,
    default_data,
    lock_house,
    sockets_folder,
)
from amparo.doors.cli.programs import PostgresError
from amparo.doors.cli.versions import gap
from amparo.kernel import clock
from amparo.keyholder.proving import Proof, note_restore, prove
from amparo.keyholder.store import Unusable

MARK = "restoring"
FOLDER = click.Path(file_okay=False, path_type=Path)
PAPER = click.Path(dir_okay=False, exists=True, path_type=Path)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came out of a restore."""

    database: Filled
    keys: Proof


@click.command(help="Make a house of a backup, in a blank folder; or rehearse that.")
@click.option("--from", "source", type=FOLDER, required=True, metavar="FOLDER", help="One backup.")
@click.option("--data", type=FOLDER, metavar="NEWDIR", help="A folder that is blank or not there.")
@click.option("--recovery", type=PAPER, metavar="FILE", help="The recovery key.")
@click.option("--passphrase-file", type=PAPER, help="Its first line; otherwise you are asked.")
@click.option("--keys", type=PAPER, metavar="FILE", help="The sealed keys, if they lie elsewhere.")
@click.option("--keys-from", type=FOLDER, metavar="DIR", help="The stopped house it came from.")
@click.option(
    "--database-url", default="", metavar="URL", help="The owner's, of an empty database."
)
@click.option("--rehearse", is_flag=True, help="Do it all, say how it went, leave nothing behind.")
@click.pass_context
def restore(
    ctx: click.Context,
    source: Path,
    data: Path | None,
    recovery: Path | None,
    passphrase_file: Path | None,
    keys: Path | None,
    keys_from: Path | None,
    database_url: str,
    rehearse: bool,
) -> None:
    """A whole house, or nothing at all."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was begun is taken away again
    house = (ctx.parent.params.get("data") if ctx.parent else None) or default_data()
    try:
        ask = _asker(passphrase_file)
        old = keys_from and keys_from.expanduser().absolute()
        opener = Opener(recovery, keys, old, ask)
        backup = _checked(source.expanduser().absolute(), opener)
        if rehearse:
            _rehearse(backup, opener, house, data)
            return
        if data is None:
            raise click.UsageError("Name a blank folder: --data NEWDIR")
        folder = data.expanduser().absolute()
        made = bring_back(backup, opener, folder, database_url, click.echo)
        _say_what_came(backup, made, folder, database_url)
    except (BackupError, HouseError, PostgresError, RecoveryError, Unusable) as error:
        raise click.ClickException(f"{error}\nNothing was restored.") from None
    except (psycopg.Error, OSError) as error:
        raise click.ClickException(f"{error}\nNothing was restored.") from None


def _asker(file: Path | None) -> Ask:
    if file is not None:
        return lambda: from_file(file)
    return lambda: str(click.prompt("Passphrase of the recovery key", hide_input=True))


def _checked(source: Path, opener: Opener) -> Backup:
    """The backup, whole, and of a version that this program understands."""
    backup = read_backup(source)
    click.echo(
        f"{backup.name}, taken {backup.made_at:%d %B %Y %H:%M} UTC by Amparo "
        f"{backup.manifest['version']}"
    )
    newer = gap((area, name) for area, name in backup.manifest["migrations"]).newer
    if newer:
        raise BackupError(
            f"It was made by a newer Amparo: this one does not know {newer}. "
            "Restore it with the program that made it, or a later one."
        )
    if opener.old is None:
        check_files(backup, opener.keys, click.echo)
    else:
        check_files(_without_keys(backup), None, click.echo)
    return backup


def _without_keys(backup: Backup) -> Backup:
    """Only the database: the rest comes from the stopped house."""
    files = {DATABASE: backup.manifest["files"][DATABASE]}
    return Backup(backup.folder, {**backup.manifest, "files": files})


def bring_back(backup: Backup, opener: Opener, data: Path, url: str, say: Heard) -> Restored:
    """A house in the blank folder, that `amparo up` starts; or the folder is blank again."""
    with _blank(data):
        say("opening the keys")
        born, head = sources.bring_papers(backup, opener, data)
        with _server(data, born, url) as address:
            filled = filling.fill(backup, born, address, say)
        say("trying every key")
        proof = prove(data / KEYHOLDER, filled.conversations, head)
        note_restore(data / KEYHOLDER)
        put_mark(data, "restored", name=backup.name, at=clock.now().isoformat())
        sources.write_house(data, born)
    return Restored(filled, proof)


def _server(data: Path, born: Json, url: str) -> AbstractContextManager[str]:
    if url:
        return filling.others_server(address_of(database_from(url)))
    return filling.own_server(data, born)


@contextmanager
def _blank(data: Path) -> Iterator[None]:
    """Whatever was put into the folder is gone again, unless all went well."""
    there = data.exists()
    if there and not (data / MARK).exists() and {one.name for one in data.iterdir()} - EMPTY:
        raise BackupError(f"{data} is not blank. Nothing in it was changed: name another folder.")
    lock = lock_house(data)
    try:
        if (data / "house.json").exists():
            raise BackupError(f"{data} is a house already. Nothing in it was changed.")
        _clear(data)  # what a restore that was killed left behind
        (data / MARK).touch(mode=0o600)
        try:
            yield
        except BaseException:
            _clear(data)
            if not there:
                shutil.rmtree(data, ignore_errors=True)
            raise
        (data / MARK).unlink()
    finally:
        os.close(lock)


def _clear(data: Path) -> None:
    sockets = sockets_folder(data)
    for path in [*data.iterdir(), sockets]:
        if path.name in EMPTY:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _rehearse(backup: Backup, opener: Opener, house: Path, scratch: Path | None) -> None:
    base = "/var/tmp" if os.geteuid() == 0 else None  # noqa: S108 - PostgreSQL's user reaches it
    with tempfile.TemporaryDirectory(prefix="amparo-rehearsal-", dir=base) as name:
        Path(name).chmod(0o711 if os.geteuid() == 0 else 0o700)
        folder = (scratch.expanduser().absolute() if scratch else Path(name)) / "house"
        try:
            made = bring_back(backup, opener, folder, "", click.echo)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    click.echo(
        f"It can be restored: {made.database.rows:,} rows are the same, {_tried(made)}, "
        "the keyholder's log is whole. Nothing was left behind."
    )
    if (house / FILE).exists():
        put_mark(house, "rehearsed", name=backup.name, at=clock.now().isoformat())
    else:
        click.echo(
            f"No house that is backed up lies in {house}, so nothing was noted. For `amparo check` "
            "to know of it: amparo --data DIR restore --rehearse …"
        )


def _tried(made: Restored) -> str:
    """How many keys open; a house to which nobody wrote has none, and that is no alarm."""
    return (
        f"{made.keys.keys:,} keys open"
        if made.keys.keys
        else "no keys to try: nothing sealed is kept"
    )


def _say_what_came(backup: Backup, made: Restored, data: Path, url: str) -> None:
    """What is back, what is not, and what to do now."""
    say, when = click.echo, f"{backup.made_at:%d %B %Y %H:%M} UTC"
    say(f"restored {made.database.rows:,} rows, the same as in the backup; {_tried(made)}")
    say(
        f"Lost: whatever came in or was done after {when}. Codes that people were given since then "
        "lead nowhere, and what was erased since then is back: erase it again."
    )
    if made.keys.without:
        say(f"{made.keys.without} conversations have no key: erased before the backup.")
    if made.database.unsent:
        say(
            f"{made.database.unsent} answers waited to be sent. They may have gone out since, so "
            "none goes out by itself: they stand under 'not known whether sent'."
        )
    say(
        f"{made.database.sessions} sign-ins were ended. Tokens and staff that were removed after "
        "the backup are back: look at `amparo staff list`."
    )
    if (data / KEYHOLDER / "sealed").exists():
        say("The keys were sealed away when the backup was taken, and still are.")
    say(f"Now: amparo up --data {data}" + (" --database-url …" if url else ""))
    say("The SMS gateway, if it moved: amparo kannel")
