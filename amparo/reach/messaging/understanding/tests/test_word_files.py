"""The word files: whoever edits one learns here what is amiss, and where."""

import tomllib
from pathlib import Path

import pytest

from amparo.reach.messaging.understanding import lexicon
from amparo.reach.messaging.understanding.needs import ORDER
from amparo.reach.messaging.understanding.text import words_of

FILES = sorted((Path(lexicon.__file__).parent / "words").glob("*.toml"))
TABLES = {
    "companions", "seen", "needs", "states", "shield", "no", "now", "today", "weigh", "days",
    "people", "numbers", "days_told", "people_told", "place", "commands",
}  # fmt: skip
KEYS = {
    "seen": {"native", "romanised"},
    "shield": {"status", "phrase"},
    "no": {"words", "fillers", "declined", "thanks"},
    "weigh": {"since", "children", "elders", "pregnant", "disabled"},
    "place": {"cue", "writer", "others", "elsewhere", "ordinary", "never"},
    "commands": {"stop", "help", "status", "yes", "no"},
}
# Said anywhere in the world, beside what each file lists under shield.status.
STATUS = (
    "refugee*", "migrant*", "immigrant*", "illegal*", "undocumented", "asylum seeker*",
    "citizenship*", "foreigner*", "alien*", "national*", "visa", "permit",
    "haitian*", "venezuelan*", "syrian*", "afghan*", "nepali*", "ethiopian*", "filipino*",
    "bangladeshi*", "ukrainian*", "rohingya*",
)  # fmt: skip
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@each_file
def test_it_has_only_tables_that_are_read(file: Path) -> None:
    tables = tomllib.loads(file.read_text("utf-8"))
    assert set(tables) <= TABLES
    for table, keys in KEYS.items():
        assert set(tables.get(table, {})) <= keys, table


@each_file
def test_its_needs_are_needs_we_show(file: Path) -> None:
    tables = tomllib.loads(file.read_text("utf-8"))
    assert {*tables.get("needs", {}), *tables.get("states", {})} <= set(ORDER)


@each_file
def test_its_entries_can_be_found(file: Path) -> None:
    tables = tomllib.loads(file.read_text("utf-8"))
    for table in ("needs", "states", "shield", "no", "now", "today", "weigh", "place"):
        for key, entries in tables.get(table, {}).items():
            for entry in entries:
                assert words_of(entry.rstrip("*")).folded, f"{table}.{key}: {entry!r}"
                assert "*" not in entry[:-1], f"{table}.{key}: * only at the end of {entry!r}"


@each_file
def test_it_has_every_command(file: Path) -> None:
    tables = tomllib.loads(file.read_text("utf-8"))
    assert set(tables.get("commands", {})) == KEYS["commands"]


@each_file
def test_its_urgency_never_rests_on_status_or_nationality(file: Path) -> None:
    tables = tomllib.loads(file.read_text("utf-8"))
    status = [*STATUS, *tables.get("shield", {}).get("status", ())]
    for table in ("now", "today", "weigh"):
        for key, entries in tables.get(table, {}).items():
            for entry in entries:
                said = [word for word in status if _says(entry, word)]
                assert not said, f"{table}.{key}: {entry!r} speaks of {said}"


def _says(entry: str, word: str) -> bool:
    inside, line = _line(word), _line(entry)
    return inside.rstrip() in line if word.endswith("*") else inside in line


def _line(entry: str) -> str:
    return f" {' '.join(words_of(entry.rstrip('*')).folded)} "


def test_a_status_in_an_urgency_table_would_be_seen() -> None:
    assert _says("hungry refugees", "refugee*")
    assert _says("بدون ماء للمهاجرين", "مهاجرين")
    assert not _says("sin agua", "sin papeles")


@each_file
def test_it_counts_in_whole_numbers(file: Path) -> None:
    tables = tomllib.loads(file.read_text("utf-8"))
    for table in ("days", "people", "numbers", "days_told", "people_told"):
        for word, size in tables.get(table, {}).items():
            assert isinstance(size, int), f"{table}.{word}"
            assert size > 0, f"{table}.{word}"
            assert len(words_of(word).folded) == 1, f"{table}.{word}: one word only"


def test_no_command_word_has_two_meanings() -> None:
    meant: dict[str, tuple[str, str]] = {}
    for file in FILES:
        for wish, entries in tomllib.loads(file.read_text("utf-8")).get("commands", {}).items():
            for entry in entries:
                word = " ".join(words_of(entry).folded)
                other = meant.setdefault(word, (wish, file.stem))
                assert other[0] == wish, f"{entry!r} is {wish} in {file.stem} and {other}"
