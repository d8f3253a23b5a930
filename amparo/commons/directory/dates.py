"""Dates on which a place is not open as its week says, one to a line, and back."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from amparo.commons.directory.hours import Day, minutes
from amparo.kernel.errors import Sentence

_LINE: Final = re.compile(r"(?P<on>\d{4}-\d{2}-\d{2})\s*:?\s*(?P<rest>.*)$")
_SPAN: Final = re.compile(r"^(\d{1,2}:\d{2})\s*[-–—]\s*(\d{1,2}:\d{2})\s*,?\s*")
_CLOSED: Final = re.compile(r"^(closed|fermé|ferme|cerrado|fechado|fèmen|مغلق)\b[\s,:]*", re.I)


def read(text: str) -> tuple[Day, ...]:
    """The dates that a text tells; ValueError says which line is not understood."""
    found: list[Day] = []
    for line in filter(None, (one.strip() for one in re.split(r"[;\n]", text))):
        told = _LINE.match(line)
        if not told:
            raise ValueError(
                Sentence("«%(said)s» is not understood; write: 2026-12-25 closed", said=line[:60])
            )
        found += _day(line, told["on"], told["rest"])
    return tuple(sorted(dict.fromkeys(found)))


def _day(line: str, on: str, rest: str) -> list[Day]:
    try:
        date.fromisoformat(on)
    except ValueError:
        raise ValueError(
            Sentence("«%(said)s» is no date; write it as 2026-12-25", said=on)
        ) from None
    spans: list[tuple[str, str]] = []
    closed = _CLOSED.match(rest)
    rest = rest[closed.end() :] if closed else rest
    while not closed and (span := _SPAN.match(rest)):
        spans.append((_time(span[1]), _time(span[2])))
        rest = rest[span.end() :]
    if not spans and not closed:
        raise ValueError(
            Sentence("«%(said)s» says neither closed nor from when to when", said=line[:60])
        )
    words = rest.strip(" ()")[:120]
    if closed:
        return [Day(on, words=words)]
    return [Day(on, opens, closes, words) for opens, closes in spans]


def _time(text: str) -> str:
    time = text.zfill(5)
    minutes(time)
    return time


def write(days: Iterable[Day], sign: str = "\n") -> str:
    """The dates as `read` understands them."""
    lines: list[str] = []
    by_day: dict[tuple[str, str], list[Day]] = {}
    for one in sorted(days):
        by_day.setdefault((one.on, one.words), []).append(one)
    for (on, words), some in by_day.items():
        spans = ", ".join(f"{one.opens}-{one.closes}" for one in some if one.opens)
        # Neither line breaks nor semicolons: they part one date from the next.
        said = re.sub(r"[;\n\r]+", " ", words).strip()
        lines.append(" ".join(filter(None, (on, spans or "closed", said))))
    return sign.join(lines)
