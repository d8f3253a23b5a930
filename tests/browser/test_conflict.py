"""Two officers and one conversation: the second reads in the row who was first."""

import re

from playwright.sync_api import Locator, Page, expect

from tests import seed
from tests.browser.place import Place, needs_chromium


def opened(place: Place, name: str) -> Page:
    """The queue with its first row open."""
    page = place.page(name)
    page.goto(f"{place.url}/console/queue/")
    page.locator("[data-row] .up0").first.click()
    expect(take(page)).to_be_visible()
    return page


def take(page: Page) -> Locator:
    """The button of the first row."""
    return page.locator("[data-row]").first.get_by_role("button", name=re.compile("^Take"))


@needs_chromium
def test_it_tells_the_second_officer_in_the_row(place: Place) -> None:
    setting = seed.crisis()
    seed.message("Bonjou, nou bezwen dlo ak manje nan Delmas")
    seed.read_all(setting, place.house)
    first, second = opened(place, "bruno"), opened(place, "kofi")
    take(first).click()
    expect(first.locator("[data-row] .who").first).to_contain_text("You")
    with second.expect_response(lambda one: "/take/" in one.url) as waits:
        take(second).click()
    assert waits.value.status == 409
    row = second.locator("[data-row]").first
    expect(row.get_by_role("alert")).to_contain_text("A colleague has taken this.")
    expect(row.locator(".who")).to_contain_text("Bruno")
    expect(row).to_contain_text("dlo ak manje")
    expect(take(second)).to_have_count(0)
