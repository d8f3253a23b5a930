"""`amparo units`: systemd itself reads them."""

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from amparo.doors.cli.units import NAMES, unit_files, units


def written(folder: Path) -> list[Path]:
    words = ["--to", str(folder), "--data", "/var/lib/amparo", "--user", "daemon"]
    done = CliRunner().invoke(units, words)
    assert done.exit_code == 0 and "systemctl daemon-reload" in done.output
    return [folder / name for name in NAMES]


def test_they_keep_the_house_in() -> None:
    made = unit_files(data=Path("/d"), bind="127.0.0.1:8000", user="amparo", to=Path("/b"), keep=7)
    for name in ("amparo.service", "amparo-backup.service"):
        for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "LimitCORE=0", "User=amparo"):
            assert line in made[name].splitlines()
    assert "LimitMEMLOCK=infinity" in made["amparo.service"]
    assert "--to /b --keep 7" in made["amparo-backup.service"]


def test_systemd_understands_them(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed here (apt install systemd)")
    for file in written(tmp_path):
        done = subprocess.run(
            [program, "verify", "--man=no", str(file)],
            capture_output=True,
            text=True,
            check=False,
        )
        ours = [line for line in done.stderr.splitlines() if "amparo" in line]
        assert done.returncode == 0 and not ours, done.stderr


def test_a_line_that_systemd_does_not_know_is_seen(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed here (apt install systemd)")
    file = written(tmp_path)[0]
    file.write_text(file.read_text().replace("PrivateTmp=yes", "PrivateTemp=yes"))
    done = subprocess.run([program, "verify", str(file)], capture_output=True, check=False)
    assert b"PrivateTemp" in done.stderr
