"""Rows as the bytes of a file. A spreadsheet must not run anything that somebody typed."""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from amparo.guard.exports.states import Shape
from amparo.kernel.outgoing import Column, Value

MARK = "\ufeff"
# What spreadsheets take for the beginning of a formula; the wide forms are taken for the same.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
# A place west or south of zero: no formula, and a program must read it as the number it is.
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")
# Many read a file with commas as if these parted the cells: then one begins within ours.
_PARTS = re.compile(r"[;|\t\r\n]")
_WITHIN = re.compile(r"([;|\t\r\n])(?=[=+\-@＝＋－＠])")


def encode(
    shape: str, columns: Sequence[Column], rows: Sequence[tuple[Value, ...]], *, top: str | None
) -> bytes:
    """The rows; `top` is what stands before the header, None where the file has begun already."""
    write = _csv if shape == Shape.CSV else _jsonl
    return write(columns, rows, top).encode("utf-8", "replace")


def _csv(columns: Sequence[Column], rows: Sequence[tuple[Value, ...]], top: str | None) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if top is not None:
        out.write(top)
        writer.writerow([one.name for one in columns])
    cells = _CELLS
    writer.writerows([[cells[type(value)](value) for value in row] for row in rows])
    return out.getvalue()


def _jsonl(columns: Sequence[Column], rows: Sequence[tuple[Value, ...]], top: str | None) -> str:
    del top  # every line names its columns
    names = [one.name for one in columns]
    dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
    return "".join(dump(dict(zip(names, row, strict=True))) + "\n" for row in rows)


def _plain(value: object) -> str:
    return moment(value) if isinstance(value, datetime) else str(value)


def moment(at: datetime) -> str:
    """The moment in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def harmless(text: str) -> str:
    """The text, which no spreadsheet takes for a formula, wherever it parts the cells."""
    if _PARTS.search(text):
        text = _WITHIN.sub(r"\1'", text)
    if text[:1] not in _FORMULA or not text or _NUMBER.fullmatch(text):
        return text
    return "'" + text


_CELLS: dict[type, Callable[..., str | int]] = {
    str: harmless,
    int: int,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "",
    datetime: moment,
    UUID: str,
    list: lambda value: harmless(";".join(value)),
    dict: lambda value: harmless(json.dumps(value, ensure_ascii=False, default=_plain)),
}
