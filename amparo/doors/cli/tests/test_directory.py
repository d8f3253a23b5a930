"""`amparo import` and `amparo export`, as someone types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from amparo.commons.directory import queries
from amparo.doors.cli.directory import export, import_
from tests.harness import House

GOOD = "organisation,service,needs\nKay,Beds,shelter\n"


def run(group: str, *words: str) -> Result:
    """What the command said."""
    return CliRunner().invoke(import_ if group == "import" else export, list(words))


@pytest.fixture
def file(stage: House, tmp_path: Path) -> Path:
    """A good sheet, in a house that knows its needs."""
    assert run("import", "needs").output == "Needs: 24 new.\nKinds of crises: 8 new.\n"
    path = tmp_path / "list.csv"
    path.write_text(GOOD)
    return path


def test_it_imports_a_sheet_and_says_what_came_of_it(file: Path) -> None:
    done = run("import", "directory", str(file))
    assert done.exit_code == 0
    assert done.output.startswith("Services: 1 new, 0 changed.")
    assert queries.services(queries.SearchFilter()).total == 1


def test_it_says_row_field_and_reason_and_how_to_keep_the_good_ones(file: Path) -> None:
    file.write_text(GOOD + "Kay,Gold,gold\n")
    done = run("import", "directory", str(file))
    assert done.exit_code == 1
    assert "row 3: needs: «gold»" in done.output
    assert "--keep-good" in done.output
    assert queries.services(queries.SearchFilter()).total == 0
    assert run("import", "directory", str(file), "--keep-good").exit_code == 0


@pytest.mark.parametrize("name", ["all.json", "all.xlsx"])
def test_it_exports_what_can_be_imported(file: Path, name: str) -> None:
    run("import", "directory", str(file))
    out = file.parent / name
    assert run("export", "directory", str(out)).exit_code == 0
    assert run("import", "directory", str(out)).exit_code == 0
    if name.endswith("json"):
        assert json.loads(out.read_text())["contents"][0]["name"] == "Beds"


@pytest.mark.parametrize("name", ["all.csv", "all.jsonl"])
def test_it_exports_plain_rows(file: Path, name: str) -> None:
    run("import", "directory", str(file))
    out = file.parent / name
    assert run("export", "directory", str(out)).exit_code == 0
    assert "Beds" in out.read_text()


def test_it_exports_only_to_files_it_knows(file: Path) -> None:
    assert run("export", "directory", str(file.parent / "all.pdf")).exit_code == 2


def test_it_imports_places_of_a_file_and_asks_for_the_country(file: Path) -> None:
    places = file.parent / "places.csv"
    places.write_text("ref,name,lat,lon\n1,Kafou,18.53,-72.4\n")
    assert "Which country" in run("import", "places", str(places)).output
    done = run("import", "places", str(places), "--country", "ht")
    assert done.output == "Places: 1 new, 0 changed.\n"


@pytest.mark.parametrize("words", [("XX",), ("none.csv", "--country", "HT")])
def test_it_says_when_it_can_not_find_a_country_or_a_file(stage: House, words: list[str]) -> None:
    done = run("import", "places", *words)
    assert done.exit_code == 1
    assert "Traceback" not in done.output
