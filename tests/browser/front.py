"""What a person does on the public pages, without a script: she asks, comes back, looks around."""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in one language, and the digits that are typed in it."""

    need: str
    answer: str
    digits: str = "0123456789"


SAID = {
    "es": Said(
        "Se cayó nuestra casa. Somos cuatro, con un bebé. Dormimos en la calle.",
        "Hay camas para los cuatro esta noche.",
    ),
    "ar": Said(
        "سقط بيتنا. نحن أربعة ومعنا رضيع. ننام في الشارع.",
        "توجد أسرّة لكم جميعاً هذه الليلة.",
        "٠١٢٣٤٥٦٧٨٩",
    ),
    "am": Said("ቤታችን ፈርሷል። አራት ነን፣ ሕፃን አለን። ውጭ ነው የምንተኛው።", "ዛሬ ማታ ለአራታችሁም አልጋ አለ።"),
}


def asking(page: Page, home: str, words: str) -> Iterator[str]:
    """Her way from the first page to the code, by what can be seen; the name of each page."""
    page.goto(home)
    page.locator(".hero .btn-lamp").click()
    yield "help-what"
    page.locator("label[for=n-shelter]").click()
    page.locator("#w").fill(words)
    page.locator("[name=go][value=where]").click()
    page.locator("label[for=h-say]").click()
    page.locator("#pl").fill("Delmas")
    yield "help-where"
    page.locator("[name=go][value=reach]").click()
    page.locator("label[for=r-code]").click()
    yield "help-reach"
    page.locator("[name=go][value=send]").click()
    page.locator("p.code").wait_for()
    yield "receipt"


def code(page: Page) -> str:
    """The code on the receipt, as she copies it."""
    return "".join(page.locator("p.code").inner_text().split())


def come_back(page: Page, home: str, code: str) -> None:
    """From the first page to her answer, with this code."""
    page.goto(home)
    page.locator(".hero .btn-2").click()
    page.locator("#code").fill(code)
    page.locator("main form .btn-full").click()
