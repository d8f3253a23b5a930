"""An officer without a mouse: signs in, opens the first row, takes it, answers, opens a case."""

import re

from playwright.sync_api import Page, expect

from amparo.aid.cases import queries as cases
from amparo.guard.accounts import actions as accounts
from amparo.kernel.authority import machine
from tests import cast, seed
from tests.browser.place import Place, needs_chromium

WORDS = "Bonjou, nou bezwen dlo ak manje nan Delmas"
ANSWER = "Nou tande ou. N ap vini demen maten."
WISH = "Dlo pou timoun yo, jodi a"


def tab_to(page: Page, what: str) -> None:
    """Tab until the element is reached, as someone does who sees no pointer."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    raise AssertionError(f"{what} is not reached by Tab on {page.url}")


def sign_in(page: Page, place: Place) -> None:
    """By the link's secret, typed."""
    page.goto(f"{place.url}/console/queue/")
    tab_to(page, "[name=secret]")
    page.keyboard.type(accounts.make_link(staff=cast.staff_id("bruno"), by=machine()))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/console/queue/"))


@needs_chromium
def test_it_is_worked_from_sign_in_to_case_by_keys_alone(place: Place) -> None:
    setting = seed.crisis()
    seed.message(WORDS)
    seed.read_all(setting, place.house)
    page = place.page()
    sign_in(page, place)
    row = page.locator("[data-row]").first
    expect(row).to_contain_text(WORDS)
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(row).to_have_class(re.compile("cur"))
    page.keyboard.press("t")
    expect(row.locator(".who")).to_contain_text("You")
    page.keyboard.press("3")
    expect(row).to_contain_text("was decided by a person")
    page.keyboard.press("a")
    expect(page).to_have_url(re.compile("/console/conversation/.*#answer"))
    expect(page.locator("textarea:focus")).to_be_visible()
    page.keyboard.type(ANSWER)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("main")).to_contain_text(ANSWER)
    page.wait_for_load_state()
    page.keyboard.press("c")
    expect(page).to_have_url(re.compile("/case/"))
    tab_to(page, "textarea")
    page.keyboard.type(WISH)
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("/console/case/"))
    expect(page.get_by_role("main")).to_contain_text(WISH)
    assert len(cases.cases(cast.actor("bruno")).rows) == 1


@needs_chromium
def test_it_shows_where_the_focus_is(place: Place) -> None:
    page = place.page("bruno")
    page.goto(f"{place.url}/console/queue/")
    for _ in range(12):
        page.keyboard.press("Tab")
        ring = "const s = getComputedStyle(document.activeElement); return s.outlineStyle"
        pseudo = "getComputedStyle(document.activeElement, '::after').outlineStyle"
        drawn = page.evaluate(f"() => {{ {ring} + ' ' + {pseudo} }}")
        assert drawn != "none none", page.evaluate("document.activeElement.outerHTML")
