"""Every public page in every language on a small phone: axe, and nothing wider than the screen.

The pages are those that native readers are shown, with all that can stand on them. Reflow is tried
at 320 px, which is 400 % zoom of a desktop's 1280; large letters at 360 px with the browser's own
font size doubled, as a phone set to 200 % shows it (em in media queries grows with it).
"""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from playwright.sync_api import Page, Route, expect

from amparo.doors.public.examples.pages import pages
from amparo.doors.public.languages import BY_CODE, LANGUAGES, Language
from tests import seed
from tests.browser.axe import violations
from tests.browser.place import Place, needs_chromium
from tests.harness import House

pytestmark = [needs_chromium, pytest.mark.timeout(300)]
WIDER = "document.documentElement.scrollWidth > innerWidth + 1"
# Words that a box cuts off, or that reach out of the screen.
CUT = """() => [...document.querySelectorAll('a, button, label, h1, h2, h3, p, li, strong, td')]
    .filter(one => one.offsetParent && !one.closest('.vh, .skip, svg')
        && (one.getBoundingClientRect().right > innerWidth + 1
            || one.getBoundingClientRect().left < -1))
    .map(one => one.outerHTML.slice(0, 120))"""
EXIT = """() => { const box = document.querySelector('.exit').getBoundingClientRect();
    return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= 140 }"""


@pytest.fixture(scope="module", autouse=True)
def staged(house: House) -> None:
    """There is a crisis."""
    del house  # only has to run
    seed.crisis()


def drawn(language: Language, *, every: bool = False) -> Iterator[tuple[str, str]]:
    """Each page by its name, in its usual look, or in all of them."""
    for name, looks in pages().items():
        for number, look in enumerate(looks if every else looks[:1]):
            request = HttpRequest()
            request.method = "GET"
            yield f"{name}{number or ''}", look(request, language).content.decode()


def opened(page: Page, place: Place, html: str) -> None:
    """The page shows this, as if it came from the house."""

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route("**/shown/", answer)
    page.goto(f"{place.url}/shown/")
    page.unroute("**/shown/")


@pytest.mark.parametrize("language", BY_CODE)
def test_no_page_breaks_a_rule_or_the_screen(place: Place, language: str) -> None:
    page, wrong = place.visitor(language), list[str]()
    session = page.context.new_cdp_session(page)
    for name, html in drawn(BY_CODE[language], every=language == "ar"):
        opened(page, place, html)
        wrong += [f"{name}: {one}" for one in violations(page)]
        wrong += [f"{name}: no way out in sight"] * (not page.evaluate(EXIT))
        page.set_viewport_size({"width": 320, "height": 568})
        wrong += [f"{name} at 320: wider than the screen"] * page.evaluate(WIDER)
        wrong += [f"{name} at 320: {one}" for one in page.evaluate(CUT)]
        wrong += [f"{name} at 320: no way out in sight"] * (not page.evaluate(EXIT))
        page.set_viewport_size({"width": 360, "height": 740})
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
        wrong += [f"{name} doubled: wider than the screen"] * page.evaluate(WIDER)
        wrong += [f"{name} doubled: {one}" for one in page.evaluate(CUT)]
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    assert not wrong, "\n".join(wrong)


def test_the_letters_do_grow(place: Place) -> None:
    page = place.visitor("en")
    opened(page, place, "<title>x</title><p>x</p>")
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert page.evaluate("matchMedia('(max-width: 12rem)').matches")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_keys_reach_everything_and_show_where_they_are(place: Place, language: str) -> None:
    page = place.visitor(language)
    page.goto(f"{place.url}/{language}/help/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.querySelector('main').contains(document.activeElement)"
    assert page.evaluate(inside), "the skip link does not lead into the page"
    seen: set[str] = set()
    for _ in range(40):
        focus = "const one = document.activeElement, box = one.labels?.[0] ?? one; "
        ring = "[getComputedStyle(one).outlineStyle, getComputedStyle(box).outlineStyle]"
        drawn_ring = page.evaluate(f"() => {{ {focus} return {ring} }}")
        where = page.evaluate("document.activeElement.name || document.activeElement.className")
        assert set(drawn_ring) != {"none"}, where
        seen.add(str(where))
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
    assert {"need", "who", "words", "go"} <= seen


def test_it_sees_what_is_too_wide(place: Place) -> None:
    page = place.visitor("en")
    opened(page, place, "<title>x</title><main><p style='width:900px'>wide</p></main>")
    assert page.evaluate(WIDER) and page.evaluate(CUT)


def test_there_are_twelve_languages() -> None:
    assert len(LANGUAGES) == 12
