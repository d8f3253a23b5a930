"""Every page of the console and of the public, on phone and desktop, in both directions."""

import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import get_resolver
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.place import Place, everything, needs_chromium, settle
from tests.shape.tree import ROOT
from tests.walls.access import Endpoint, endpoints

OUT = ROOT / "build"
# What leads away, and what is no page to look at.
LEFT_OUT = ("/console/sign-out/", "/go/")
# phone, language, dark: each language in both directions, on both sizes, in both lights.
LOOKS = [(True, "ar", True), (False, "en", False), (True, "en", False), (False, "ar", True)]


def addresses(known: dict[str, UUID], language: str) -> Iterator[str]:
    """Every address that GET may open, with the records that we have."""
    for endpoint in endpoints(get_resolver().url_patterns):
        path = fill(endpoint, known, language)
        if path and path.startswith(("/console/", f"/{language}/")) and path not in LEFT_OUT:
            yield path
    yield f"/console/queue/?open={known['waiting']}"
    yield "/console/queue/?find=ZZZZZZ"
    yield "/console/directory/?text=nothing-like-it"


def fill(endpoint: Endpoint, known: dict[str, UUID], language: str) -> str:
    """The address with its parameters filled in, or nothing where we have no such record."""
    path = f"/{endpoint.route}"
    for name, kind in endpoint.parameters:
        start, _, rest = path.partition("<")
        value = language if kind == "LanguageConverter" else str(known.get(name, ""))
        if not value:
            return ""
        path = f"{start}{value}{rest.partition('>')[2]}"
    return path


def opens(page: Page, address: str) -> int:
    """The status, or 0 for what nobody looks at: a part of a page, a file, a way on."""
    got = page.request.get(address, max_redirects=0)
    html = got.headers.get("content-type", "").startswith("text/html")
    if got.status >= 500:
        return got.status
    whole = html and got.text().lstrip().lower().startswith("<!doctype")
    return got.status if whole and got.status == 200 else 0


def look_at(page: Page, address: str) -> list[str]:
    """What is wrong with the page at this address."""
    page.goto(address)
    wrong = violations(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        wrong.append("wider than the screen")
    return wrong


@pytest.fixture(scope="module")
def records(place: Place) -> dict[str, UUID]:
    """Something of each kind; Bruno may open every page."""
    known = settle(place.house)
    everything("bruno")
    return known


@needs_chromium
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("phone", "language", "dark"), LOOKS)
def test_it_finds_no_violation_on_any_page(
    place: Place, records: dict[str, UUID], phone: bool, language: str, dark: bool
) -> None:
    page = place.page("bruno", phone=phone, language=language, dark=dark)
    wrong, seen = [], []
    for path in addresses(records, language):
        status = opens(page, place.url + path)
        found = look_at(page, place.url + path) if status == 200 else []
        wrong += [f"{path}: {one}" for one in (found if status < 500 else [f"answers {status}"])]
        seen += [path] if status else []
    sys.stdout.write(f"{len(seen)} pages: {' '.join(seen)}\n")
    note(OUT / f"axe-{'phone' if phone else 'desktop'}-{language}.txt", wrong)
    assert len(seen) > 25 and f"/{language}/help/" in seen, seen
    assert not wrong, "\n".join(wrong)


def note(file: Path, wrong: list[str]) -> None:
    """The list is kept for whoever mends it."""
    file.parent.mkdir(exist_ok=True)
    file.write_text("".join(f"{one}\n" for one in wrong), encoding="utf-8")


@needs_chromium
def test_it_sees_what_is_wrong_with_a_page(place: Place) -> None:
    page = place.page()
    page.set_content("<html><title>x</title><main><img src='data:,'><input></main></html>")
    said = " ".join(violations(page))
    assert "image-alt" in said and "label" in said and "html-has-lang" in said
