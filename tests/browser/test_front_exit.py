"""Leaving fast: what Back finds, and what Chromium keeps on the disk of her phone afterwards.

What stays, and no page can take away: the visited addresses (`/en/`, `/en/help/`, `/go/`) with
titles that say nothing, the sheet and the script in the cache, and, until the browser writes its
file for restoring tabs anew, the bodies of the forms that were sent. A private window writes none
of it: that is why the page on limits advises one.
"""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests import seed
from tests.browser import front
from tests.browser.chrome import ARGUMENTS, CHROMIUM
from tests.browser.place import PATIENCE, Place, needs_chromium
from tests.harness import House

pytestmark = [needs_chromium, pytest.mark.timeout(300)]
AWAY = "https://www.wikipedia.org/"
WORDS = "Zebrafink neben dem Leuchtturm"
PAGES = {"/en/", "/en/help/", "/go/"}
TITLES = {"", "…", "Start", "Page 1 of 3", "Page 2 of 3", "Page 3 of 3", "Done", "Somewhere else"}
# Where Chromium keeps what it needs to bring closed tabs back.
RESTORING = "Sessions"


@pytest.fixture(scope="module", autouse=True)
def staged(house: House) -> None:
    """There is a crisis."""
    del house  # only has to run
    seed.crisis()


@pytest.fixture
def phone(place: Place, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser with a profile of its own on the disk; elsewhere is answered here."""
    context = place.browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=CHROMIUM, args=ARGUMENTS
    )
    context.set_default_timeout(PATIENCE)
    context.route(f"{AWAY}**", elsewhere)
    context.route("**/go/", through_the_way_out)
    yield context
    context.close()


def elsewhere(route: Route) -> None:
    """A page of somebody else's."""
    route.fulfill(body="<title>Somewhere else</title>", content_type="text/html")


def through_the_way_out(route: Route) -> None:
    """Our server is asked, and must point elsewhere; the network of a test ends there."""
    answer = route.fetch(max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (302, AWAY)
    elsewhere(route)


def asked(phone: BrowserContext, place: Place) -> tuple[Page, str]:
    """Her request is in and the code is on the screen."""
    page = phone.new_page()
    for _ in front.asking(page, f"{place.url}/en/", WORDS):
        assert page.title() in TITLES
    return page, front.code(page)


def leave(page: Page, how: str) -> None:
    """By the button, or by Esc three times."""
    if how == "button":
        page.locator(".exit").click()
    for _ in range(3 if how == "keys" else 0):
        page.keyboard.press("Escape")
    page.wait_for_url(AWAY)


def telling(profile: Path, *words: str) -> set[str]:
    """Files of the profile in which one of these stands, by letters, bytes or as a form sends."""
    forms = [
        form.encode(code) for one in words for form in (one, quote_plus(one)) for code in CODES
    ]
    files = (file for file in profile.rglob("*") if file.is_file())
    return {
        str(file.relative_to(profile))
        for file in files
        if any(form in said for said in [file.read_bytes()] for form in forms)
    }


CODES = ("utf-8", "utf-16le")


@pytest.mark.parametrize("how", ["button", "keys"])
def test_back_leads_away_again(phone: BrowserContext, place: Place, how: str) -> None:
    page, code = asked(phone, place)
    kept = "[localStorage.length, sessionStorage.length, document.cookie]"
    assert page.evaluate(kept) == [0, 0, ""] and phone.cookies() == []
    leave(page, how)
    for _ in range(6):
        page.go_back()
        assert page.title() == "Somewhere else"
    session = phone.new_cdp_session(page)
    entries = session.send("Page.getNavigationHistory")["entries"]
    ours = [one for one in entries if one["url"].startswith(place.url)]
    assert {urlsplit(one["url"]).path for one in ours} == PAGES
    assert {one["title"] for one in ours} <= TITLES
    said = str([(one["url"], one["title"], one["userTypedURL"]) for one in entries])
    assert code not in said and "Zebrafink" not in said and "?" not in said


def test_the_disk_holds_no_word_of_hers_but_for_restoring_tabs(
    phone: BrowserContext, place: Place, tmp_path: Path
) -> None:
    page, code = asked(phone, place)
    leave(page, "button")
    page.wait_for_timeout(1500)  # Chromium writes its history a moment later
    phone.close()
    told = telling(tmp_path, WORDS, code, " ".join(re.findall("....", code)))
    assert {file for file in told if RESTORING not in file} == set()
    urls = sqlite3.connect(tmp_path / "Default/History").execute("SELECT url, title FROM urls")
    ours = {urlsplit(url).path: title for url, title in urls if url.startswith(place.url)}
    assert set(ours) == PAGES and set(ours.values()) <= TITLES
    # The search finds what is there: the sheet, which every page loads, and no page.
    cache = (tmp_path / "Default/Cache").rglob("*")
    kept = b"".join(file.read_bytes() for file in cache if file.is_file())
    found = {one.decode() for one in re.findall(place.url.encode() + rb"(/[\w./]*)", kept)}
    assert found == {"/static/public.css", "/static/leave.js"}
