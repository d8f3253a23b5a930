"""What DIR remembers of backups: when the last was taken, and when one was last rehearsed."""

import json
from pathlib import Path

from amparo.doors.cli.house import Json, write_private

FILE = "backups.json"


def put_mark(data: Path, what: str, **facts: str) -> None:
    """It is remembered, beside what was."""
    write_private(data / FILE, {**marks(data), what: facts})


def marks(data: Path) -> Json:
    """All that is remembered; nothing if the file can't be read."""
    try:
        found: Json = json.loads((data / FILE).read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
