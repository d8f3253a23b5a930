"""Real messages through the same house, when they are at hand, and their words sought as well."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from amparo.doors.cli import replay_file
from tests.protect.found import Value
from tests.protect.house import ROOT, Whole

FILE = "messages/disaster_messages_train.csv.gz"
FIRST = 2_000_000  # numbers of those who wrote
RATE = 150  # a second
# Letters from the middle of a text. Whole texts would need gigabytes; shorter pieces are phrases
# that many use.
PIECE, FEWEST = 24, 18  # letters, and those of them that are no blanks


def run(house: Whole) -> list[Value]:
    """What must not be found of them; nothing where AMPARO_TEST_DATA names no such file."""
    file = Path(os.environ.get("AMPARO_TEST_DATA", "")) / FILE
    if not file.is_file():
        house.say("no real messages: AMPARO_TEST_DATA does not name a folder that has them")
        return []
    house.say("real messages are replayed")
    env = {name: value for name, value in os.environ.items() if not name.startswith("AMPARO")}
    command = [sys.executable, "-m", "amparo.doors.cli.main", "--data", str(house.data), "replay"]
    arguments = [str(file), "--rate", str(RATE), "--yes"]
    subprocess.run([*command, *arguments], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, check=True)
    return list(_values(file))


def _values(file: Path) -> Iterator[Value]:
    for number, row in enumerate(replay_file.rows(file, "original", None), FIRST):
        yield Value(number, "phone", row.sender)
        start = max((len(row.text) - PIECE) // 2, 0)
        piece = row.text[start : start + PIECE]
        if len(piece.replace(" ", "")) >= FEWEST:
            yield Value(number, "text", piece)
