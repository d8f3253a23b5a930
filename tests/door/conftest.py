"""One PostgreSQL for all tests of the door; each test finds an empty table."""

from collections.abc import Iterator

import httpx
import pytest

from tests.door.house import House, Process, door, house
from tests.door.senders import Partner


@pytest.fixture(scope="session")
def built() -> Iterator[House]:
    with house() as made:
        yield made


@pytest.fixture
def place(built: House) -> House:
    built.seal.unlink(missing_ok=True)
    if built.postgres.process.poll() is not None:
        built.postgres.start()
    built.clear()
    return built


@pytest.fixture
def running(place: House) -> Iterator[Process]:
    with door(place) as process:
        yield process


@pytest.fixture
def client(place: House) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=place.url, timeout=30) as made:
        yield made


@pytest.fixture
def partner(place: House, client: httpx.Client) -> Partner:
    return Partner(client, place.secret, place.token)
