"""A log line says what broke and where, and nothing of what was sent."""

import io
import logging
from types import SimpleNamespace

import pytest

from amparo.kernel.logs import NoAddress, Wordless

NAME = "Klosòfoyol"


@pytest.fixture
def log() -> tuple[logging.Logger, io.StringIO]:
    """A logger with our formatter and filter, and what it wrote."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Wordless("{levelname} {message}", style="{"))
    handler.addFilter(NoAddress())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    return logger, out


def test_it_tells_kind_and_place_of_an_error_without_its_words(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, out = log
    try:
        try:
            int(NAME)
        except ValueError as cause:
            raise RuntimeError(NAME) from cause
    except RuntimeError:
        logger.exception("a step failed")
    said = out.getvalue()
    assert NAME not in said
    assert said.index("builtins.ValueError") < said.index("builtins.RuntimeError")
    assert "test_logs.py" in said and "a step failed" in said


@pytest.mark.parametrize(
    ("match", "page"),
    [(None, "no page of ours"), (SimpleNamespace(view_name="public:help"), "public:help")],
)
def test_it_names_a_page_without_its_address(
    log: tuple[logging.Logger, io.StringIO], match: object, page: str
) -> None:
    logger, out = log
    request = SimpleNamespace(path=f"/ht/{NAME}/", resolver_match=match)
    extra = {"request": request, "status_code": 404}
    logger.warning("Not Found: %s", request.path, extra=extra)
    assert out.getvalue() == f"WARNING answered 404: {page}\n"


def test_it_leaves_other_lines_as_they_are(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, out = log
    logger.warning("a batch of %d", 3)
    assert out.getvalue() == "WARNING a batch of 3\n"
