"""Opening hours: from words, to words, and whether a door is open at a moment.

Hours are wall-clock times of the place, so that a change of the clocks does not move them.
A slot that ends at or before its start ends on the next day.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Final

from amparo.kernel.errors import Sentence

DAY: Final = 24 * 60
WEEK: Final = 7 * DAY
AHEAD: Final = 21  # days that are looked at when some are not as the week says
DAY_NAMES: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

# The first three letters of the days in English, French, Spanish, Portuguese and Haitian Creole.
_DAYS: Final = {
    start: day
    for day, starts in enumerate(
        (
            "mon lun len seg mo",
            "tue mar mad ter tu",
            "wed mer mie mek qua we",
            "thu jeu jue jed qui th",
            "fri ven vie van sex fr",
            "sat sam sab sa",
            "sun dim dom su",
        )
    )
    for start in starts.split()
}
_EVERY: Final = {"daily", "every day", "everyday", "all days", "tous les jours", "chak jou"}
_ALWAYS: Final = {"24/7", "24h", "24 h", "24 hours", "always", "always open", "toujours ouvert"}
# A semicolon ends a part, and so does a comma between a time and the next days.
_NEXT_DAYS: Final = re.compile(r"[;\n]|(?:(?<=\d)|(?<=\d[ap]m)) ?,\s*(?=[^\W\d_])")
_PART: Final = re.compile(r"^(?P<days>.*?)\s*(?P<times>\d{1,2}([:.h]\d{0,2})?\s*(am|pm)?\s*-.*)$")
_TIME: Final = re.compile(r"^(\d{1,2})(?:[:.h](\d{2})?)?(?::\d{2})?\s*(am|pm)?$")


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One opening: day 0 is Monday; times are `HH:MM`, the end at most `24:00`."""

    day: int
    opens: str
    closes: str


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """One opening on one date, in place of the week's. `opens` empty: closed that day."""

    on: str  # as ISO 8601 writes it
    opens: str = ""
    closes: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """What a text of hours says."""

    slots: tuple[Slot, ...]
    always: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """Whether it is open (None: not known), until when, or when it opens next, in words."""

    open: bool | None
    until: str = ""
    opens: str = ""


@lru_cache(maxsize=4096)
def minutes(time: str) -> int:
    """Minutes since midnight of `HH:MM`; ValueError when it is no time of a day."""
    hour, _, minute = time.partition(":")
    total = int(hour) * 60 + int(minute)
    if len(time) != 5 or not (0 <= int(minute) < 60 and 0 <= total <= DAY):
        raise ValueError(Sentence("«%(said)s» is no time of a day", said=time))
    return total


def length(slot: Slot) -> int:
    """How many minutes a slot lasts; from 1 to a whole day."""
    return (minutes(slot.closes) - minutes(slot.opens)) % DAY or DAY


Spans = tuple[tuple[int, int], ...]


def spans_of(slots: Iterable[Slot]) -> Spans:
    """Each opening as minutes from Monday's midnight to its start, and how long it lasts."""
    return tuple((slot.day * DAY + minutes(slot.opens), length(slot)) for slot in slots)


def door(slots: Sequence[Slot], *, always: bool, local: datetime) -> Door:
    """Whether the door is open at a local wall-clock moment."""
    return door_at(spans_of(slots), always=always, local=local)


def door_at(spans: Spans, *, always: bool, local: datetime) -> Door:
    """The same, of openings that are worked out already."""
    if always:
        return Door(True)
    if not spans:
        return Door(None)
    now = local.weekday() * DAY + local.hour * 60 + local.minute
    left = _left(spans, now)
    if left >= WEEK:
        return Door(True)
    if left:
        return Door(True, until=_clock(now, left))
    return Door(False, opens=_next(now, min((start - now) % WEEK for start, _ in spans)))


def door_on(slots: Sequence[Slot], days: Sequence[Day], *, always: bool, local: datetime) -> Door:
    """The same, where some dates are not as the week says."""
    today = local.date()
    near = {(today + timedelta(days=n)).isoformat() for n in range(-1, AHEAD)}
    if not any(one.on in near for one in days):
        return door(slots, always=always, local=local)
    now = local.hour * 60 + local.minute
    spans = _joined(_spans_on(slots, days, always, today))
    for start, end in spans:
        if start <= now < end:
            return Door(True) if end >= (AHEAD - 1) * DAY else Door(True, _until(local, end))
    following = [start for start, _ in spans if start > now]
    return Door(False, opens=_opens(local, following[0])) if following else Door(False)


