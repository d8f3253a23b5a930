"""What a notice must hold, and when it is old. Plain values."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final, TypeVar

from amparo.kernel.errors import InvalidError

LABEL, NOTE, STEP, MOST_STEPS = 120, 300, 300, 12
# How long it is believed after someone has asked, unless the editor says a day.
NUMBER_DAYS: Final = 90
ADVICE_DAYS: Final = 7
_NUMBER = re.compile(r"[+*#]?[0-9][0-9 ()/.*#-]{1,30}")

T = TypeVar("T")


def old(review_by: date | None, today: date) -> bool:
    """Whether it is past the day on which someone should have asked again."""
    return review_by is None or today > review_by


def next_review(today: date, days: int) -> date:
    """The day until which it is believed."""
    return today + timedelta(days=days)


def in_language(texts: Mapping[str, T], wanted: str, others: Iterable[str]) -> tuple[str, T | None]:
    """The text in the wanted language, else in English, else in one of the crisis, else in any;
    and in which language it is.
    """
    for code in (wanted, "en", *others, *texts):
        if texts.get(code):
            return code, texts[code]
    return wanted, None


def check_number(number: str) -> str:
    """The number as it is kept, or InvalidError."""
    plain = " ".join(number.split())
    if not _NUMBER.fullmatch(plain):
        raise InvalidError("number", "Write the number as it is dialled, with digits.")
    return plain


def texts_of(
    told: Mapping[str, str], field: str, most: int, *, needed: bool = True
) -> dict[str, str]:
    """The texts by language, tidied; InvalidError when there is none or one is too long."""
    texts = {language: text.strip() for language, text in told.items() if text.strip()}
    if any(len(text) > most for text in texts.values()):
        raise InvalidError(field, "At most %(most)s letters.", most=most)
    if needed and not texts:
        raise InvalidError(field, "Write it in at least one language.")
    return texts


def steps_of(told: Mapping[str, str]) -> dict[str, list[str]]:
    """The steps by language, one from each line."""
    found = {
        language: [line.strip() for line in text.splitlines() if line.strip()]
        for language, text in told.items()
    }
    kept = {language: steps for language, steps in found.items() if steps}
    if not kept:
        raise InvalidError("steps", "Write at least one step, each on a line of its own.")
    for steps in kept.values():
        if len(steps) > MOST_STEPS or any(len(one) > STEP for one in steps):
            raise InvalidError(
                "steps",
                "At most %(most)s steps of %(letters)s letters each.",
                most=MOST_STEPS,
                letters=STEP,
            )
    return kept
