"""C07 over the API's addresses alone; AMPARO_API=cases walks only those that begin so."""

import logging
import os
import sys

import pytest
from django.urls import get_resolver

from tests.harness import House
from tests.walls.access import Walk, endpoints
from tests.walls.records import plant_all


@pytest.mark.skipif("AMPARO_API" not in os.environ, reason="tests/walls walks every address")
def test_it_answers_as_declared(keys: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, logger="django.request")
    begin = f"api/v1/{os.environ['AMPARO_API']}"
    found = [one for one in endpoints(get_resolver().url_patterns) if one.route.startswith(begin)]
    report = Walk(plant_all()).all(found)
    sys.stdout.write(f"{report.cells} cells\n")
    assert not report.wrong, "\n".join(report.wrong[:60])
