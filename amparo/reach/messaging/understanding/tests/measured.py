"""How well needs are found in real messages. Run: `AMPARO_TEST_DATA=… python -m THIS [half]`.

The half with odd ids is held out: the word files are tuned on the even half only.
"""

import csv
import gzip
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from time import process_time

from amparo.reach.messaging.understanding.places import Entry, Gazetteer
from amparo.reach.messaging.understanding.understand import Understanding, understand

FILE = "messages/disaster_messages_train.csv.gz"
# Which column of the file speaks of which need of ours.
COLUMNS = {
    "water": "water",
    "food": "food",
    "shelter": "shelter",
    "medical_help": "doctor",
    "medical_products": "medicine",
    "search_and_rescue": "rescue",
    "missing_people": "search",
    "security": "unsafe",
    "child_alone": "child_alone",
}
_NOWHERE = Gazetteer([Entry("1", ("Delmas",), 18.55, -72.3, "town", 400_000)])


def real_messages() -> Path | None:
    """The file of real messages, where there is one."""
    folder = os.environ.get("AMPARO_TEST_DATA", "")
    file = Path(folder) / FILE
    return file if folder and file.is_file() else None


def rows(file: Path, half: str) -> Iterator[Mapping[str, str]]:
    """Messages with their original text: "even" ids, "odd" ids or "all"."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            even = int(row["id"]) % 2 == 0
            if row["original"].strip() and half in ("all", "even" if even else "odd"):
                yield row


@dataclass(slots=True)
class Score:
    """Right, wrongly found and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, *, found: bool, true: bool) -> None:
        """Count one message."""
        self.right += found and true
        self.wrong += found and not true
        self.missed += true and not found

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 when nothing was right."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)

    @property
    def precision(self) -> tuple[float, float, float]:
        """With its 95 % interval."""
        return wilson(self.right, self.right + self.wrong)

    @property
    def recall(self) -> tuple[float, float, float]:
        """With its 95 % interval."""
        return wilson(self.right, self.right + self.missed)


def wilson(good: int, of: int) -> tuple[float, float, float]:
    """Share, lower and upper bound of Wilson's 95 % interval; (0, 0, 1) of none."""
    if not of:
        return 0.0, 0.0, 1.0
    z, share = 1.96, good / of
    middle = share + z * z / (2 * of)
    width = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    size = 1 + z * z / of
    return share, max(0.0, (middle - width) / size), min(1.0, (middle + width) / size)


@dataclass(slots=True)
class Measured:
    """What was measured over one half."""

    scores: dict[str, Score]
    languages: Counter[str]
    levels: Counter[int]
    texts: int
    seconds: float


def measure(file: Path, half: str) -> Measured:
    """Every message of that half, understood and compared."""
    read_rows = list(rows(file, half))
    understood(read_rows[0]["original"])
    start = process_time()
    answers = [understood(row["original"]) for row in read_rows]
    seconds = process_time() - start
    scores = {column: Score() for column in COLUMNS}
    for row, answer in zip(read_rows, answers, strict=True):
        found = {one.need for one in answer.needs}
        for column, need in COLUMNS.items():
            scores[column].add(found=need in found, true=row[column] == "1")
    languages = Counter(answer.language.language for answer in answers)
    levels = Counter(answer.urgency.level for answer in answers)
    return Measured(scores, languages, levels, len(read_rows), seconds)


def understood(text: str) -> Understanding:
    """The text as the line of that crisis reads it."""
    return understand(text, gazetteer=_NOWHERE, expected=("ht", "fr"), country="HT")


def main() -> None:
    """Print a table."""
    file = real_messages()
    if file is None:
        sys.exit("Set AMPARO_TEST_DATA to the folder of real test data.")
    found = measure(file, sys.argv[1] if len(sys.argv) > 1 else "odd")
    for column, score in found.scores.items():
        p, r = score.precision, score.recall
        sys.stdout.write(
            f"{column:18} N {score.right + score.missed:4}  "
            f"precision {p[0]:.2f} ({p[1]:.2f}-{p[2]:.2f})  "
            f"recall {r[0]:.2f} ({r[1]:.2f}-{r[2]:.2f})  F1 {score.f1:.2f}\n"
        )
    share = found.languages["und"] / found.texts
    sys.stdout.write(
        f"{found.texts} texts, {found.texts / found.seconds:.0f} a second, "
        f"language unknown {share:.3f}\n{found.languages.most_common(12)}\n"
        f"urgency {sorted(found.levels.items())}\n"
    )


if __name__ == "__main__":
    main()
