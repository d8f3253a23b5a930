"""`amparo export wording` and `amparo import wording`: to outside tools and back, as one person."""

import sys
from pathlib import Path

import click

from amparo.commons.wording import actions, queries
from amparo.doors.wordbook import catalogue, files
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Actor, machine
from amparo.kernel.errors import AmparoError

SHOWN = 50
LANGUAGE = click.Choice(catalogue.languages())


@click.command(name="wording")
@click.argument("language", type=LANGUAGE)
def export_wording(language: str) -> None:
    """What the public pages say in one language, as a .po file, with every correction in it."""
    content = files.written(language, queries.laid(language))
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


@click.command(name="wording")
@click.argument("language", type=LANGUAGE)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "login", required=True, help="Who read it over: the login of a colleague.")
@click.option("--confirm", is_flag=True, help="What the file leaves as it is was read, too.")
def import_wording(language: str, file: Path, login: str, confirm: bool) -> None:
    """A .po file that someone has read over elsewhere: what differs becomes their correction."""
    by, speaks = _colleague(login)
    done, same, strange, wrong = 0, 0, 0, []
    try:
        for wish in files.read(language, file.read_bytes()):
            if isinstance(wish, str):
                strange += 1
                continue
            known = queries.laid(language)
            present = queries.present(wish.sentence, known.said.get(wish.sentence.key))
            if wish.texts == present and (wish.doubtful or not confirm):
                same += 1
                continue
            try:
                _take(language, wish, known, present, speaks, by)
                done += 1
            except AmparoError as error:
                wrong.append(f"{wish.sentence.original[0]}: {error}")
    except AmparoError as error:
        raise click.ClickException(str(error)) from None
    for line in wrong[:SHOWN]:
        click.echo(line, err=True)
    told = f"{done} taken in, {same} as they were, {len(wrong)} refused"
    click.echo(f"{told}, {strange} not in our catalogue.")
    if wrong:
        raise SystemExit(1)


def _take(
    language: str,
    wish: files.Wish,
    known: queries.Laid,
    present: tuple[str, ...],
    speaks: tuple[str, ...],
    by: Actor,
) -> None:
    if wish.texts == present:
        actions.confirm(
            language=language,
            sentence=wish.sentence,
            seen=queries.over(present),
            speaks=speaks,
            by=by,
        )
        return
    actions.correct(
        language=language,
        sentence=wish.sentence,
        texts=wish.texts,
        names=queries.names_of(catalogue.sentences(language), known.said),
        speaks=speaks,
        by=by,
    )


def _colleague(login: str) -> tuple[Actor, tuple[str, ...]]:
    found = next((one for one in accounts.staff(machine()) if one.login == login), None)
    by = accounts.staff_actor(found.id) if found else None
    if found is None or by is None:
        raise click.ClickException(f"Nobody who works here signs in as {login}.")
    return by, found.languages
