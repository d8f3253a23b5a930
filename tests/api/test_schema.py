"""Schemathesis over the served document, bounded; AMPARO_EXAMPLES makes it longer."""

import json
import logging
import os
import sys

import pytest
from django.test import Client

from tests.api.schemas import Tried, operations, try_out
from tests.harness import House
from tests.walls.records import plant_all

PARTS = 6
EXAMPLES = int(os.environ.get("AMPARO_EXAMPLES", "3"))
ONLY = os.environ.get("AMPARO_API", "")


def test_it_is_openapi_3_1(web: House) -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1.")


@pytest.mark.parametrize("part", range(PARTS))
def test_it_keeps_its_word(web: House, part: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, logger="django.request")
    tried, planted = Tried(), plant_all()
    for operation in operations()[part::PARTS]:
        if f"/api/v1/{ONLY}" in operation.label:
            try_out(operation, planted, tried, EXAMPLES)
    sys.stdout.write(f"{tried.answers} answers, {len(tried.good)} operations with a good one\n")
    assert not tried.wrong, "\n".join([f"{len(tried.wrong)} are wrong", *tried.wrong[:40]])


def answering(status: int, body: object, kind: str = "application/json") -> object:
    """A house that answers everything alike."""

    def app(environ: dict[str, object], start: object) -> list[bytes]:
        start(f"{status} x", [("Content-Type", kind)])  # type: ignore[operator]
        return [json.dumps(body).encode()]

    return app


ME = {
    "id": "0190f6a0-0000-7000-8000-000000000000",
    "name": "Bruno",
    "languages": [],
    "token": "x",
    "token_expires_at": "2026-05-01T08:30:00Z",
    "scopes": [],
    "works": [],
}


@pytest.mark.parametrize(
    ("says", "app"),
    [
        ("ServerError", answering(500, {})),
        ("JsonSchemaError", answering(200, {**ME, "id": "none"})),
        ("IgnoredAuth", answering(200, ME)),
        ("UndefinedStatusCode", answering(418, {})),
        ("UndefinedContentType", answering(404, {}, "text/html")),
    ],
)
def test_it_sees_a_word_that_is_not_kept(web: House, says: str, app: object) -> None:
    """The twins: each planted fault is found."""
    tried, planted = Tried(), plant_all()
    (me,) = [one for one in operations(app=app) if one.label == "GET /api/v1/me"]
    try_out(me, planted, tried, 2)
    assert any(says in one for one in tried.wrong), tried.wrong
