"""C07: every address x method x cast member x record. Whoever adds a page, adds it here."""

import logging
import sys

import pytest
from django.urls import get_resolver

from tests.harness import House
from tests.walls.access import Walk, endpoints, undeclared
from tests.walls.records import plant_all

# What other addresses of a walk use up before it is their turn: each is walked alone.
ALONE = (
    "api/v1/cases/<uuid:case>/attachments/<uuid:attachment>",
    "api/v1/attachments/<uuid:attachment>/pages/<int:number>",
)
PARTS = 6  # one after the other they are one walk; each begins with rows that nobody has touched
OPENED = (
    "console/conversation/<uuid:conversation>/",
    "console/case/<uuid:case>/",
    "console/received/<uuid:received>/",
    "console/watch/<uuid:entry>/",
    "console/exports/<uuid:export>/file/",
)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Refusals are what is wanted here: only errors of ours are worth a line."""
    caplog.set_level(logging.ERROR, logger="django.request")


def test_it_is_declared_for_every_address() -> None:
    assert not undeclared(endpoints(get_resolver().url_patterns))


@pytest.mark.parametrize("part", range(PARTS))
def test_it_answers_as_declared_and_shows_nothing_of_others(keys: House, part: int) -> None:
    every = [one for one in endpoints(get_resolver().url_patterns) if one.route not in ALONE]
    report = Walk(plant_all()).all(every[part::PARTS])
    sys.stdout.write(f"{report.cells} cells\n")
    assert not report.wrong, "\n".join([f"{len(report.wrong)} are wrong", *report.wrong[:60]])


@pytest.mark.parametrize("route", ALONE)
def test_it_answers_so_alone(keys: House, route: str) -> None:
    there = [one for one in endpoints(get_resolver().url_patterns) if one.route == route]
    report = Walk(plant_all()).all(there)
    assert report.cells and not report.wrong, "\n".join(report.wrong[:60])


def test_its_words_are_there_to_be_found(keys: House) -> None:
    """The twin: whoever may read them does find them."""
    planted, there = plant_all(), list(endpoints(get_resolver().url_patterns))
    report = Walk(planted).all(one for one in there if one.route in OPENED)
    for kind in ("conversation", "case", "received", "watch", "export"):
        assert report.seen & {one.word for one in planted.canaries if one.kind == kind}, kind
