"""What `amparo replay` sends: the rows of a message file, each with a sender and an id of its own.

Senders are invented: 555-0100 to 555-0199 of each North American area code are kept for fiction,
so that an answer sent by mistake reaches nobody. With several hundred area codes there is one for
each of some 42,000 rows; the rows after those get a name instead and cannot be answered.
"""

import csv
import gzip
import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

import phonenumbers

from amparo.reach.messaging.channels.json.verify import HEADER, sign

LONGEST = 1 << 20  # bytes of one field; the door takes no more in one piece
_PER_AREA = 100
_GEOGRAPHIC = phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE


class FileError(Exception):
    """The file can't be replayed; the message says why. Nothing was sent."""


@dataclass(frozen=True, slots=True)
class Row:
    """One message of the file: the same row has the same id and sender each time."""

    number: int  # of the row in the file, the header being row 1
    id: str
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """What is posted to the door."""

    path: str
    content: bytes
    headers: dict[str, str]


def rows(file: Path, column: str, limit: int | None) -> list[Row]:
    """The rows that hold a text in this column, at most `limit` of them; FileError."""
    csv.field_size_limit(LONGEST)
    try:
        with _open(file) as lines:
            return list(_rows(lines, column, limit))
    except UnicodeDecodeError as wrong:
        raise FileError(f"{file.name} is not UTF-8 (byte {wrong.start} of a block).") from None
    except (csv.Error, OSError, EOFError) as wrong:
        raise FileError(f"{file.name} can't be read as a table: {wrong}.") from None


def _open(file: Path) -> IO[str]:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8-sig", newline="")
    return file.open(encoding="utf-8-sig", newline="")


def _rows(lines: IO[str], column: str, limit: int | None) -> Iterator[Row]:
    table = csv.DictReader(lines)
    names = table.fieldnames or []
    if column not in names:
        raise FileError(f"There is no column «{column}». The file has: {', '.join(names)}.")
    found = 0
    for number, fields in enumerate(table, 2):
        text = fields[column] or ""
        if not text.strip():
            continue
        if found == limit:
            return
        yield Row(number, _id(number, text), sender(found), text)
        found += 1


def _id(number: int, text: str) -> str:
    """The gateway's id of this row: a second replay of the file stores nothing."""
    return "replay-" + hashlib.sha256(f"{number}\0{text}".encode()).hexdigest()[:32]


def sender(index: int) -> str:
    """The invented sender of the nth message."""
    area, line = divmod(index, _PER_AREA)
    if area < len(areas()):
        return f"+1{areas()[area]}55501{line:02d}"
    return f"replay-{index}"


@cache
def areas() -> list[int]:
    """The area codes of North America in which a number of 555-01XX can be told from none."""
    numbers = ((area, phonenumbers.parse(f"+1{area}5550100")) for area in range(200, 1000))
    return [area for area, one in numbers if phonenumbers.number_type(one) == _GEOGRAPHIC]


def as_json(row: Row, secret: bytes) -> Request:
    """The row as a partner's program would send it, signed now."""
    body = json.dumps({"id": row.id, "from": row.sender, "text": row.text}).encode()
    headers = {HEADER: sign(secret, body, time.time()), "content-type": "application/json"}
    return Request("/intake/json", body, headers)


def as_kannel(row: Row, token: str) -> Request:
    """The row as Kannel would post it."""
    headers = {
        "content-type": 'text/plain; charset="UTF-8"',
        "x-kannel-from": row.sender,
        "x-kannel-coding": "0",
    }
    return Request(f"/intake/kannel/{token}?id={row.id}", row.text.encode(), headers)
