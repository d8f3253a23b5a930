"""The sentences of a language as the reviewer's page lists them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise

from amparo.commons.wording import queries
from amparo.commons.wording.queries import Laid, Said, Sentence
from amparo.doors.console.wording_words import PAGES
from amparo.doors.wordbook import catalogue, shown

PER_PAGE = 15
_KEEP = re.compile(r"%\(\w+\)s|<[^<>]+>")
_PARTS = re.compile(rf"({_KEEP.pattern})")


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence, and what can be done with it."""

    sentence: Sentence
    texts: tuple[str, ...]
    said: Said | None
    reviewed: bool
    page: str  # the first page on which it stands; empty: on none

    @property
    def key(self) -> str:
        """How addresses name it."""
        return self.sentence.key

    @property
    def seen(self) -> str:
        """Which text was on the page when a button was pressed."""
        return queries.over(self.texts)

    @property
    def corrected(self) -> bool:
        """Whether what people read is somebody's correction."""
        return self.texts != self.sentence.shipped

    @property
    def parts(self) -> tuple[tuple[tuple[str, bool], ...], ...]:
        """The texts in pieces: words, and what is filled in, which no script turns around."""
        return tuple(_pieces(one) for one in self.texts)

    @property
    def keep(self) -> tuple[str, ...]:
        """What a correction must hold on to."""
        return tuple(dict.fromkeys(_KEEP.findall(self.sentence.original[-1])))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    page: str = ""
    find: str = ""
    open: bool = False
    at: str = ""
    part: int = 1

    def query(self, **changed: object) -> str:
        """The address's end with these changed."""
        told = {
            "page": self.page,
            "find": self.find,
            "open": "1" if self.open else "",
            "part": self.part if self.part > 1 else "",
            **changed,
        }
        return urlencode({name: value for name, value in told.items() if value})


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list."""

    rows: tuple[tuple[str | Promise, tuple[Row, ...]], ...]  # by public page
    count: int
    total: int
    open: int
    parts: int
    current: Row | None

    @property
    def percent(self) -> int:
        """How much somebody stands for; never whole before it is."""
        return (self.total - self.open) * 100 // self.total if self.total else 0


def wanted(asked: QueryDict) -> Wanted:
    """What the address asks for; what it can't is left out."""
    page, part = asked.get("page", ""), asked.get("part", "")
    return Wanted(
        page if page in PAGES else "",
        asked.get("find", "").strip()[:100],
        bool(asked.get("open")),
        asked.get("at", "")[:32],
        int(part) if part.isdecimal() and 0 < len(part) < 4 else 1,
    )


def listed(language: str, known: Laid, want: Wanted) -> Listed:
    """The sentences that are asked for, in the order in which a visitor reads them."""
    every = all_rows(language, known)
    pages = shown.pages(language)
    found = [one for one in every if _fits(one, want, pages)]
    if want.page:
        order = {original: nth for nth, original in enumerate(pages.get(want.page, ()))}
        found.sort(key=lambda one: order[one.sentence.original[0]])
    parts = max(1, -(-len(found) // PER_PAGE))
    part = next(
        (nth // PER_PAGE for nth, one in enumerate(found) if one.key == want.at),
        min(want.part, parts) - 1,
    )
    here = found[part * PER_PAGE : (part + 1) * PER_PAGE]
    current = next((one for one in here if one.key == want.at), here[0] if here else None)
    return Listed(
        _by_page(here, want.page),
        len(found),
        len(every),
        sum(not one.reviewed for one in every),
        parts,
        current,
    )


def all_rows(language: str, known: Laid) -> list[Row]:
    """Every sentence, page by page; those that stand on none are last."""
    whole = catalogue.sentences(language)
    names = queries.names_of(whole, known.said)
    place: dict[str, tuple[int, int, str]] = {}
    for nth, (page, said) in enumerate(shown.pages(language).items()):
        for mth, original in enumerate(said):
            place.setdefault(original, (nth, mth, page))
    nowhere = (len(PAGES), 0, "")
    rows = [_row(one, known, names, place.get(one.original[0], nowhere)[2]) for one in whole]
    return sorted(rows, key=lambda one: place.get(one.sentence.original[0], nowhere)[:2])


def _pieces(text: str) -> tuple[tuple[str, bool], ...]:
    split = _PARTS.split(text)
    return tuple((one, nth % 2 == 1) for nth, one in enumerate(split) if one)


def _row(sentence: Sentence, known: Laid, names: dict[str, str], page: str) -> Row:
    said = known.said.get(sentence.key)
    return Row(
        sentence,
        queries.present(sentence, said),
        said,
        queries.reviewed(sentence, said, names),
        page,
    )


def _fits(row: Row, want: Wanted, pages: dict[str, list[str]]) -> bool:
    if want.open and row.reviewed:
        return False
    if want.page and row.sentence.original[0] not in pages.get(want.page, ()):
        return False
    words = want.find.casefold()
    return not words or any(words in one.casefold() for one in (*row.sentence.original, *row.texts))


def _by_page(rows: Sequence[Row], page: str) -> tuple[tuple[str | Promise, tuple[Row, ...]], ...]:
    groups: dict[str, list[Row]] = {}
    for one in rows:
        groups.setdefault(page or one.page, []).append(one)
    return tuple((PAGES.get(name, ""), tuple(some)) for name, some in groups.items())
