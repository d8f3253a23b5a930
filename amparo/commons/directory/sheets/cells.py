"""The cells of a spreadsheet file as text, whatever program wrote it."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from amparo.kernel.errors import Sentence

MAX_BYTES: Final = 20_000_000
MAX_UNPACKED: Final = 200_000_000  # a small zip file can hold a very large sheet
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 500
SECONDS: Final = 40
MAX_CELL: Final = 32_767  # what a cell of a spreadsheet can hold
Cell = str | float | int | bool | date | datetime | time | timedelta


class UnreadableError(ValueError):
    """This is no spreadsheet that can be read. Nothing was written."""

    def __init__(self, reason: str, /, **values: object) -> None:
        """Remember why."""
        self.reason = Sentence(reason, **values)
        super().__init__(self.reason)


def read(name: str, content: bytes) -> list[list[str]]:
    """The rows of the first sheet, each cell as text; UnreadableError says why not."""
    if not content:
        raise UnreadableError("The file is empty.")
    if len(content) > MAX_BYTES:
        raise UnreadableError(
            "The file has %(size)s bytes; at most %(most)s are read.",
            size=len(content),
            most=MAX_BYTES,
        )
    rows = _csv(content) if name.lower().endswith((".csv", ".tsv", ".txt")) else _sheet(content)
    if len(rows) > MAX_ROWS:
        raise UnreadableError(
            "The file has %(rows)s rows; at most %(most)s are read.", rows=len(rows), most=MAX_ROWS
        )
    return rows


def _csv(content: bytes) -> list[list[str]]:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise UnreadableError(
            "Byte %(byte)s is not UTF-8: save the file as «CSV UTF-8» and try again.",
            byte=wrong.start,
        ) from None
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        # Rows keep the number they have in the file, so empty ones stay.
        return [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=mark)
        ]
    except csv.Error as wrong:
        raise UnreadableError("The file is no table: %(why)s.", why=str(wrong)) from None


def _sheet(content: bytes) -> list[list[str]]:
    """The rows, read by a process of its own: it may ask for more than there is, and die."""
    command = [sys.executable, "-I", "-m", "amparo.commons.directory.sheets"]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=SECONDS, env={}, cwd="/"
        )
        said = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise UnreadableError(
            "The file asks for more memory or time than there is. Copy the table alone into a "
            "new file and try again."
        ) from None
    if "refused" in said:
        raise UnreadableError(said["refused"], **said["values"])
    rows: list[list[str]] = said["rows"]
    return rows


def opened(content: bytes) -> list[list[str]]:
    """The rows of the first sheet, in a process that may die: see `__main__`."""
    try:
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                    raise UnreadableError("The file unpacks to more than can be read.")
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if not book.sheet_names:
            raise UnreadableError("The file has no sheet.")
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as wrong:
        if isinstance(wrong, UnreadableError):
            raise
        raise UnreadableError("This is no spreadsheet (.xlsx, .ods, .csv).") from None
    if len(rows) > MAX_ROWS or (rows and len(rows[0]) > MAX_COLUMNS):
        raise UnreadableError(
            "At most %(most)s rows and %(columns)s columns are read. Copy the table alone into a "
            "new file.",
            most=MAX_ROWS,
            columns=MAX_COLUMNS,
        )
    return [_texts(row) for row in rows]


def _texts(row: Sequence[Cell]) -> list[str]:
    return [_text(cell) for cell in row]


def _text(cell: Cell) -> str:
    """What the cell shows. A formula is the text of its last result; it is never worked out."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell).strip()[:MAX_CELL]


def unguarded(text: str) -> str:
    """The text without the apostrophe that our own export puts before a formula's first sign."""
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


_FORMULA: Final = tuple("=+-@\t\r")


def guarded(text: str) -> str:
    """The text as a spreadsheet program will show it and never work it out."""
    return f"'{text}" if text.startswith(_FORMULA) else text
