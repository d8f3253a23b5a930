"""Who does what on the way from a request for help to the answer whether it helped."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from playwright.sync_api import Page, expect

from amparo.commons.crises.models import Need
from amparo.commons.directory.models import Organisation, Service
from amparo.commons.pathways import actions as pathways
from amparo.commons.pathways.actions import PathwayFacts
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests import cast, seed
from tests.browser.walk import Walk


@dataclass(frozen=True, slots=True)
class Said:
    """What is typed on the way, in the language of the journey."""

    need: str
    place: str
    answer: str
    wish: str
    by_receiver: str


SAID = {
    "en": Said(
        "Our house fell down. We are five, two of us small children. We sleep outside.",
        "Delmas",
        "We read you. A colleague looks for beds for all five of you.",
        "Beds for all five of us, together",
        "Five beds, from tonight.",
    ),
    "ar": Said(
        "سقط بيتنا. نحن خمسة، بيننا طفلان صغيران. ننام في العراء.",
        "دلماس",
        "قرأنا رسالتك. زميل يبحث عن أسرّة لكم جميعاً.",
        "أسرّة لخمستنا، معاً",
        "خمسة أسرّة، من هذه الليلة.",
    ),
}


def stage() -> None:
    """A crisis, a shelter by name, and a pathway to it."""
    seed.crisis()
    seed.services()
    with room("commons", machine()):
        Service.objects.filter(id=seed.SHELTER).update(name="Night shelter by the river")
        Need.objects.filter(key="shelter").update(labels={"en": "Shelter", "ar": "مأوى"})
        for ref, name in ((cast.OLA, "Ola shelters"), (cast.FARO, "Faro")):
            Organisation.objects.filter(id=ref).update(name=name, folded=name.lower())
    facts = PathwayFacts(
        need="shelter",
        title="A place to sleep",
        least=("needs", "language"),
        most=("needs", "people", "language", "area", "wish"),
    )
    way = pathways.add_pathway(facts=facts, by=machine())
    pathways.add_step(pathway=way, service=seed.SHELTER, by=machine())


def ask_for_help(walk: Walk, page: Page, url: str) -> str:
    """Her request is in; the code that she wrote down."""
    said = SAID[walk.language]
    page.goto(f"{url}/{walk.language}/help/")
    walk.press(page.locator("#n-shelter" if walk.by_keys else "label[for=n-shelter]"))
    walk.write(page.locator("#w"), said.need)
    walk.look(page, "she-asks")
    walk.press(page.locator("[name=go][value=where]"))
    walk.press(page.locator("#h-say" if walk.by_keys else "label[for=h-say]"))
    walk.write(page.locator("#pl"), said.place)
    walk.look(page, "where")
    walk.press(page.locator("[name=go][value=reach]"))
    walk.press(page.locator("#r-code" if walk.by_keys else "label[for=r-code]"))
    walk.look(page, "how-to-answer")
    walk.press(page.locator("[name=go][value=send]"))
    code = page.locator("p.code").inner_text()
    walk.look(page, "her-code")
    return code


def answer_and_open_case(walk: Walk, page: Page, url: str) -> UUID:
    """The officer took it, answered, and wrote down her wish; the case that stands open."""
    said = SAID[walk.language]
    page.goto(f"{url}/console/queue/")
    row = page.locator("[data-row]").first
    expect(row).to_contain_text(said.need)
    walk.look(page, "queue")
    walk.press(row.locator(".up0"))
    walk.press(row.locator("form[action$='/take/'] button"))
    expect(row.locator(".mine")).to_be_attached()
    walk.look(page, "taken")
    walk.press(row.locator("a[href$='#answer']"))
    walk.write(page.locator("#an"), said.answer)
    walk.look(page, "answering")
    walk.press(page.locator("#answer .btn.go"))
    expect(page.get_by_role("main")).to_contain_text(said.answer)
    walk.look(page, "answered")
    walk.press(page.locator("main a[data-key=c]"))
    walk.write(page.locator("#w"), said.wish)
    walk.look(page, "her-wish")
    walk.press(page.locator("form.write .btn.go"))
    expect(page).to_have_url(re.compile("/console/case/"))
    walk.look(page, "case")
    return UUID(urlsplit(page.url).path.split("/")[3])


def refer(walk: Walk, page: Page) -> None:
    """By pathway, with her yes; from the open case and back to it."""
    walk.press(page.locator(".ways a.btn"))
    walk.look(page, "what-they-will-read")
    walk.press(page.locator("[name=agreed]"))
    walk.press(page.locator("form[data-send] .btn.go"))
    expect(page.locator("#referrals .sentline")).to_have_count(1)
    walk.look(page, "passed-on")


def receive(walk: Walk, page: Page, url: str) -> None:
    """The receiver says yes, and later that help was given."""
    said = SAID[walk.language]
    page.goto(f"{url}/console/received/")
    walk.look(page, "received")
    walk.press(page.locator("[data-row] .up0").first)
    walk.look(page, "can-you-help")
    walk.write(page.locator("#rs"), said.by_receiver)
    walk.press(page.locator("[name=accept][value=yes]"))
    expect(page.locator("[name=done][value=yes]")).to_be_visible()
    walk.look(page, "they-said-yes")
    walk.press(page.locator("[name=done][value=yes]"))
    expect(page.locator("[name=done]")).to_have_count(0)
    walk.look(page, "help-given")


def say_it_helped(walk: Walk, page: Page, url: str, code: str) -> None:
    """She comes back with her code, reads the answer, and is asked whether it helped."""
    page.goto(f"{url}/{walk.language}/back/")
    walk.write(page.locator("#code"), code)
    walk.press(page.locator("main form .btn-full"))
    expect(page.locator("[name=helped][value=yes]")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(SAID[walk.language].answer)
    walk.look(page, "did-it-help")
    walk.press(page.locator("[name=helped][value=yes]"))
    expect(page.locator("[role=status]")).to_be_visible()
    expect(page.locator("[name=helped]")).to_have_count(0)
    walk.look(page, "she-answered")


def close_case(walk: Walk, page: Page) -> None:
    """The caseworker reads in the story what came of it, and closes with the outcome."""
    page.reload()
    expect(page.get_by_role("main")).to_contain_text(SAID[walk.language].by_receiver)
    walk.look(page, "what-came-of-it")
    walk.press(page.locator("summary[data-key=e]"))
    walk.press(page.locator("[name=outcome]").first)
    walk.press(page.locator("form[action$='/close/'] p .btn"))
    expect(page.locator("form[action$='/reopen/'] button")).to_be_visible()
    walk.look(page, "closed")


def link_of(walk: Walk, page: Page) -> str:
    """The link for a receiver without an account, as it is shown this once: path and token."""
    walk.press(page.locator("#referrals .acts a.btn"))
    walk.look(page, "they-have-no-account")
    walk.press(page.locator("form[action$='/link/'] button"))
    link = urlsplit(page.locator("#lk").input_value())
    walk.look(page, "the-link")
    return f"{link.path}#{link.fragment}"


def receive_by_link(walk: Walk, page: Page, link: str) -> None:
    """Opened, answered with a name, and later that help was given; the link stays out of sight."""
    said = SAID[walk.language]
    page.goto(link)
    walk.look(page, "link-opened")
    walk.press(page.locator("form[data-slip] .btn-full"))
    expect(page.locator("[name=do][value=accept]")).to_be_visible()
    walk.look(page, "slip")
    walk.write(page.locator("#nm"), "Rosa")
    walk.write(page.locator("#wd"), said.by_receiver)
    walk.press(page.locator("[name=do][value=accept]"))
    walk.look(page, "slip-yes")
    walk.write(page.locator("#nm"), "Rosa")
    walk.press(page.locator("[name=do][value=done]"))
    expect(page.locator("[name=do]")).to_have_count(0)
    walk.look(page, "slip-done")
