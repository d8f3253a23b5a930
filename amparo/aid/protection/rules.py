"""What stops a step, what each pathway may carry, and how it all keeps one size. Plain values."""

from collections.abc import Iterable, Mapping
from typing import Final

from amparo.aid.protection.states import Answer
from amparo.kernel.errors import InvalidError

LONGEST_NOTE: Final = 160
LONGEST_WORDS: Final = 500

# Special needs, as receivers read them. The keys stand in sealed text only, never in a column.
KINDS: Final[dict[str, str]] = {
    "child": "Child",
    "woman_at_risk": "Woman at risk",
    "disability": "Disability",
    "lgbti": "LGBTI",
    "older": "Older person",
    "crime_victim": "Harmed by a crime",
    "indigenous": "Indigenous",
    "stateless": "Stateless",
    "family": "Family that must stay together",
    "safety": "Worried about safety after a return",
}
# Not ticked as needs, but carried to who must know.
ASKED, SIGNS, CONTACT = "asked", "signs", "contact"

# Which pathway needs to know what. A pathway that is not here carries nothing of this sheet:
# consular help and everything whose purpose is a return are left out for good.
_IN_DANGER: Final = ("child", "woman_at_risk", "disability", "crime_victim")
CARRIED: Final[dict[str, tuple[str, ...]]] = {
    "asylum": (ASKED, *KINDS, CONTACT),
    "trafficking": (SIGNS, *_IN_DANGER, "family", "safety", CONTACT),
    "gbv": (*_IN_DANGER, "lgbti", "family", "safety", CONTACT),
    "child_alone": ("child", "disability", "family", "safety", CONTACT),
    "stateless": ("child", "stateless", "indigenous", "family", CONTACT),
    "health": ("child", "disability", "older"),
    "shelter": ("woman_at_risk", "child", "disability", "lgbti", "older", "family", CONTACT),
    "relief": ("child", "disability", "older"),
    "psychosocial": ("child", "woman_at_risk", "crime_victim", CONTACT),
    "danger": (*_IN_DANGER, "lgbti", "safety", CONTACT),
}
PATHWAYS: Final = tuple(CARRIED)
_PATHWAY_OF: Final[dict[str, str]] = {
    **{one: one for one in PATHWAYS},
    "statelessness": "stateless",
    "doctor": "health",
    "medicine": "health",
    "food": "relief",
    "water": "relief",
    "rescue": "shelter",
    "stranded": "shelter",
    "transit": "shelter",
    "unsafe": "danger",
}

# Sealed texts are filled up to one of these sizes, so that their length tells nothing: all sheets
# are alike until one holds far more than usual.
SHEET_STEPS: Final = (4096, 16384, 65536)
SLOT_STEPS: Final = (1024, 4096)


def is_cleared(answer: str, needs: Iterable[str]) -> bool:
    """Whether nothing stands in the way of a consulate or of a return: asked, and said no."""
    return answer == Answer.NO and "safety" not in needs


def pathway_of(need: str) -> str | None:
    """The pathway whose words a referral for this need may carry, or None: it carries none."""
    return _PATHWAY_OF.get(need)


def carried(pathway: str, words: Mapping[str, str]) -> str:
    """What this pathway may carry, a line for each; empty when there is nothing."""
    return "\n".join(words[kind] for kind in CARRIED[pathway] if words.get(kind))


def fill(text: str, steps: tuple[int, ...]) -> str:
    """The text with spaces behind it, as long as the smallest step that holds it."""
    size = len(text.encode())
    return text + " " * (step_for(size, steps) - size)


def step_for(size: int, steps: tuple[int, ...]) -> int:
    """The smallest step that holds so many bytes, or InvalidError."""
    for step in steps:
        if size <= step:
            return step
    raise InvalidError("words", "This sheet is full. Shorten the notes. Nothing was changed.")


def fill_alike(texts: list[str], steps: tuple[int, ...]) -> list[str]:
    """All texts as long as the longest of them needs: none stands out."""
    step = step_for(max(len(one.encode()) for one in texts), steps)
    return [fill(one, (step,)) for one in texts]


def check_words(field: str, text: str, longest: int) -> str:
    """The text without spaces around it, or InvalidError."""
    text = text.encode("utf-8", "replace").decode().strip()
    if len(text) > longest:
        raise InvalidError(
            field, "At most %(most)s characters, please. Nothing was changed.", most=longest
        )
    return text


def check_known(field: str, keys: Iterable[str], known: Iterable[str]) -> None:
    """Nothing, or InvalidError."""
    if set(keys) - set(known):
        raise InvalidError(field, "This is not on the list. Nothing was changed.")
