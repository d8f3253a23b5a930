"""Which entries may be one and the same: candidates by what they share, each with its reasons.

Nothing here looks at a hidden place: how near it is to another would tell where it is. Comparing
each with each takes hours at 20,000; so only those are compared that share a number, a website, a
mail address, or a word that few others have.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from rapidfuzz import fuzz

from amparo.commons.directory.candidates import kilometres
from amparo.commons.directory.folding import bones, fold, is_latin, words_of

ENOUGH: Final = 65  # points from which two are shown to a person
ALIKE: Final = 78  # of 100: names that may be the same
BLOCK: Final = 40  # entries that share a word; with more of them the word tells nothing
NEAR_KM: Final = 0.3
FAR_KM: Final = 20.0
NUMBER: Final = 7  # digits that make a number
_COMMON_HOSTS: Final = {"facebook", "instagram", "twitter", "linkedin", "youtube", "wa", "google"}

# What each thing that two share, or do not share, counts. Names give up to NAME points.
NAME: Final = 60
POINTS: Final = {
    "phone": 25,
    "website": 20,
    "email": 20,
    "place": 8,
    "near": 15,
    "far": -25,
    "needs": 5,
    "other_needs": -20,
    "organisation": 15,
    "country": -40,
}
Reason = tuple[str, str]


class Pair(NamedTuple):
    """Two entries that may be one."""

    one: UUID
    other: UUID
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of an organisation or a service. `spot` is None where it is hidden."""

    id: UUID
    name: str
    names: tuple[str, ...] = ()
    phones: frozenset[str] = field(default_factory=frozenset)
    host: str = ""
    email: str = ""
    country: str = ""
    place: str = ""
    needs: frozenset[str] = field(default_factory=frozenset)
    organisation: UUID | None = None
    spot: tuple[float, float] | None = None


def phone_key(text: str) -> str:
    """The last digits of a number, by which it is the same with and without its country."""
    digits = "".join(str(int(one)) for one in text if one.isdecimal())
    return digits[-8:] if len(digits) >= NUMBER else ""


def phones_of(*texts: str) -> frozenset[str]:
    """The numbers in these texts; several may stand in one."""
    pieces = (piece for text in texts for piece in re.split(r"[,;/|]", text))
    return frozenset(key for key in map(phone_key, pieces) if key)


def host_of(website: str) -> str:
    """The host of an address, without www; nothing for a place where everyone has a page."""
    address = website if "//" in website else f"//{website}"
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if any(part in _COMMON_HOSTS for part in host.split(".")):
        return host + parts.path.rstrip("/").casefold()
    return host if "." in host else ""


def find(known: Sequence[Known], groups: dict[UUID, UUID] | None = None) -> list[Pair]:
    """Pairs that may be one, the likeliest first. `groups`: organisations that may be one."""
    by_id = {one.id: one for one in known}
    seen: set[tuple[UUID, UUID]] = set()
    found: list[Pair] = []
    for block in _blocks(known, groups or {}):
        for one, other in combinations(block, 2):
            pair = (one, other) if one.int < other.int else (other, one)
            if pair in seen:
                continue
            seen.add(pair)
            judged = judge(by_id[pair[0]], by_id[pair[1]], groups or {})
            if judged and judged.score >= ENOUGH:
                found.append(judged)
    return sorted(found, key=lambda two: (-two.score, two.one.int, two.other.int))


def _blocks(known: Sequence[Known], groups: dict[UUID, UUID]) -> Iterator[list[UUID]]:
    keys: dict[tuple[str, ...], list[UUID]] = defaultdict(list)
    for one in known:
        for key in set(_keys(one, groups)):
            keys[key].append(one.id)
    yield from (ids for ids in keys.values() if 1 < len(ids) <= BLOCK)


def _keys(one: Known, groups: dict[UUID, UUID]) -> Iterator[tuple[str, ...]]:
    owner = str(groups.get(one.organisation, one.organisation)) if one.organisation else ""
    place = fold(one.place)
    for name in (one.name, *one.names):
        words = words_of(name)
        yield "bones", owner, bones(name)
        yield "whole", owner, " ".join(sorted(words))
        yield "placed", place, " ".join(sorted(words))
        for word in words:
            if len(word) > 2:
                yield "word", owner, word
                yield "worded", owner, word, place
    # A house gives one number to all it offers: there the name must be alike, too.
    yield from (
        ("phone", phone, *(words_of(one.name)[:1] if owner else ())) for phone in one.phones
    )
    if one.host and not owner:
        yield "host", one.host
    if one.email and not owner:
        yield "email", one.email


def judge(one: Known, other: Known, groups: dict[UUID, UUID] | None = None) -> Pair | None:
    """How likely two are one, with the reasons; None when their names say that they are not."""
    alike, why = _names(one, other)
    phone = bool(one.phones & other.phones)
    same_house = _same_house(one, other, groups or {})
    near = _near(one, other)
    # Many offer «Food distribution»: only in one house, at one number or one door is it the same.
    if one.organisation and not (same_house or phone or (near or "").startswith("near")):
        return None
    online = bool(one.host) and one.host == other.host
    if alike < ALIKE and not (not one.organisation and alike >= 45 and (phone or online)):
        return None
    reasons = [why, *_shared(one, other, same_house, near)]
    score = alike * NAME / 100 + sum(POINTS.get(key, 0) for key, _ in reasons)
    pair = sorted((one.id, other.id), key=lambda id: id.int)
    return Pair(pair[0], pair[1], max(0, min(100, round(score))), tuple(reasons))


def _names(one: Known, other: Known) -> tuple[float, Reason]:
    best, shown = 0.0, ("", "")
    for mine in (one.name, *one.names):
        for theirs in (other.name, *other.names):
            alike = _alike(mine, theirs)
            if alike > best:
                best, shown = alike, (mine, theirs)
    if best >= 99.5:
        return 100.0, ("name", "")
    key = "name_like" if is_latin(shown[0]) == is_latin(shown[1]) else "script"
    return best, (key, f"{best:.0f}")


def _alike(mine: str, theirs: str) -> float:
    if is_latin(mine) != is_latin(theirs):
        bare, other = bones(mine), bones(theirs)
        return 0.9 * fuzz.ratio(bare, other) if min(len(bare), len(other)) > 3 else 0.0
    first, second = " ".join(sorted(words_of(mine))), " ".join(sorted(words_of(theirs)))
    return fuzz.ratio(first, second)


def _same_house(one: Known, other: Known, groups: dict[UUID, UUID]) -> bool:
    if one.organisation is None or other.organisation is None:
        return False
    mine, theirs = one.organisation, other.organisation
    return groups.get(mine, mine) == groups.get(theirs, theirs)


def _near(one: Known, other: Known) -> str:
    if one.spot is None or other.spot is None:
        return ""
    away = kilometres(*one.spot, *other.spot)
    if away <= NEAR_KM:
        return f"near {away * 1000:.0f}"
    return f"far {away:.0f}" if away > FAR_KM else ""


def _shared(one: Known, other: Known, same_house: bool, near: str) -> Iterable[Reason]:
    if one.phones & other.phones:
        yield "phone", ""
    if one.host and one.host == other.host:
        yield "website", one.host
    if one.email and one.email == other.email:
        yield "email", ""
    if same_house:
        yield "organisation", ""
    if one.place and fold(one.place) == fold(other.place):
        yield "place", one.place
    if near:
        key, _, value = near.partition(" ")
        yield key, value
    if one.country and other.country and one.country != other.country:
        yield "country", ""
    if one.needs and other.needs:
        yield ("needs", "") if one.needs & other.needs else ("other_needs", "")
