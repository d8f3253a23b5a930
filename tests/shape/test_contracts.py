"""The import contracts hold, and each one bites: a planted breach turns it, and only it, red."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shape.tree import ROOT

RUN = "from importlinter.cli import lint_imports_command as run; run()"

# contract: (file, what is added to it)
BREACHES = [
    ("The house has one order", "kernel/receipts.py", "import amparo.reach.messaging.states"),
    ("The house has one order", "extras/__init__.py", '"""A folder nobody declared."""'),
    ("Settings are read through Django", "doors/public/times.py", "import amparo.settings"),
    ("Doors do not know each other", "doors/public/times.py", "import amparo.doors.cli.house"),
    ("Doors do not know each other", "doors/fax/__init__.py", '"""A door nobody declared."""'),
    ("The intake door seals and stores", "doors/intake/answers.py", "import django"),
    ("The intake door seals and stores", "doors/intake/answers.py", "import amparo.guard"),
    ("Doors and wiring never import a table", "wiring.py", "import amparo.aid.cases.models"),
    (
        "Only guard opens the vault",
        "reach/messaging/envelopes.py",
        "import amparo.guard.vault.keys",
    ),
    (
        "Only the vault and the firewall",
        "guard/accounts/roles.py",
        "import amparo.keyholder.client",
    ),
    ("The keyholder knows no database", "keyholder/memory.py", "import psycopg"),
    ("Inside guard", "guard/accounts/roles.py", "import amparo.guard.vault.held"),
    ("Inside commons", "commons/crises/states.py", "import amparo.commons.directory.states"),
    ("Inside reach", "reach/messaging/states.py", "import amparo.reach.duty"),
    ("Inside aid", "aid/protection/apps.py", "import amparo.aid.cases.states"),
    (
        "Verifying, parsing and understanding are pure",
        "reach/messaging/channels/json/parse.py",
        "import httpx",
    ),
    ("Rules decide on plain values", "guard/firewall/rules.py", "import amparo.kernel.clock"),
]


def lint(folder: Path) -> tuple[int, set[str], str]:
    """The exit code, the names of the broken contracts, and all that was said."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    return (
        done.returncode,
        {line.split(" BROKEN")[0] for line in lines if " BROKEN" in line},
        done.stdout + done.stderr,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package and its contracts in a folder of their own."""
    folder = tmp_path_factory.mktemp("tree")
    shutil.copytree(ROOT / "amparo", folder / "amparo", ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy2(ROOT / ".importlinter", folder)
    return folder


@pytest.fixture
def planted(copy: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The copy with one breach in it."""
    name, line = request.param
    file = copy / "amparo" / name
    before = file.read_bytes() if file.exists() else None
    file.parent.mkdir(exist_ok=True)
    file.write_bytes((before or b"") + f"\n{line}\n".encode())
    yield copy
    if before is None:
        shutil.rmtree(file.parent)
    else:
        file.write_bytes(before)


def test_it_holds_every_contract(copy: Path) -> None:
    code, broken, said = lint(copy)
    assert (code, broken) == (0, set()), said


def test_it_has_a_breach_for_each_contract() -> None:
    text = (ROOT / ".importlinter").read_text()
    names = [line[7:] for line in text.splitlines() if line.startswith("name = ")]
    for name in names:
        assert any(name.startswith(start) for start, _, _ in BREACHES), f"no breach for: {name}"


@pytest.fixture(scope="module")
def before(copy: Path) -> set[str]:
    """What is broken already; nothing, when the house is in order."""
    return lint(copy)[1]


@pytest.mark.parametrize(
    ("planted", "contract"),
    [((name, line), contract) for contract, name, line in BREACHES],
    indirect=["planted"],
    ids=[f"{name}: {line}" for _, name, line in BREACHES],
)
def test_it_turns_exactly_this_contract_red(before: set[str], planted: Path, contract: str) -> None:
    code, broken, said = lint(planted)
    assert code == 1, said
    turned = {name for name in broken if name.startswith(contract)}
    assert len(turned) == 1, said
    assert broken - turned == before - turned, said
