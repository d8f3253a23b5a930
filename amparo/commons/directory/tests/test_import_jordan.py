"""A real directory of 562 services, brought in through the sheet that anyone could make of it."""

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from amparo.commons.directory import actions, queries
from amparo.commons.directory.tests.stories import AT, editor, needs
from tests.harness import House

JORDAN = Path(os.environ.get("AMPARO_TEST_DATA", "/nonexistent")) / "hsds/services_advisor_jordan"
pytestmark = pytest.mark.skipif(
    not JORDAN.exists(), reason="AMPARO_TEST_DATA has no services_advisor_jordan"
)


def hours(said: dict[str, Any]) -> str:
    """The openings as the sheet wrote them; the first of several opening times."""
    opens = next(iter(said.get("8. Office Open at", {})), "")
    closes = next(iter(said.get("9. Office close at", {})), "").removeprefix("Close at ")
    if "Sun-Thurs" not in said.get("7. Availability Day", {}) or not opens or "lways" in opens:
        return ""
    return f"Sun-Thurs {opens}-{closes}" if closes and "Never" not in closes else ""


def sheet() -> bytes:
    """The 562 as a CSV with the words of the source."""
    arabic = {
        f["id"]: f["properties"] for f in json.loads((JORDAN / "compiled_AR.json").read_text())
    }
    out = io.StringIO()
    table = csv.writer(out)
    head = "organisation,id,service,service (ar),needs,place,lat,lon,papers,hours,country"
    table.writerow(head.split(","))
    for at, one in enumerate(json.loads((JORDAN / "compiled.json").read_text())):
        said, (lon, lat) = one["properties"], one["geometry"]["coordinates"]
        papers = said.get("1. Registration Type Requirement", {"unknown": True})
        table.writerow(
            [
                said["partnerName"],
                f"{one['id']}-{at}",
                said["activityName"],
                arabic.get(one["id"], {}).get("activityName", ""),
                f"{said['activityCategory']} {said['activityName']}".replace(",", " "),
                said["locationName"],
                lat,
                lon,
                "none" if "No Requirement" in papers else "unknown",
                hours(said),
                "JO",
            ]
        )
    return out.getvalue().encode()


def test_it_takes_in_a_real_directory_and_ranks_it(stage: House) -> None:
    needs()
    done = actions.import_directory(
        name="jordan.csv", content=sheet(), source="jordan", by=editor(), timezone="Asia/Amman"
    )
    assert done.problems == ()
    assert done.counted.services_new == 562
    wanted = queries.Wanted(("doctor",), 31.95, 35.93, ("ar",), AT)
    found = queries.rank(wanted, "ar")
    assert len(found) == 20
    assert "الخدمات الصحية" in {one.service.name for one in found}


def test_it_takes_it_in_twice_without_doubling(stage: House) -> None:
    needs()
    twice = [
        actions.import_directory(name="j.csv", content=sheet(), source="j", by=editor())
        for _ in range(2)
    ]
    assert [one.counted.services_new for one in twice] == [562, 0]
