"""What a correction must keep of its original, and when a language counts as read. Plain values."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from amparo.kernel.errors import InvalidError

NAME, LONGEST = 80, 2000
_PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")
_TAG = re.compile(r"<[^<>]+>")
_BUTTON = re.compile("“([^”]+)”")
# Nothing that a browser or a text field would act on, and no letter that turns a line around.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e")
_PRIVATE = frozenset({"Cc", "Co", "Cs", "Cn"})

Standing = Literal["unread", "partly", "read"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as it is shipped: English, with its plural if it counts; and the other text."""

    original: tuple[str, ...]
    shipped: tuple[str, ...]
    context: str = ""  # tells two groups apart that say the same in English
    group: str = "pages"

    @property
    def key(self) -> str:
        """The same for the same English words, for ever."""
        return _hash(self.context, *self.original)


@dataclass(frozen=True, slots=True)
class Said:
    """What a native reader last said of a sentence."""

    state: str
    texts: tuple[str, ...]
    over: str
    by: UUID
    at: datetime
    undoable: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Who answers for a language."""

    name: str
    version: str
    at: datetime
    by: UUID


def over(texts: Iterable[str]) -> str:
    """Which text this is."""
    return _hash(*texts)


def version(sentences: Iterable[Sentence], said: Mapping[str, Said]) -> str:
    """Which catalogue this is: every sentence with its present text."""
    parts = sorted((one.key, over(present(one, said.get(one.key)))) for one in sentences)
    return _hash(*(part for pair in parts for part in pair))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def present(sentence: Sentence, said: Said | None) -> tuple[str, ...]:
    """What people read now."""
    whole = said is not None and len(said.texts) == len(sentence.shipped)
    return said.texts if said and whole and said.state == "corrected" else sentence.shipped


def reviewed(sentence: Sentence, said: Said | None, names: Mapping[str, str]) -> bool:
    """Whether a native reader stands for just this text. `names`: what each button is called."""
    if said is None or lost_buttons(sentence.original, present(sentence, said), names):
        return False
    if said.state == "corrected":
        return present(sentence, said) == said.texts
    return said.state == "confirmed" and said.over == over(sentence.shipped)


def names_of(sentences: Iterable[Sentence], said: Mapping[str, Said]) -> dict[str, str]:
    """What each button is called now, by its English name."""
    return {one.original[0]: present(one, said.get(one.key))[0] for one in sentences}


def standing(*, signed: bool, open: int) -> Standing:
    """What a page may say of its language. Who signs answers for all that was there to read;
    what came or changed since then is unread, and the page says so until somebody has read it.
    """
    if not signed:
        return "unread"
    return "partly" if open else "read"


def lost_buttons(
    original: tuple[str, ...], texts: tuple[str, ...], names: Mapping[str, str]
) -> tuple[str, str] | None:
    """The first button that the English names and this text does not call by its present name."""
    for button in _BUTTON.findall(original[0]):
        called = names.get(button)
        if called and not all(f"«{called}»" in one for one in texts):
            return button, called
    return None


def check(sentence: Sentence, texts: tuple[str, ...], names: Mapping[str, str]) -> None:
    """Nothing, or InvalidError saying in words what the text has lost or brought in."""
    if len(texts) != len(sentence.shipped):
        raise InvalidError("text", "Write every form of the sentence.")
    for nth, text in enumerate(texts):
        last = nth == len(texts) - 1
        _check_letters(sentence.original, text)
        _check_places(sentence.original, text, all_of_them=len(texts) == 1 or last)
        _check_tags(sentence.original, text)
    lost = lost_buttons(sentence.original, texts, names)
    if lost:
        raise InvalidError(
            "text",
            "The English names the button “%(button)s”. It is called «%(called)s» here: write it "
            "so, between « and ».",
            button=lost[0],
            called=lost[1],
        )


def safe(sentence: Sentence, texts: tuple[str, ...]) -> bool:
    """Whether a stored text may stand on a page: asked again each time it is laid there."""
    try:
        check(sentence, texts, {})
    except InvalidError:
        return False
    return True


def _check_letters(original: tuple[str, ...], text: str) -> None:
    if not text.strip():
        raise InvalidError("text", "Write the sentence.")
    if len(text) > LONGEST:
        raise InvalidError("text", "At most %(most)s letters.", most=LONGEST)
    bare = _TAG.sub("", text)
    for letter, instead in (('"', "« »"), ("<", "‹"), (">", "›"), ("&", "+")):
        if bare.count(letter) > max(_TAG.sub("", one).count(letter) for one in original):
            raise InvalidError(
                "text",
                "Write it without %(letter)s: a page takes it for something else. %(instead)s is "
                "fine.",
                letter=letter,
                instead=instead,
            )
    if any(unicodedata.category(one) in _PRIVATE or one in _TURNING for one in text):
        raise InvalidError("text", "There is a letter in it that can't be seen. Write it anew.")


def _check_places(original: tuple[str, ...], text: str, *, all_of_them: bool) -> None:
    wanted, found = sorted(_PLACE.findall(original[-1])), sorted(_PLACE.findall(text))
    missing = next((one for one in wanted if found.count(one) < wanted.count(one)), None)
    strange = next((one for one in found if found.count(one) > wanted.count(one)), None)
    if missing and all_of_them:
        raise InvalidError(
            "text",
            "%(place)s is missing. Something is filled in there: keep it as it is written.",
            place=missing,
        )
    if strange:
        raise InvalidError(
            "text", "%(place)s does not stand in the English. Leave it out.", place=strange
        )
    if _PLACE.sub("", text).count("%") != _PLACE.sub("", original[-1]).count("%"):
        raise InvalidError("text", "Write % as often as in the English, or as a word.")


def _check_tags(original: tuple[str, ...], text: str) -> None:
    wanted, found = _TAG.findall(original[-1]), _TAG.findall(text)
    if sorted(wanted) == sorted(found):
        return
    missing = next((one for one in wanted if found.count(one) < wanted.count(one)), None)
    if missing:
        raise InvalidError("text", "%(tag)s is missing. Keep it as in the English.", tag=missing)
    raise InvalidError("text", "%(tag)s does not stand in the English.", tag=found[0])
