"""What gunicorn writes of a request that broke outside of every page."""

import logging

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]

from amparo.doors.cli import pages


def test_no_address_stands_in_its_log(caplog: pytest.LogCaptureFixture) -> None:
    log = pages.logger_class(Config())
    log.error_log.propagate = True
    with caplog.at_level(logging.ERROR):
        try:
            raise ImportError("half an upgrade")
        except ImportError:
            asked = "/console/calendar/s3cr3t.ics?find=Ana"
            log.exception("Error handling request %s %s", "GET", asked)
    assert "Error handling request GET (address)" in caplog.text
    assert "s3cr3t" not in caplog.text and "Ana" not in caplog.text
