"""Exports: they come back as they left, and stand before the published schema."""

import json
import os
import warnings
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from amparo.commons.directory import actions, sharing
from amparo.commons.directory.facts import OrganisationFacts, ServiceFacts
from amparo.commons.directory.hours import Day, Slot
from amparo.commons.directory.tests.stories import AT, editor, needs, service
from tests.harness import House

SCHEMA = Path(os.environ.get("AMPARO_TEST_DATA", "/nonexistent")) / "hsds/spec/schema"
real = pytest.mark.skipif(not SCHEMA.exists(), reason="AMPARO_TEST_DATA has no hsds/spec")
FULL: dict[str, Any] = {
    "names": {"ht": "Kay", "ar": "بيت"},
    "descriptions": {"ht": "Yon kote pou dòmi"},
    "description": "=SUM(A1) and <script>alert(1)</script>\nsecond line",
    "address": "1 Rue Pavée",
    "hours": (Slot(0, "20:00", "06:00"), Slot(1, "08:00", "12:00"), Slot(2, "00:00", "24:00")),
    "for_whom": ("women", "fishers"),
    "eligibility_description": "Whoever needs a night inside.",
    "accessibility": "Two steps; a bell at the side door",
    "exceptions": (Day("2026-12-24", "08:00", "12:00", "Eve"), Day("2026-12-25")),
    "staff_gender": "women",
    "documents": "some",
    "documents_asked": "passport",
    "fees": "free",
    "capacity": 12,
    "free": 0,
    "free_at": AT,
    "phone": "+509 1234",
    "confirmed_on": date(2026, 1, 5),
}


def told() -> None:
    """A directory with much and with little said."""
    service("Full", **FULL)
    service("Bare", lat=None, lon=None, hours=(), languages=())
    service("Always", always_open=True, hours=(), needs=("food", "water"), active=False)
    service("Hidden", address="2 Rue", address_hidden=True, needs=("gbv",))
    service("Desk", kind="consulate", firewall="reports")


def held() -> dict[str, tuple[OrganisationFacts, ServiceFacts]]:
    """All that is shared, by name, but for what names the rows."""
    return {
        one.service.name: (
            replace(one.organisation, source="", ref="", description=""),
            replace(one.service, source="", ref=""),
        )
        for one in sharing.shared()
    }


def emptied(stage: House) -> None:
    """No service is left."""
    with psycopg.connect(stage.owner) as connection:
        connection.execute("DELETE FROM commons_hidden_place")
        connection.execute("DELETE FROM commons_service")


@pytest.mark.parametrize("name", ["all.json", "all.xlsx"])
def test_it_comes_back_as_it_left(stage: House, name: str) -> None:
    told()
    before = held()
    content = sharing.as_hsds() if name.endswith("json") else sharing.as_sheet()
    emptied(stage)
    done = actions.import_directory(name=name, content=content, source="back", by=editor())
    assert done.problems == ()
    assert held() == before


def test_it_changes_the_same_rows_when_a_sheet_comes_back(stage: House) -> None:
    told()
    done = actions.import_directory(
        name="all.xlsx", content=sharing.as_sheet(), source="x", by=editor()
    )
    assert (done.counted.services_new, done.counted.services_changed) == (0, 5)


def test_it_doubles_nothing_when_a_document_comes_back(stage: House) -> None:
    told()
    before, back = held(), {"name": "all.json", "content": sharing.as_hsds(), "source": "hsds"}
    found = actions.preview(**back, by=editor())  # type: ignore[arg-type]
    assert found.count("new") == 0
    done = actions.import_directory(**back, by=editor())  # type: ignore[arg-type]
    assert (done.counted.services_new, done.counted.organisations_new) == (0, 0)
    assert held() == before


def test_it_writes_no_cell_that_a_spreadsheet_would_work_out(stage: House, tmp_path: Path) -> None:
    service("=cmd|' /C calc'!A0", phone="+509 1", fees="@SUM(1)", description="-1")
    file = tmp_path / "all.xlsx"
    file.write_bytes(sharing.as_sheet())
    cells = [cell for row in load_workbook(file).worksheets[0].iter_rows() for cell in row]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert "'=cmd|' /C calc'!A0" in texts
    assert all(cell.data_type != "f" for cell in cells)
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_it_writes_an_empty_page_for_an_empty_directory(stage: House) -> None:
    needs()
    assert json.loads(sharing.as_hsds())["empty"] is True


@real
def test_it_stands_before_the_published_schema(stage: House) -> None:
    told()
    contents = json.loads(sharing.as_hsds())["contents"]
    validator = published()
    assert list(validator.iter_errors({"id": 7}))
    assert [error.message for one in contents for error in validator.iter_errors(one)] == []


def published() -> Draft202012Validator:
    """The published schema of a service, with the files it points to."""
    files = {path.name: json.loads(path.read_text()) for path in SCHEMA.glob("*.json")}
    parts = [
        (n, Resource.from_contents(f, default_specification=DRAFT202012)) for n, f in files.items()
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Draft202012Validator(
            files["service.json"], registry=Registry().with_resources(parts)
        )
