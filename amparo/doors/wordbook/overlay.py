"""Corrected sentences, laid over the shipped ones; read anew at most once a minute.

It stands as one more catalogue before those that Django has merged for a language. Where it says
nothing the shipped text stands. Without a database it says what it last knew, or nothing.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django.utils.translation import trans_real

from amparo.commons.wording import queries
from amparo.commons.wording.queries import Laid, Standing
from amparo.doors.wordbook.catalogue import Key, by_key, entries, keys_of, sentences

log = logging.getLogger(__name__)

FRESH: Final = 60.0
# Private letters around the sentence that somebody looks at; no page and no correction has them.
OPEN, CLOSE = "\ue000", "\ue001"
_NOTHING: Final = object()
_guard = threading.Lock()


@dataclass(frozen=True, slots=True)
class Told:
    """What the pages say of their language, and who answers for it."""

    how: Standing | Literal["source"] = "unread"
    name: str = ""


SOURCE = Told("source")


@dataclass(slots=True)
class _Kept:
    until: float
    standing: Told


@dataclass(slots=True)
class _Asked:
    """What one rendering is asked to do besides: mark these, write down what was said."""

    marked: frozenset[Key] = frozenset()
    heard: list[str] = field(default_factory=list)


_kept: dict[str, _Kept] = {}
_asked: ContextVar[_Asked | None] = ContextVar("amparo_wording", default=None)


class Overlay(dict[Key, str]):
    """The first of the catalogues that gettext asks."""

    def __init__(self, below: Any) -> None:
        """Lie as the first of these catalogues."""
        super().__init__()
        self.below = below
        self.texts: dict[Key, str] = {}

    def get(self, key: Key, default: Any = None) -> Any:
        """The corrected text; marked if just this one is looked at; or nothing."""
        text = self.texts.get(key, _NOTHING)
        asked = _asked.get()
        if asked is not None:
            asked.heard.append(key if isinstance(key, str) else key[0])
            if key in asked.marked:
                text = self._under(key) if text is _NOTHING else text
                return default if text is _NOTHING else f"{OPEN}{text}{CLOSE}"
        return default if text is _NOTHING else text

    def __getitem__(self, key: Key) -> str:
        """The same, or KeyError."""
        text = self.get(key, _NOTHING)
        if text is _NOTHING:
            raise KeyError(key)
        return str(text)

    def __contains__(self, key: object) -> bool:
        """Whether it says anything of this."""
        return key in self.texts

    def _under(self, key: Key) -> object:
        for one in self.below[1:]:
            if key in one:
                return one[key]
        return _NOTHING


def _lay(language: str) -> Overlay:
    """The overlay of this language, in its place before what Django has merged."""
    catalogue: Any = trans_real.translation(language)._catalog  # type: ignore[attr-defined]
    first = catalogue._catalogs[0]
    if isinstance(first, Overlay):
        return first
    with _guard:
        if not isinstance(catalogue._catalogs[0], Overlay):
            plural = catalogue._plurals[0]
            catalogue._plurals.insert(0, plural)
            catalogue._catalogs.insert(0, Overlay(catalogue._catalogs))
    first = catalogue._catalogs[0]
    assert isinstance(first, Overlay)
    return first


def fresh(language: str) -> Told:
    """The corrections lie over the pages as they were a minute ago at most. Never fails."""
    known, now = _kept.get(language), time.monotonic()
    if known and now < known.until:
        return known.standing
    # Others go on with what is known while one of them asks.
    standing = known.standing if known else Told()
    _kept[language] = _Kept(now + FRESH, standing)
    try:
        found = queries.laid(language)
        _lay(language).texts = _texts(language, found)
        standing = _standing(language, found)
    except Exception as reason:  # whatever broke, the page must appear in the words it has
        log.warning("wording not read: %s", type(reason).__name__)
        standing = Told()
    _kept[language] = _Kept(now + FRESH, standing)
    return standing


def forget(language: str = "") -> None:
    """This process reads it anew at the next page; others do within a minute."""
    for code in [language] if language else list(_kept):
        _kept.pop(code, None)


def _texts(language: str, found: Laid) -> dict[Key, str]:
    shipped = by_key(language)
    texts: dict[Key, str] = {}
    for key, said in found.said.items():
        one = shipped.get(key)
        # Looked through once more: whoever wrote past our action still can't put in a tag.
        if one and said.state == "corrected" and queries.safe(one, said.texts):
            texts.update(entries(one, said.texts))
    return texts


def _standing(language: str, found: Laid) -> Told:
    how = queries.standing_of(sentences(language), found)
    return Told(how, found.signature.name if found.signature and how != "unread" else "")


@contextmanager
def marking(language: str, key: str) -> Iterator[None]:
    """Within it, this one sentence is said between OPEN and CLOSE."""
    _lay(language)
    one = by_key(language).get(key)
    with _listening(_Asked(frozenset(keys_of(one)) if one else frozenset())):
        yield


@contextmanager
def hearing(language: str) -> Iterator[list[str]]:
    """The English of everything that is said within it, in its order."""
    _lay(language)
    asked = _Asked()
    with _listening(asked):
        yield asked.heard


@contextmanager
def _listening(asked: _Asked) -> Iterator[None]:
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)
