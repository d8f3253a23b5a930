"""`make protect`: every check of protection at the sizes of docs/protection.md.

    python -m tests.protect.run [CNN …]

Each check has a house of its own and writes build/protect/CNN.json. The exit code is 1 when a bar
is not held or a check did not see its own control. FULL=1 in the environment takes the sizes of a
first release, which need more than half an hour.
"""

import os
import sys
import time
from collections.abc import Callable

from tests.protect import c01, c07, c16
from tests.protect.house import Whole
from tests.protect.report import Report

FULL = os.environ.get("FULL", "") not in ("", "0")
CHECKS: dict[str, Callable[[Whole], Report]] = {
    "C01": lambda house: c01.run(house, c01.FULL if FULL else c01.LARGE),
    "C07": lambda house: c07.run(house, c07.FULL if FULL else c07.LARGE),
    "C16": lambda house: c16.run(house, c16.FULL if FULL else c16.LARGE),
}


def say(line: str) -> None:
    """One line for the person at the terminal."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def run(name: str) -> bool:
    """Whether this check holds and can fail; its report is written."""
    begun = time.monotonic()
    say(f"{name}: starting a house")
    with Whole(say=lambda line: say(f"  {line}")) as house:
        report = CHECKS[name](house)
    file = report.write()
    verdict = "holds" if report.holds else "DOES NOT HOLD"
    control = "red" if report.control_red else "NOT RED: this check is blind"
    say(
        f"{name} {verdict}: {report.figure:g} {report.unit}, at most {report.bar:g}; {report.words}"
    )
    say(f"  control {control}: {report.control_figure}")
    say(f"  {time.monotonic() - begun:.0f} s, {file}")
    return report.good


def main(wanted: list[str]) -> int:
    """0 when every check that was asked for is good."""
    unknown = [name for name in wanted if name not in CHECKS]
    if unknown:
        say(f"There is no check {unknown[0]}. There are: {', '.join(CHECKS)}.")
        return 2
    good = [run(name) for name in wanted or CHECKS]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
