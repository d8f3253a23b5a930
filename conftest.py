"""Every test finds the same house and the same cast; Django is set up before any import."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.harness import SEATED, House

if TYPE_CHECKING:
    from django.test import Client

_house = House()
os.environ["AMPARO_CONFIG"] = str(_house.data / "test.json")
os.environ["DJANGO_SETTINGS_MODULE"] = "amparo.settings"

import django  # noqa: E402

django.setup()


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The running house; started once, by the first test that asks."""
    from tests import cast  # noqa: PLC0415

    _house.start()
    cast.seat()
    _house.sweep_nothing()
    yield _house
    from django.db import connections  # noqa: PLC0415

    connections.close_all()


@pytest.fixture
def stage(house: House) -> Iterator[House]:
    """The house for one test; what it wrote is gone afterwards, and the cast sits again."""
    from tests import cast  # noqa: PLC0415

    yield house
    if house.sweep() & SEATED:
        cast.seat()
        house.sweep_nothing()


@pytest.fixture
def keys(stage: House) -> House:
    """The house for one test, with the keyholder running."""
    if stage.process is None:
        stage.start_keyholder()
    return stage


@pytest.fixture
def web(keys: House) -> Iterator[House]:
    """The house as the web process sees it: its keyholder opens no envelope and no number."""
    with keys.role("web"):
        yield keys


@pytest.fixture
def client(web: House) -> "Client":
    """A browser that sees every answer, errors too."""
    del web  # only has to run
    from django.test import Client  # noqa: PLC0415

    return Client(raise_request_exception=False)


def pytest_sessionfinish() -> None:
    """Nothing of the house is left behind."""
    _house.stop()
