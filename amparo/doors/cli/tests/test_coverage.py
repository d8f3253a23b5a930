"""`amparo check coverage`: what is open, by module."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from amparo.doors.cli.coverage import coverage, open_lines, requirements, summary


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Three requirements of two modules; one is served."""
    (tmp_path / "requirements.tsv").write_text(
        "id\tmodule\tphase\nA-1\tSOS\tall\nA-2\tSOS\tall\nB-1\tCASE\temergency\n"
    )
    (tmp_path / "coverage.tsv").write_text('id\tuser_does\ttest\nA-2\tAsks "for" help.\tx\n')
    return tmp_path


def test_it_names_what_is_open_by_module(docs: Path) -> None:
    found = requirements(docs)
    lines = ["SOS: 1 of 2 served", "  A-1", "CASE: 0 of 1 served", "  B-1"]
    assert open_lines(found) == lines
    assert summary(found) == "1 served, 2 open."
    assert [one.served for one in found] == ["", 'Asks "for" help.', ""]


def test_it_ends_well_and_filters_by_module() -> None:
    everything, some = (
        CliRunner().invoke(coverage, arguments) for arguments in ([], ["--module", "sos"])
    )
    assert (everything.exit_code, some.exit_code) == (0, 0)
    assert "SOS" in some.output and "CASE" not in some.output
    assert "CASE" in everything.output
    served = CliRunner().invoke(coverage, ["--served"])
    assert "EXE-Q-02 (NEEDS): Sees on each row" in served.output
    unknown = CliRunner().invoke(coverage, ["--module", "moon"])
    assert unknown.exit_code == 2 and "There are" in unknown.output


def test_it_needs_no_house(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "amparo.doors.cli.main", "--data", tmp_path, "check", "coverage"],
        env={"PATH": "/usr/bin:/bin"},
        cwd=Path(__file__).parents[4],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"open." in done.stdout
