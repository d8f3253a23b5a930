"""What the watch list says, sealed under a key of each entry; and what no warning may say."""

import json
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

from rapidfuzz import fuzz

from amparo.aid.protection.models import WatchEntry, WatchWarning
from amparo.guard.vault.held import Clear, Held
from amparo.kernel.errors import InvalidError

ROLES: Final = ("employer", "recruiter", "landlord", "other")
LONGEST_NAME: Final = 160
LONGEST_TEXT: Final = 1000
ALIKE: Final = 82
_MOST_DIGITS: Final = 5


@dataclass(frozen=True, slots=True)
class Reported:
    """Who is reported, for what, where."""

    name: str
    role: str
    where: str
    words: str

    def to_text(self) -> str:
        """As it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "Reported":
        """Again."""
        return cls(**json.loads(text))


def clear_content(entry: UUID, reported: Reported) -> Clear:
    """What is reported, about to be sealed."""
    return Clear(entry, f"watch:{entry}", reported.to_text())


def held_content(entry: WatchEntry) -> Held:
    """What is reported, sealed."""
    return Held(entry.id, f"watch:{entry.id}", bytes(entry.sealed_content))


def clear_reason(entry: UUID, words: str) -> Clear:
    """Why it was withdrawn, about to be sealed."""
    return Clear(entry, f"withdrawn:{entry}", words)


def held_reason(entry: WatchEntry) -> Held:
    """Why it was withdrawn, sealed."""
    return Held(entry.id, f"withdrawn:{entry.id}", bytes(entry.sealed_reason))


def clear_warning(entry: UUID, warning: UUID, text: str) -> Clear:
    """A draft, about to be sealed."""
    return Clear(entry, f"warning:{warning}", text)


def held_warning(warning: WatchWarning) -> Held:
    """A draft, sealed."""
    return Held(warning.entry_id, f"warning:{warning.id}", bytes(warning.sealed_text))


def check_reported(reported: Reported) -> Reported:
    """The report without spaces around it, or InvalidError."""
    fields = {key: _plain(text) for key, text in asdict(reported).items()}
    kept = Reported(**fields)
    if not kept.name or len(kept.name) > LONGEST_NAME:
        raise InvalidError(
            "name", "Say who it is, in at most %(most)s characters.", most=LONGEST_NAME
        )
    if kept.role not in ROLES:
        raise InvalidError("role", "Choose what they are.")
    if not kept.words or max(len(kept.words), len(kept.where)) > LONGEST_TEXT:
        raise InvalidError(
            "words", "Say what was done, in at most %(most)s characters.", most=LONGEST_TEXT
        )
    return kept


def check_warning(text: str, reported: Reported) -> str:
    """The text, or InvalidError: a warning names nobody and gives no number."""
    text = _plain(text)
    if not text or len(text) > LONGEST_TEXT:
        raise InvalidError(
            "text", "Write the warning, in at most %(most)s characters.", most=LONGEST_TEXT
        )
    said = text.casefold()
    parts = [one for one in reported.name.casefold().split() if len(one) > 3]
    if reported.name.casefold() in said or any(one in said for one in parts):
        raise InvalidError("text", "A warning names nobody: describe what they do instead.")
    if _longest_number(text) > _MOST_DIGITS:
        raise InvalidError("text", "A warning gives no phone number: take it out.")
    return text


def matches(words: str, reported: Reported) -> bool:
    """Whether the search finds this entry, misspelt or not."""
    wanted = words.casefold().strip()
    there = f"{reported.name} {reported.where} {reported.words}".casefold()
    return wanted in there or is_alike(wanted, reported.name)


def is_alike(one: str, two: str) -> bool:
    """Whether two names may be the same one."""
    return fuzz.token_set_ratio(one.casefold().strip(), two.casefold().strip()) >= ALIKE


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode().strip()


def _longest_number(text: str) -> int:
    """The most digits in a row, spaces and strokes between them not counted."""
    best = run = 0
    for one in text:
        if one.isdigit():
            run += 1
            best = max(best, run)
        elif one not in " -./()":
            run = 0
    return best
