"""One browser for all tests here; each module has a house of its own that runs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests import cast
from tests.browser.chrome import CHROMIUM, chromium
from tests.browser.place import PATIENCE, Place, running
from tests.harness import House


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    if not CHROMIUM:
        pytest.skip("needs Chromium: apt install chromium")
    # Playwright keeps an event loop in this thread, and Django would refuse to work beside it.
    with pytest.MonkeyPatch.context() as patch, chromium() as found:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=PATIENCE)
        yield found


@pytest.fixture(scope="module")
def place(browser: Browser, house: House) -> Iterator[Place]:
    """Pages, door and worker run until the module's last test; what they wrote is gone then."""
    if house.process is None:
        house.start_keyholder()
    with running(house) as url:
        found = Place(url, house, browser)
        yield found
        found.close_pages()
    house.sweep()
    cast.seat()
    house.sweep_nothing()


@pytest.fixture(autouse=True)
def closed_pages(request: pytest.FixtureRequest) -> Iterator[None]:
    """No browser of one test is open in the next."""
    yield
    if "place" in request.fixturenames:
        request.getfixturevalue("place").close_pages()
