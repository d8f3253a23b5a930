"""The documents name no command, no option and no target of `make` that does not exist."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from amparo.doors.cli.main import main
from tests.shape.tree import ROOT

PAGES = [ROOT / "README.md", ROOT / "DEVELOPERS.md", *sorted((ROOT / "docs").rglob("*.md"))]
CODE = re.compile(r"^```[^\n]*\n(.*?)^```|`([^`\n]+)`|^    (\S[^\n]*)$", re.MULTILINE | re.DOTALL)
# `amparo` is a login and a folder, too: it is the command where a command may begin.
CALL = re.compile(r"(?:^|[;&(] ?|bin/|DIR/)(?:amparo|\$A)(?= |$)((?: [^\s;&|#)]+)*)", re.MULTILINE)
MAKE = re.compile(r"(?:^|[;&] ?)make ([a-z]+)\b", re.MULTILINE)
VALUE = re.compile(r"[A-Z_:]+")


def code(text: str) -> Iterator[str]:
    """What is written as code: blocks and spans."""
    for found in CODE.finditer(text):
        yield next(one for one in found.groups() if one is not None)


@cache
def targets() -> frozenset[str]:
    """What `make` can do."""
    return frozenset(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def unknown(words: list[str]) -> str:
    """The first of these words that the command does not know; empty when it knows all."""
    command: click.Command = main
    context = click.Context(main, resilient_parsing=True)
    options = {name for one in main.params for name in one.opts} | {"--help"}
    waiting = iter(words)
    for word in waiting:
        if word.startswith("--"):
            if word.partition("=")[0] not in options:
                return word
            if command is main and word == "--data":
                next(waiting, None)
        elif isinstance(command, click.Group) and not VALUE.fullmatch(word):
            found = command.get_command(context, word)
            if found is None:
                return word
            command = found
            options |= {name for one in found.params for name in (*one.opts, *one.secondary_opts)}
    return ""


def wrong(text: str) -> list[str]:
    """Calls in this text that would not work."""
    found = []
    for piece in code(text):
        for call in CALL.finditer(piece):
            if lost := unknown(call[1].split()):
                found.append(f"amparo{call[1]}: {lost}")
        found += [f"make {one}" for one in MAKE.findall(piece) if one not in targets()]
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda one: str(one.relative_to(ROOT)))
def test_it_names_only_what_there_is(page: Path) -> None:
    assert wrong(page.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        "`amparo conjure`",
        "`amparo keys melt`",
        "```\n.venv/bin/amparo up --loud\n```",
        "```\n$A staff invite ines\n```",
        "`amparo --data DIR vanish`",
        "`make haste`",
    ],
)
def test_it_sees_what_does_not_exist(text: str) -> None:
    assert wrong(text)


def test_a_login_of_that_name_is_no_command() -> None:
    assert wrong("```\nsudo -u amparo git pull\nsystemctl restart amparo nginx\n```") == []
