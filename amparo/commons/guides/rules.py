"""What a guide must hold, and how its steps are typed. Plain values."""

import re

from amparo.kernel.errors import InvalidError

MOST_STEPS, LONGEST_STEP, MOST_HOURS = 20, 300, 24 * 365
USUAL_HOURS = 24
_TIMED = re.compile(r"^\s*(\d{1,5})\s*h\s*:\s*(.+)$", re.IGNORECASE)


def read_steps(text: str) -> tuple[list[str], list[int]]:
    """Steps and the hours after which each is due, from one line each: `48 h: Ask the office`."""
    steps, hours = [], []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        timed = _TIMED.match(line)
        steps.append((timed.group(2) if timed else line).strip())
        hours.append(int(timed.group(1)) if timed else USUAL_HOURS)
    if not steps:
        raise InvalidError("steps", "Write at least one step, each on a line of its own.")
    if len(steps) > MOST_STEPS or any(len(one) > LONGEST_STEP for one in steps):
        raise InvalidError(
            "steps",
            "At most %(most)s steps of %(letters)s letters each.",
            most=MOST_STEPS,
            letters=LONGEST_STEP,
        )
    if max(hours) > MOST_HOURS:
        raise InvalidError("steps", "No step is due after more than a year.")
    return steps, hours


def typed_steps(steps: list[str], hours: list[int]) -> str:
    """The same steps as a field shows them."""
    return "\n".join(f"{n} h: {step}" for step, n in zip(steps, hours, strict=True))


def check_same_number(known: dict[str, list[str]], language: str, steps: list[str]) -> None:
    """Nothing, or InvalidError: a translation has as many steps as what it translates."""
    others = {len(one) for code, one in known.items() if code != language and one}
    if others and others != {len(steps)}:
        raise InvalidError(
            "steps",
            "In the other languages this guide has %(steps)s steps. Write as many, in the same "
            "order, or change those first.",
            steps=others.pop(),
        )
