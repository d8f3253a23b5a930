"""`amparo` alone."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from amparo.doors.cli.main import COMMANDS, main


def test_it_lists_every_command_with_its_purpose() -> None:
    shown = CliRunner().invoke(main, [])
    assert shown.exit_code == 0
    for name, entry in COMMANDS.items():
        assert name in shown.output
        assert entry.help.split()[0] in shown.output


def test_listing_imports_neither_django_nor_any_command() -> None:
    script = (
        "import sys\nfrom amparo.doors.cli.main import main\nmain([], standalone_mode=False)\n"
        "loaded = {'django', 'amparo.doors.cli.up'} & set(sys.modules)\n"
        "raise SystemExit(f'loaded {loaded}' if loaded else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("name", COMMANDS)
def test_each_entry_leads_to_something_to_call(name: str) -> None:
    module, _, function = COMMANDS[name].target.partition(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_a_command_without_a_house_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AMPARO_CONFIG", raising=False)
    refused = CliRunner().invoke(main, ["--data", str(tmp_path), "migrate"])
    assert refused.exit_code == 1
    assert "Start it once with `amparo up --data DIR`" in refused.output


@pytest.mark.parametrize("bind", ["8000", "localhost", "host:99999", "a b:1", ":80"])
def test_a_bad_address_is_refused_before_anything_is_made(tmp_path: Path, bind: str) -> None:
    refused = CliRunner().invoke(main, ["up", "--data", f"{tmp_path}/d", "--bind", bind])
    assert refused.exit_code == 2
    assert "HOST:PORT" in refused.output
