"""`amparo replay` on a house that runs: every row arrives once, and is accounted for."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.protect.house import ROOT, Whole

TEXTS = [
    "Nou bezwen dlo nan Delmas 19, 3 timoun",
    "Nou bezwen dlo nan Delmas 19, 3 timoun",
    "نحتاج إلى ماء وطعام",
    'She said "help",\nand nothing more',
    "=HYPERLINK(1)<b>&amp;</b>",
    "ቤታችን ፈርሷል 🏠",
    "STOP",
    "?",
    "x" * 60_000,
    "nul \0 inside",
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "texts.csv"
    with made.open("w", newline="") as out:
        table = csv.writer(out)
        table.writerow(["original"])
        table.writerows([one] for one in TEXTS)
    return made


def replay(whole: Whole, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("AMPARO")}
    command = [sys.executable, "-m", "amparo.doors.cli.main", "--data", str(whole.data), "replay"]
    return subprocess.run([*command, *arguments], cwd=ROOT, env=env, capture_output=True, text=True)


def stored(whole: Whole) -> int:
    count: int = whole.sql("SELECT count(*) FROM reach_envelope")[0][0]
    return count


@pytest.mark.parametrize("channel", ["json", "kannel"])
def test_it_accounts_for_every_row_and_repeats_nothing(
    whole: Whole, file: Path, channel: str
) -> None:
    before = stored(whole)
    for again in (0, len(TEXTS)):
        done = replay(whole, str(file), "--rate", "100", "--channel", channel, "--yes")
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"acknowledged    {len(TEXTS)} (0 refused" in done.stdout
        assert f"stored          {len(TEXTS)}, each once; {again} of them" in done.stdout
        assert f"understood      {len(TEXTS)}; 0 not readable, 0 not read yet" in done.stdout
        assert stored(whole) == before + len(TEXTS)


def test_it_puts_nothing_among_the_conversations_of_others(whole: Whole, file: Path) -> None:
    replay(whole, str(file), "--limit", "1", "--yes")
    other = file.with_name("other.csv")
    other.write_text("original\nsomething else\n")
    before = stored(whole)
    done = replay(whole, str(other))
    assert done.returncode == 1
    assert "conversations that do not come from this file" in done.stderr
    assert stored(whole) == before


def test_it_says_what_is_wrong_with_a_file(whole: Whole, file: Path) -> None:
    done = replay(whole, str(file), "--column", "text")
    assert done.returncode == 1
    assert "There is no column «text»" in done.stderr and "Nothing was sent" in done.stderr
