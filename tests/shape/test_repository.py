"""Nothing of the machine it was written on is in the repository."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.shape.tree import ROOT

# Put together from pieces, so that this file does not find itself.
_PIECES = [
    ("/wo" + "rk/", r"[a-z.]"),
    ("/ro" + "ot/", r"[.a-z]"),
    ("/ho" + "me/", r"(?!runner\b|USER\b|you\b)[a-z]"),
    ("/t" + "mp/w/", ""),
    ("\\.\\./sha" + "red/", ""),
    ("--(extra-)?ind" + "ex-url", ""),
    ("--find-" + "links", ""),
    ("--trus" + "ted-host", ""),
    ("registry\\.np" + "mjs", ""),
    (r"\bnp" + r"m (install|ci|run|exec)\b", ""),
    (r"\bnp" + r"x ", ""),
]
FORBIDDEN = re.compile("|".join(f"(?:{one}{rest})" for one, rest in _PIECES))
# Their own words, not ours.
LICENCES = {"LICENSE", "COPYING"}


def kept() -> list[Path]:
    """Every file that is in the repository, or would be with the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def traces(name: str, text: str) -> list[str]:
    """Where the text names a machine, a registry or its tools."""
    return [
        f"{name}:{number}: {found.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        for found in [FORBIDDEN.search(line)]
        if found
    ]


def test_it_names_no_machine_and_no_registry() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    wrong = [
        trace
        for file in kept()
        if file.name not in LICENCES
        for trace in traces(str(file.relative_to(ROOT)), file.read_text(errors="replace"))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "see /wo" + "rk/main/x",
        "in /ho" + "me/ada/amparo",
        "pip install --ind" + "ex-url https://x",
        "np" + "m install",
        "as in ../sha" + "red/design.md",
    ],
)
def test_it_finds_a_trace(text: str) -> None:
    assert traces("a.md", f"good\n{text}\n")
    assert not traces("a.md", "/var/lib/amparo and work/main\n")
