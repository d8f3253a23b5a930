"""C07, and the API against its own document, at length: every address, by everyone.

The house is the tests' own; this counts what they found, with their planted faults as control.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass

from tests.protect.house import ROOT, Whole
from tests.protect.report import Report

WALK, FAULTS = "tests/walls/test_access.py", "tests/walls/test_access_faults.py"
WORD = "tests/api/test_schema.py"


@dataclass(frozen=True)
class Size:
    """How many requests of each kind Schemathesis tries at each operation."""

    examples: int


LARGE, FULL = Size(10), Size(100)


def run(house: Whole, size: Size) -> Report:
    """The report. The house beside it is not asked: the walk plants rows in one of its own."""
    del house
    said, failed = _pytest(WALK, WORD, examples=size.examples, only="not word_that_is_not_kept")
    cells = sum(int(one) for one in re.findall(r"(\d+) cells", said))
    answers = sum(int(one) for one in re.findall(r"(\d+) answers", said))
    controls, blind = _pytest(FAULTS, WORD, examples=2, only="sees")
    seen = sum(int(one) for one in re.findall(r"(\d+) passed", controls))
    found = sum(int(one) for one in re.findall(r"(\d+) are wrong", said))
    return Report(
        check="C07",
        size={"cells": cells, "answers": answers, "examples": size.examples},
        figure=max(found, failed),
        unit="answers that were wrong",
        bar=0,
        holds=not failed and cells > 0 and answers > 0,
        control_figure={"planted and seen": seen, "planted and not seen": blind},
        control_red=seen > 0 and not blind,
        words=f"{cells} cells walked, {answers} answers held against the document",
    )


def _pytest(*files: str, examples: int, only: str) -> tuple[str, int]:
    """What the tests said, and how many failed."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-s",
            "--show-capture=no",
            "--timeout=9000",
            "-k",
            only,
            *files,
        ],
        cwd=ROOT,
        env={**os.environ, "AMPARO_EXAMPLES": str(examples)},
        capture_output=True,
        text=True,
    )
    failed = sum(int(one) for one in re.findall(r"(\d+) (?:failed|error)", done.stdout))
    return done.stdout, failed or int(done.returncode != 0)
