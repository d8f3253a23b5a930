"""Which rows are sent, from whom, and under which id."""

import csv
import gzip
from pathlib import Path

import phonenumbers
import pytest

from amparo.doors.cli.replay_file import FileError, areas, rows, sender
from amparo.reach.messaging.understanding.numbers import to_e164


def written(file: Path, *texts: str) -> Path:
    opened = gzip.open(file, "wt") if file.suffix == ".gz" else file.open("w")  # noqa: SIM115
    with opened as out:
        table = csv.writer(out)
        table.writerow(["id", "original", "genre"])
        table.writerows([n, text, "direct"] for n, text in enumerate(texts))
    return file


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_it_takes_the_rows_that_hold_a_text(tmp_path: Path, name: str) -> None:
    found = rows(written(tmp_path / name, "dlo", " ", "", "manje,\n«pou 3»"), "original", None)
    assert [(row.number, row.text) for row in found] == [(2, "dlo"), (5, "manje,\n«pou 3»")]


def test_it_gives_a_row_the_same_name_each_time(tmp_path: Path) -> None:
    first = rows(written(tmp_path / "a.csv", "dlo", "dlo"), "original", None)
    assert first == rows(written(tmp_path / "b.csv.gz", "dlo", "dlo"), "original", None)
    assert len({row.id for row in first}) == len({row.sender for row in first}) == 2


def test_it_stops_at_the_limit(tmp_path: Path) -> None:
    assert len(rows(written(tmp_path / "a.csv", "1", "2", "3"), "original", 2)) == 2


def test_it_names_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"no column «text».*id, original, genre"):
        rows(written(tmp_path / "a.csv", "dlo"), "text", None)
    (tmp_path / "b.csv").write_bytes(b"original\n\xff\xfe")
    with pytest.raises(FileError, match="not UTF-8"):
        rows(tmp_path / "b.csv", "original", None)
    (tmp_path / "c.csv.gz").write_bytes(b"original\ndlo")
    with pytest.raises(FileError, match="can't be read"):
        rows(tmp_path / "c.csv.gz", "original", None)


def test_its_senders_are_numbers_that_are_kept_for_fiction() -> None:
    numbers = [sender(n) for n in range(100 * len(areas()))]
    assert len(set(numbers)) == len(numbers) > 40_000
    assert all(one[5:10] == "55501" and len(one) == 12 for one in numbers)
    for number in numbers[:: len(numbers) // 50]:
        assert phonenumbers.is_valid_number(phonenumbers.parse(number))


def test_it_never_runs_out_of_senders() -> None:
    late = sender(100 * len(areas()))
    assert late == f"replay-{100 * len(areas())}"
    assert to_e164(late, "HT").doubtful
