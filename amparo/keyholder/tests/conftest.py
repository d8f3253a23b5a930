"""Keyholders for tests: one for all that only ask, one of its own for each that ends it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.keyholder.tests.running import Running


@pytest.fixture(scope="session")
def keyholder() -> Iterator[Running]:
    """A running keyholder that many tests share; each uses references of its own."""
    with tempfile.TemporaryDirectory() as folder:
        running = Running(Path(folder)).start()
        yield running
        running.clear()


@pytest.fixture
def own_keyholder() -> Iterator[Running]:
    """A running keyholder that this test may end, seal or spoil."""
    with tempfile.TemporaryDirectory() as folder:
        running = Running(Path(folder)).start()
        yield running
        running.clear()
