"""What is shipped: every sentence of the public pages in each of their languages."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from amparo.commons.wording.queries import Sentence

_HOME = Path(__file__).parent.parent / "public" / "locale"

# As gettext finds a text: its English, or its English and which plural form.
Key = str | tuple[str, int]


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue. English is the source and has none."""
    return tuple(sorted(one.parent.parent.name for one in _HOME.glob("*/LC_MESSAGES/django.po")))


@cache
def sentences(language: str) -> tuple[Sentence, ...]:
    """The sentences of the pages, as they are shipped in this language."""
    if language not in languages():
        return ()
    with (_HOME / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        found = [one for one in read_po(file, locale=None) if one.id and not one.fuzzy]
    return tuple(Sentence(_forms(one.id), _forms(one.string)) for one in found)


def _forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(str(one) for one in text or ())  # type: ignore[attr-defined]


@cache
def by_key(language: str) -> dict[str, Sentence]:
    """The same by their keys."""
    return {one.key: one for one in sentences(language)}


@cache
def header(language: str) -> dict[str, str]:
    """What an outside tool must know of the catalogue: the language, and how it counts."""
    with (_HOME / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        lines = read_po(file, locale=None).mime_headers
    return {name: value for name, value in lines if name in ("Plural-Forms", "Language")}


def keys_of(sentence: Sentence) -> Iterator[Key]:
    """Under which keys gettext looks for it."""
    if len(sentence.original) == 1:
        yield sentence.original[0]
    else:
        yield from ((sentence.original[0], nth) for nth in range(len(sentence.shipped)))


def entries(sentence: Sentence, texts: Iterable[str]) -> Iterator[tuple[Key, str]]:
    """These texts as gettext looks for them."""
    yield from zip(keys_of(sentence), texts, strict=True)
