"""Logs that tell what broke and where, and nothing of what anyone sent.

An exception's own words may quote a text, an address of a page may hold a name that somebody
typed, a database error may quote a row. All three are left out: file, line and kind remain.
"""

import logging
import traceback
from types import TracebackType
from typing import Any

Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Wordless(logging.Formatter):
    """Formats an exception as places and kinds, its causes included, without their words."""

    def formatException(self, ei: Caught) -> str:
        """Each error of the chain, the first cause first."""
        error, chain = ei[1], list[str]()
        while error is not None and len(chain) < 10:
            places = "".join(traceback.format_tb(error.__traceback__))
            kind = type(error)
            chain.append(f"{places}{kind.__module__}.{kind.__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhich led to\n".join(reversed(chain))


class NoAddress(logging.Filter):
    """A record about a request names the page by its name in our code, never by its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """True: every record is kept, this one perhaps with other words."""
        request: Any = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            page = getattr(match, "view_name", None) or "no page of ours"
            record.msg = "answered %s: %s"
            record.args = (getattr(record, "status_code", "?"), page)
        return True
