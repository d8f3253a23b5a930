"""A shift: messages come in at the door while three officers take and answer in their browsers.

Everything that was shown and said is kept, to be held against the rows and the audit afterwards.
"""

import asyncio
import os
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from playwright.async_api import Browser, Page, Response, async_playwright

from amparo.doors.cli import replay_file, replay_send
from amparo.doors.cli.replay_file import Row
from amparo.doors.console.session import COOKIE
from amparo.kernel import clock
from amparo.reach.messaging.channels.inbound import envelope_id
from tests.browser.place import CHROMIUM, DESKTOP
from tests.harness import House

RATE, SECONDS_AFTER, REACH = 5.0, 15.0, 3
FILE = "messages/disaster_messages_train.csv.gz"
ANSWER = "Nou resevwa mesaj ou. N ap chèche pou ou."
_WANT = ("dlo", "manje", "doktè", "yon kote pou dòmi", "medikaman", "yon tant")
_WHERE = ("Delmas", "Jacmel", "Delmas 33", "yon lekòl", "bò legliz la")


@dataclass(frozen=True, slots=True)
class Clock:
    """What a page said of how long somebody has waited, and when it was read."""

    conversation: UUID
    since: datetime
    words: str
    read_at: datetime


@dataclass(slots=True)
class Shift:
    """What came of it."""

    envelopes: dict[str, UUID] = field(default_factory=dict)  # by gateway id
    acknowledged: list[str] = field(default_factory=list)
    refused: int = 0
    taken: dict[UUID, list[str]] = field(default_factory=dict)  # said to be theirs, by whom
    answered: Counter[str] = field(default_factory=Counter)
    corrected: Counter[str] = field(default_factory=Counter)
    conflicts: list[str] = field(default_factory=list)  # the words of the row
    clocks: list[Clock] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    over: bool = False


def messages(count: int) -> list[Row]:
    """Real ones where the place of test data has them, invented ones elsewhere."""
    file = Path(os.environ.get("AMPARO_TEST_DATA", "/nonexistent")) / FILE
    if file.is_file():
        return replay_file.rows(file, "original", count)
    dice = random.Random(7)
    return [Row(n, f"shift-{n}", replay_file.sender(n), _invented(dice, n)) for n in range(count)]


def _invented(dice: random.Random, number: int) -> str:
    want, where = dice.sample(_WANT, 2), dice.choice(_WHERE)
    return f"Bonjou, nou se {2 + number % 9} moun, nou bezwen {want[0]} ak {want[1]} nan {where}."


def run(url: str, house: House, officers: dict[str, str], count: int) -> Shift:
    """The shift with these officers (name and session), over when all came in and a little more."""
    return asyncio.run(_run(url, house, officers, messages(count)))


async def _run(url: str, house: House, officers: dict[str, str], rows: list[Row]) -> Shift:
    shift = Shift()
    id_key = bytes.fromhex(house.config["door"]["id_key"])
    shift.envelopes = {row.id: envelope_id(id_key, "json", row.id) for row in rows}
    async with async_playwright() as play:
        browser = await play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        work = [
            asyncio.create_task(_Officer(shift, url, name).work(browser, token))
            for name, token in officers.items()
        ]
        sent = await asyncio.to_thread(_send, url, house, rows)
        shift.acknowledged, shift.refused = sent.acknowledged, len(sent.refused)
        await asyncio.sleep(SECONDS_AFTER)
        shift.over = True
        await asyncio.gather(*work)
        await browser.close()
    return shift


def _send(url: str, house: House, rows: list[Row]) -> replay_send.Sent:
    secret = house.config["door"]["channels"]["json"]["secret"].encode()
    return replay_send.send(
        rows,
        lambda row: replay_file.as_json(row, secret),
        url,
        rate=RATE,
        done=lambda row: None,
    )


class _Officer:
    """One officer in one browser, as fast as the pages come."""

    def __init__(self, shift: Shift, url: str, name: str) -> None:
        self._shift, self._url, self._name = shift, url, name
        self._dice = random.Random(name)

    async def work(self, browser: Browser, token: str) -> None:
        """Takes, corrects and answers until the shift is over."""
        context = await browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
        await context.add_cookies([{"name": COOKIE, "value": token, "url": self._url}])
        page = await context.new_page()
        page.on("response", self._note)
        page.on("pageerror", lambda error: self._shift.errors.append(str(error)))
        while not self._shift.over:
            await page.goto(f"{self._url}/console/queue/?free=1", wait_until="load")
            await self._read_clocks(page)
            if await page.locator("[data-row]").count():
                await self._serve(page)
            else:
                await asyncio.sleep(0.3)
        await context.close()

    def _note(self, response: Response) -> None:
        if response.status >= 500:
            self._shift.errors.append(f"{response.status} {response.url}")

    async def _read_clocks(self, page: Page) -> None:
        shown = await page.evaluate(
            "[...document.querySelectorAll('[data-row]')].map(row => { const one = row."
            "querySelector('[data-since]'); return one && [row.id, one.dataset.since, "
            "one.textContent] }).filter(Boolean)"
        )
        at = clock.now()
        for row, since, words in shown:
            ref, moment = UUID(row.removeprefix("r-")), datetime.fromisoformat(since)
            self._shift.clocks.append(Clock(ref, moment, words.strip(), at))

    async def _serve(self, page: Page) -> None:
        """One of the topmost, as everybody chooses: so they meet."""
        rows = page.locator("[data-row]")
        row = rows.nth(self._dice.randrange(min(REACH, await rows.count())))
        mark = await row.get_attribute("id") or ""
        ref = UUID(mark.removeprefix("r-"))
        row = page.locator(f"#{mark}")
        await row.locator(".up0").first.click()
        take = row.get_by_role("button", name=re.compile("^Take"))
        try:
            await take.wait_for(timeout=8_000)
        except Exception:
            # A colleague was faster between the page and the click: the open row says who has it.
            self._shift.conflicts.append(await row.locator(".who").inner_text())
            return
        async with page.expect_response(lambda r: f"{ref}/take/" in r.url) as waits:
            await take.click()
        response = await waits.value
        if response.status == 409:
            alert = row.get_by_role("alert")
            await alert.wait_for()
            self._shift.conflicts.append(await alert.inner_text())
            return
        assert response.status == 200, response.status
        self._shift.taken.setdefault(ref, []).append(self._name)
        await self._correct(page, mark, ref)
        await self._answer(page, ref)

    async def _correct(self, page: Page, mark: str, ref: UUID) -> None:
        """Urgency, with one press, of every third."""
        if ref.int % 3:
            return
        row = page.locator(f"#{mark}")
        async with page.expect_response(lambda r: f"{ref}/urgency/" in r.url) as waits:
            await row.get_by_role("button", name=re.compile("^Today")).click()
        assert (await waits.value).status == 200
        self._shift.corrected[self._name] += 1

    async def _answer(self, page: Page, ref: UUID) -> None:
        await page.goto(f"{self._url}/console/conversation/{ref}/#answer", wait_until="load")
        await page.locator("#answer textarea").fill(ANSWER)
        async with page.expect_navigation(wait_until="load"):
            await page.locator("#answer").get_by_role("button", name=re.compile("^Send")).click()
        if "said=answered" not in page.url and "data-done" not in await page.content():
            self._shift.errors.append(f"not answered: {page.url}")
        self._shift.answered[self._name] += 1
