"""The public pages as a person meets them, without a script: asking, coming back, looking round.

Words and digits are in the script of each language; nothing is stored on her phone.
"""

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from amparo.commons.directory.models import Service
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import answer
from tests import cast, seed
from tests.browser import front
from tests.browser.front import SAID
from tests.browser.place import Place, needs_chromium
from tests.door.house import until
from tests.harness import House

pytestmark = [needs_chromium, pytest.mark.timeout(300)]
BRUNO = cast.actor("bruno")
# Each is wrong in one thing that can be filtered by; the first in none.
CANDIDATES: dict[str, dict[str, Any]] = {
    "Casa right": {},
    "Casa other need": {"needs": ["food"]},
    "Casa other language": {"languages": ["fr"]},
    "Casa closed": {"always_open": False},
    "Casa men only": {"staff_gender": "men"},
    "Casa with papers": {"documents": "all"},
}
RIGHT: dict[str, Any] = {
    "needs": ["doctor"],
    "languages": ["am", "ht"],
    "always_open": True,
    "staff_gender": "both",
    "documents": "none",
    "place": "Delmas",
    "phone": "+50937010203",
    "active": True,
}


@pytest.fixture(scope="module", autouse=True)
def staged(house: House) -> None:
    """The crisis and the candidates near Delmas are there before the first page is asked for."""
    del house  # only has to run
    seed.crisis()
    seed.services()
    with room("commons", machine()):
        row = Service.objects.get(id=seed.CLINIC)
        Service.objects.update(active=False)
        for number, (name, wrong) in enumerate(CANDIDATES.items()):
            row.id, row.ref, row.name, row.folded = UUID(int=0xD200 + number), name, name, name
            for field, value in {**RIGHT, **wrong}.items():
                setattr(row, field, value)
            row.save(force_insert=True)


def waiting(words: str) -> messaging.Row | None:
    """What on the queue says this."""
    rows = messaging.queue(BRUNO, messaging.QueueFilter()).rows
    return next((row for row in rows if row.text == words), None)


def keeps_nothing(page: Page) -> bool:
    """No cookie; and where no script runs nothing else can be kept."""
    return page.context.cookies() == []


@pytest.mark.parametrize("language", SAID)
def test_she_asks_and_reads_her_answer_without_a_script(place: Place, language: str) -> None:
    page, said = place.visitor(language, scripts=False), SAID[language]
    home = f"{place.url}/{language}/"
    steps = list(front.asking(page, home, said.need))
    assert steps == ["help-what", "help-where", "help-reach", "receipt"]
    code = front.code(page)
    assert len(code) == 16 and page.url == f"{home}help/"
    row = until(lambda: waiting(said.need), "her request on the queue")
    assert "shelter" in row.needs and (row.place, row.language) == ("Delmas", language)
    answer.answer(conversation=row.id, text=said.answer, language=language, by=BRUNO)
    front.come_back(page, home, code.translate(str.maketrans("0123456789", said.digits)))
    shown = page.locator("section.box .lead")
    expect(shown).to_have_text(said.answer)
    expect(shown).to_have_attribute("lang", language)
    assert code not in page.url and code not in page.title()
    assert keeps_nothing(page)


@pytest.mark.parametrize("language", ["ar", "bn"])
def test_she_finds_the_one_place_that_fits(place: Place, language: str) -> None:
    page = place.visitor(language, scripts=False)
    page.goto(f"{place.url}/{language}/")
    page.locator(f".quick a[href='/{language}/services/']").click()
    page.locator("ul.langs a", has_text="Delmas").click()
    names = page.locator(".svc h2 bdi")
    assert set(names.all_inner_texts()) == set(CANDIDATES)
    page.locator("#fn").select_option("doctor")
    page.locator("#fl").select_option("am")
    for tick in ("open", "women", "papers"):
        page.locator(f"[name={tick}]").check()
    page.locator(".filters button").click()
    expect(names).to_have_text(["Casa right"])
    for told in ("doctor", "Delmas", "Casa", "am"):
        assert told not in page.url.partition("?s=")[0]
    page.locator(".svc h2 a").click()
    expect(page.locator("h1")).to_have_text("Casa right")
    expect(page.locator("a[href^='tel:']").first).to_have_attribute("href", "tel:+50937010203")
    assert page.title() and "Casa" not in page.title()
    assert keeps_nothing(page)


def test_each_filter_takes_one_away(place: Place) -> None:
    page = place.visitor("bn", scripts=False)
    page.goto(f"{place.url}/bn/services/")
    page.locator("ul.langs a", has_text="Delmas").click()
    names = page.locator(".svc h2 bdi")
    gone = {"open": "Casa closed", "women": "Casa men only", "papers": "Casa with papers"}
    for tick, name in gone.items():
        page.locator(f"[name={tick}]").check()
        page.locator(".filters button").click()
        assert set(names.all_inner_texts()) == set(CANDIDATES) - {name}
        page.locator(f"[name={tick}]").uncheck()
