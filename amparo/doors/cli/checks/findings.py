"""One finding: what is so, why it matters to people, what to do."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from amparo.doors.cli.house import Json


class Level(StrEnum):
    """How much it matters."""

    UNSAFE = "unsafe"  # people can be harmed as it is
    MISSING = "missing"  # something that people rely on is not there
    NOTE = "note"  # to know, or what no program can see


@dataclass(frozen=True, slots=True)
class Finding:
    """In words; `id` stays the same, for programs."""

    id: str
    level: Level
    what: str
    why: str
    do: str

    def as_json(self) -> Json:
        """For a program."""
        return asdict(self)


def unsafe(id: str, what: str, why: str, do: str) -> Finding:
    """People can be harmed as it is."""
    return Finding(id, Level.UNSAFE, what, why, do)


def missing(id: str, what: str, why: str, do: str) -> Finding:
    """Something that people rely on is not there."""
    return Finding(id, Level.MISSING, what, why, do)


def note(id: str, what: str, why: str, do: str) -> Finding:
    """To know."""
    return Finding(id, Level.NOTE, what, why, do)