def _spans_on(
    slots: Sequence[Slot], days: Sequence[Day], always: bool, today: date
) -> list[tuple[int, int]]:
    """Each opening of the days around, in minutes from today's midnight."""
    told: dict[str, list[Slot]] = {}
    for one in days:
        told.setdefault(one.on, [])
        told[one.on] += [Slot(0, one.opens, one.closes)] if one.opens else []
    found = []
    for n in range(-1, AHEAD):
        day = today + timedelta(days=n)
        week = [one for one in slots if one.day == day.weekday()]
        usual = [Slot(0, "00:00", "24:00")] if always else week
        for slot in told.get(day.isoformat(), usual):
            start = n * DAY + minutes(slot.opens)
            found.append((start, start + length(slot)))
    return found


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _until(local: datetime, end: int) -> str:
    now = local.hour * 60 + local.minute
    return _clock(local.weekday() * DAY + now, end - now)


def _opens(local: datetime, start: int) -> str:
    now = local.hour * 60 + local.minute
    if start < WEEK:
        return _next(local.weekday() * DAY + now, start - now)
    day = (local.date() + timedelta(days=start // DAY)).isoformat()
    return f"{day} {start % DAY // 60:02}:{start % 60:02}"


def _left(spans: Spans, now: int) -> int:
    """Minutes that it stays open; slots that touch count as one. WEEK: it never closes."""
    left = 0
    while left < WEEK:
        here = (now + left) % WEEK
        more = max(lasts - (here - start) % WEEK for start, lasts in spans)
        if more <= 0:
            break
        left += more
    return left


def _clock(now: int, later: int) -> str:
    then = (now + later) % WEEK
    words = f"{then % DAY // 60:02}:{then % 60:02}"
    # Until 02:00 is tonight for everyone; farther away it needs its day.
    return words if later < DAY else f"{DAY_NAMES[then // DAY]} {words}"


def _next(now: int, later: int) -> str:
    days = (now % DAY + later) // DAY
    then = (now + later) % WEEK
    words = f"{then % DAY // 60:02}:{then % 60:02}"
    if days == 0:
        return f"at {words}"
    return f"tomorrow at {words}" if days == 1 else f"{DAY_NAMES[then // DAY]} at {words}"


def write(slots: Iterable[Slot], *, always: bool = False) -> str:
    """Hours in words that `read` understands: `Mon-Fri 08:00-17:00; Sat 09:00-12:00`."""
    if always:
        return "24/7"
    by_day: dict[int, list[str]] = {}
    for slot in sorted(slots):
        by_day.setdefault(slot.day, []).append(f"{slot.opens}-{slot.closes}")
    same = groupby(sorted(by_day), key=lambda day: (by_day[day], day - sorted(by_day).index(day)))
    return "; ".join(f"{_days_words(list(days))} {', '.join(times)}" for (times, _), days in same)


def _days_words(days: list[int]) -> str:
    first, last = DAY_NAMES[days[0]], DAY_NAMES[days[-1]]
    return first if len(days) == 1 else f"{first}-{last}"


def read(text: str) -> Hours:
    """The hours that a text says; ValueError tells which part is not understood."""
    plain = _plain(text)
    if not plain:
        return Hours(())
    if plain in _ALWAYS:
        return Hours((), always=True)
    found: set[Slot] = set()
    for part in _NEXT_DAYS.split(plain):
        if part.strip():
            found |= set(_part(part.strip()))
    return Hours(tuple(sorted(found)))


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"\s*[–—−-]\s*|\s+to\s+|\s+a\s+(?=\d)", "-", plain)
    return re.sub(r"[ \t]+", " ", plain).strip(" .;")


def _part(part: str) -> Iterable[Slot]:
    found = _PART.match(part)
    if not found:
        raise ValueError(
            Sentence(
                "«%(said)s» is not understood; write: Mon-Fri 08:00-17:00; Sat 09:00-12:00",
                said=part,
            )
        )
    for day in _days(found["days"].strip(" :,")):
        for times in found["times"].split(","):
            opens, _, closes = times.partition("-")
            yield Slot(day, _time(opens), _time(closes))


def _days(words: str) -> list[int]:
    if not words or words in _EVERY:
        return list(range(7))
    days: list[int] = []
    for piece in re.split(r",|&| and | et | y ", words):
        first, _, last = piece.strip().partition("-")
        start, end = _day(first), _day(last or first)
        days += [(start + n) % 7 for n in range((end - start) % 7 + 1)]
    return days


def _day(word: str) -> int:
    day = _DAYS.get(word.strip(" .")[:3])
    if day is None:
        raise ValueError(Sentence("«%(said)s» is no day of the week", said=word))
    return day


def _time(word: str) -> str:
    found = _TIME.match(word.strip())
    if not found:
        raise ValueError(Sentence("«%(said)s» is no time of a day", said=word.strip()))
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and hour <= 12:  # real sheets say «13:00pm», which can only mean 13:00
        hour = hour % 12 + (12 if half == "pm" else 0)
    if minute > 59 or hour * 60 + minute > DAY:
        raise ValueError(Sentence("«%(said)s» is no time of a day", said=word.strip()))
    return f"{hour:02}:{minute:02}"
