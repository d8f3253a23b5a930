"""How far the loading has come, and what the accounts are: two small files in DIR."""

import json
import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from amparo.kernel import receipts

FINISHED = "everything of the desk"
STEPS, ACCOUNTS = "demo-steps", "demo.json"

# Read aloud without mistakes: no 0 or o, 1 or l.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class DemoError(Exception):
    """The demo can not be loaded. The message says why and what to do."""


class Journal:
    """What has been done, one line each, so that an interrupted loading goes on where it was."""

    def __init__(self, data: Path) -> None:
        """The password, the code, and the moment from which all is told, born when first loaded."""
        self._steps = data / STEPS
        known = read(data)
        if not known:
            known = {
                "password": new_password(),
                "code": receipts.new_code(),
                "now": datetime.now(UTC).isoformat(),
            }
            _write(data / ACCOUNTS, known)
        self.password, self.code = known["password"], known["code"]
        self.now = datetime.fromisoformat(known["now"])
        self._done = set(self._steps.read_text().splitlines()) if self._steps.exists() else set()

    def has(self, step: str) -> bool:
        """Whether this has been done."""
        return step in self._done

    @property
    def begun(self) -> bool:
        """Whether anything has been done."""
        return bool(self._done)

    def once(self, step: str, do: Callable[[], object]) -> None:
        """It is done, now or earlier; one that raised is tried again at the next start."""
        if step in self._done:
            return
        do()
        self.note(step)

    def note(self, step: str) -> None:
        """It will not be done again."""
        with self._steps.open("a") as lines:
            lines.write(f"{step}\n")
        self._done.add(step)


def read(data: Path) -> dict[str, str]:
    """The password and the code, or nothing before the first loading."""
    file = data / ACCOUNTS
    found: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    return found


def forget(data: Path) -> None:
    """Nothing has been done: the database is a new one."""
    for name in (STEPS, ACCOUNTS):
        (data / name).unlink(missing_ok=True)


def new_password() -> str:
    """Two groups of five letters: 49 bits, for a house that holds nobody real."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def _write(file: Path, content: dict[str, str]) -> None:
    half = file.with_name(f".{file.name}.new")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(content, out)
    half.rename(file)
