"""One whole house for the small forms of the checks; each finds it serving and leaves it so."""

from collections.abc import Iterator

import pytest

from tests.protect.house import Whole


@pytest.fixture(scope="session")
def whole() -> Iterator[Whole]:
    with Whole() as made:
        yield made
