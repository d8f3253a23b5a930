"""Rows as bytes: nothing a spreadsheet would run, nothing lost."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.guard.exports.writing import MARK, encode, harmless
from amparo.kernel.outgoing import Value, columns

TWO = columns("a: one\nb: two")


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_it_writes_every_kind_of_value() -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    rows: list[tuple[Value, ...]] = [(None, True), (-7, at), (["water", "food"], {"n": 1})]
    assert rows_of(encode("csv", TWO, rows, top="")) == [
        ["a", "b"],
        ["", "true"],
        ["-7", "2026-01-02T03:04:05Z"],
        ["water;food", '{"n": 1}'],
    ]
    lines = encode("jsonl", TWO, rows, top="").decode().splitlines()
    assert json.loads(lines[1]) == {"a": -7, "b": "2026-01-02T03:04:05Z"}


def test_it_begins_with_a_mark_if_wished_and_only_there() -> None:
    assert encode("csv", TWO, [], top=MARK).startswith(b"\xef\xbb\xbfa,b")
    assert encode("csv", TWO, [("x", "y")], top=None) == b"x,y\r\n"


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_it_lets_no_spreadsheet_run_anything(begins: str) -> None:
    ((cell, _),) = rows_of(encode("csv", TWO, [(f"{begins}HYPERLINK(1)", "")], top=None))
    assert cell.startswith("'")


@pytest.mark.parametrize("ends", [";", "\t", "\n", "\r"])
@pytest.mark.parametrize("begins", ["=", "+", "-", "@"])
def test_it_runs_nothing_where_a_semicolon_parts_the_cells(ends: str, begins: str) -> None:
    """Half of the world's spreadsheets read a file with commas as if semicolons parted it."""
    row = encode("csv", TWO, [("x", f"Clinic{ends}{begins}HYPERLINK(1)")], top=None).decode()
    cells = [cell for line in row.splitlines() for cell in line.replace("\t", ";").split(";")]
    assert not any(cell.startswith(begins) for cell in cells)


def test_a_place_west_of_zero_stays_a_number() -> None:
    row = encode("csv", TWO, [("-43.536600", "-1+HYPERLINK(1)")], top=None)
    assert row == b"-43.536600,'-1+HYPERLINK(1)\r\n"


@given(st.text(), st.text())
def test_it_loses_nothing_of_any_text(one: str, two: str) -> None:
    ((a, b),) = rows_of(encode("csv", TWO, [(one, two)], top=None)) or [["", ""]]
    keep = [text.encode("utf-8", "replace").decode() for text in (harmless(one), harmless(two))]
    assert [a, b] == keep
    (line,) = encode("jsonl", TWO, [(one, two)], top=None).decode().strip("\n").split("\n")
    assert json.loads(line)["a"] == one.encode("utf-8", "replace").decode()
