"""The demo's past: the house's one clock, set by hand, in the one process that loads the demo.

So the invented days are told by the real code, and every row, line and due time fits the others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings

from amparo.kernel import clock

_real = clock.now


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Whatever is done inside is dated then. Only a demo's time may be told otherwise."""
    if not settings.DEMO:
        raise RuntimeError("Only a demo has an invented past.")
    clock.now = lambda: moment
    try:
        yield
    finally:
        clock.now = _real
