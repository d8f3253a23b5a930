"""A sheet's content, and the places it is sealed for."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from amparo.aid.protection import rules
from amparo.aid.protection.models import Sheet
from amparo.aid.protection.states import Answer
from amparo.guard.vault.held import Clear, Held


@dataclass(frozen=True, slots=True)
class Noted:
    """One special need: a few words, and whether it is kept from every referral."""

    note: str = ""
    kept_back: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What someone fills in: everything a sheet says, but its history."""

    answer: str
    words: str
    signs: tuple[str, ...]
    signs_note: str
    contact: str
    contact_note: str
    needs: dict[str, Noted]


@dataclass(frozen=True, slots=True)
class Past:
    """One line of a sheet's history: when, who, what was written down."""

    at: str
    by: str
    what: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """All that one sheet says. An empty one is what every case begins with."""

    answer: str = Answer.NOT_ASKED.value
    words: str = ""
    signs: tuple[str, ...] = ()
    signs_note: str = ""
    # How it is safe to reach her: unknown, safe, or not.
    contact: str = ""
    contact_note: str = ""
    needs: dict[str, Noted] = field(default_factory=dict)
    past: tuple[Past, ...] = ()

    def to_text(self) -> str:
        """The content as it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> "Content":
        """The content again."""
        kept: dict[str, Any] = json.loads(text) if text.strip() else {}
        kept["signs"] = tuple(kept.get("signs", ()))
        kept["needs"] = {key: Noted(**one) for key, one in kept.get("needs", {}).items()}
        kept["past"] = tuple(Past(**one) for one in kept.get("past", ()))
        return cls(**kept)


def seen(row: Sheet | None) -> str:
    """A mark of a sheet as it lies sealed: another one as soon as someone has written on it."""
    return hashlib.sha256(bytes(row.sealed_sheet)).hexdigest()[:32] if row else ""


def clear_sheet(case: UUID, content: Content) -> list[Clear]:
    """The sheet, and what each pathway may carry of it, about to be sealed; all filled up."""
    whole = rules.fill(content.to_text(), rules.SHEET_STEPS)
    words = _words(content)
    slots = rules.fill_alike(
        [rules.carried(one, words) for one in rules.PATHWAYS], rules.SLOT_STEPS
    )
    return [
        Clear(case, f"sheet:{case}", whole),
        *(
            Clear(case, _slot(case, pathway), text)
            for pathway, text in zip(rules.PATHWAYS, slots, strict=True)
        ),
    ]


def store(row: Sheet, content: Content, blobs: list[bytes]) -> None:
    """The row holds what `clear_sheet` was sealed to, and what others may know of it."""
    row.sealed_sheet, row.sealed_carried = blobs[0], b"".join(blobs[1:])
    row.cleared = rules.is_cleared(content.answer, content.needs)


def held_sheet(row: Sheet) -> Held:
    """The sheet, sealed, for protection staff."""
    return Held(row.case_id, f"sheet:{row.case_id}", bytes(row.sealed_sheet))


def held_slot(row: Sheet, pathway: str) -> Held:
    """What one pathway may carry, sealed on its own."""
    blob, number = bytes(row.sealed_carried), rules.PATHWAYS.index(pathway)
    size = len(blob) // len(rules.PATHWAYS)
    return Held(row.case_id, _slot(row.case_id, pathway), blob[number * size : (number + 1) * size])


def _slot(case: UUID, pathway: str) -> str:
    return f"carried:{case}:{pathway}"


def _words(content: Content) -> dict[str, str]:
    """For each kind what a receiver may read of it."""
    found = {
        key: ": ".join(filter(None, (rules.KINDS[key], one.note)))
        for key, one in content.needs.items()
        if not one.kept_back
    }
    if content.answer in (Answer.FEARS, Answer.ASYLUM, Answer.PENDING):
        said = Answer(content.answer).label.capitalize()
        found[rules.ASKED] = ": ".join(filter(None, (said, content.words)))
    if content.signs or content.signs_note:
        noted = f"{len(content.signs)} signs of exploitation noted" if content.signs else ""
        found[rules.SIGNS] = ": ".join(filter(None, (noted, content.signs_note)))
    if content.contact == "unsafe":
        found[rules.CONTACT] = ": ".join(
            filter(None, ("Do not contact directly", content.contact_note))
        )
    return found
