"""What was said of the sentences, and who has signed: for pages, and for those who read them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from amparo.commons.wording.models import Wording, WordingSignature
from amparo.commons.wording.rules import (
    Said,
    Sentence,
    Signature,
    Standing,
    names_of,
    over,
    present,
    reviewed,
    safe,
    standing,
    version,
)
from amparo.kernel.authority import anyone
from amparo.kernel.rooms import room

__all__ = [
    "Laid",
    "Said",
    "Sentence",
    "Signature",
    "Standing",
    "all_laid",
    "laid",
    "names_of",
    "open_ones",
    "over",
    "present",
    "reviewed",
    "safe",
    "standing_of",
    "version",
]


@dataclass(frozen=True, slots=True)
class Laid:
    """All that was said in one language: by key of the sentence, and the signature that holds."""

    said: dict[str, Said] = field(default_factory=dict)
    signature: Signature | None = None


def laid(language: str) -> Laid:
    """What was said in this language. Two statements; the caller keeps it for a while."""
    with room("commons", anyone()):
        rows = list(Wording.objects.filter(language=language))
        signed = WordingSignature.objects.filter(language=language, withdrawn_at=None)
        last = signed.order_by("-signed_at", "-id").first()
    return Laid({one.key: said_of(one) for one in rows}, _signature(last))


def all_laid() -> dict[str, Laid]:
    """The same of every language in which something was said."""
    with room("commons", anyone()):
        rows = list(Wording.objects.all())
        signed = list(
            WordingSignature.objects.filter(withdrawn_at=None).order_by("signed_at", "id")
        )
    said: dict[str, dict[str, Said]] = defaultdict(dict)
    for row in rows:
        said[row.language][row.key] = said_of(row)
    last = {one.language: one for one in signed}
    return {code: Laid(said[code], _signature(last.get(code))) for code in {*said, *last}}


def open_ones(sentences: Iterable[Sentence], known: Laid) -> list[Sentence]:
    """The sentences for whose present text nobody stands."""
    whole = list(sentences)
    names = names_of(whole, known.said)
    return [one for one in whole if not reviewed(one, known.said.get(one.key), names)]


def standing_of(sentences: Iterable[Sentence], known: Laid) -> Standing:
    """What a page may say of its language."""
    if known.signature is None:
        return "unread"
    return standing(signed=True, open=len(open_ones(sentences, known)))


def said_of(row: Wording) -> Said:
    """A row as others see it."""
    return Said(
        row.state,
        tuple(row.texts),
        row.over,
        row.changed_by_id,
        row.changed_at,
        undoable=row.state != "drafted" or bool(row.before),
    )


def _signature(row: WordingSignature | None) -> Signature | None:
    return Signature(row.shown_name, row.version, row.signed_at, row.signed_by_id) if row else None
