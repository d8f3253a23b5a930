"""A house of its own for a benchmark that asks Django; set up before anything is imported."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tests.harness import House

_house = House()
os.environ["AMPARO_CONFIG"] = str(_house.data / "test.json")
os.environ["DJANGO_SETTINGS_MODULE"] = "amparo.settings"

import django  # noqa: E402

django.setup()

from django.db import connections  # noqa: E402

from tests import cast  # noqa: E402


@contextmanager
def stage() -> Iterator[House]:
    """PostgreSQL, keyholder and the cast, gone afterwards."""
    _house.start()
    _house.start_keyholder()
    cast.seat()
    try:
        yield _house
    finally:
        connections.close_all()
        _house.stop()
