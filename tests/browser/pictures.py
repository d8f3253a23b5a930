"""Pictures of every public page of a running demo, for people to look at: build/pictures.

`make run` in one terminal, and in another:
`.venv/bin/python -m tests.browser.pictures [address] [language …]`
"""

import shutil
import sys
from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser import front
from tests.browser.chrome import DESKTOP, PHONE, chromium
from tests.shape.tree import ROOT

OUT = ROOT / "build/pictures"
LANGUAGES = ("en", "ar", "am", "bn")
PLAIN = (
    ("home", ""),
    ("back", "back/"),
    ("lost", "back/lost/"),
    ("signs", "concern/signs/"),
    ("numbers", "numbers/"),
    ("today", "today/"),
    ("about", "about/"),
    ("limits", "limits/"),
    ("languages", "languages/"),
)


def main() -> None:
    """One picture for each page, language and size."""
    url, *languages = sys.argv[1:] or ["http://127.0.0.1:8000"]
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with chromium() as browser:
        for language in languages or LANGUAGES:
            for size, look in (("phone", PHONE), ("desktop", DESKTOP)):
                page = browser.new_page(viewport=look)  # type: ignore[arg-type]
                for name in _seen(page, f"{url.rstrip('/')}/{language}/"):
                    page.screenshot(
                        path=OUT / f"{name}-{language}-{size}.png",
                        full_page=True,
                        style=".top{position:static!important}",
                    )
                page.close()
            sys.stdout.write(f"{language}\n")


def _seen(page: Page, home: str) -> Iterator[str]:
    for name, address in PLAIN:
        page.goto(home + address)
        yield name
    page.goto(f"{home}services/")
    yield "services"
    page.locator("ul.langs a").first.click()
    yield "services-list"
    page.locator(".svc h2 a").first.click()
    yield "service"
    yield from front.asking(page, home, "…")
    page.locator("form[action$='/back/'] button").click()
    yield "thread"
    page.goto(f"{home}concern/")
    yield "concern"


if __name__ == "__main__":
    main()
