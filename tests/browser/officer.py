"""One officer of the shift, in one browser, by keys: as fast as the pages come."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from playwright.async_api import Browser, Error, Page, Response

from amparo.doors.console.session import COOKIE
from amparo.kernel import clock
from tests.browser.chrome import DESKTOP

# How far down somebody looks for the next one; how many plain ones are answered at once.
REACH, AT_ONCE = 3, 10
# After so many answered one by one, the ones without haste are answered together.
ONE_BY_ONE = 3
WITHOUT_HASTE = (1, 2)
_CLOCKS = """[...document.querySelectorAll('[data-row]')].map(row => {
    const one = row.querySelector('[data-since]');
    return one && [row.id, one.dataset.since, one.textContent] }).filter(Boolean)"""
# What an open row says after T: mine, refused in words, or a colleague's since before.
_TOOK = """mark => { const row = document.getElementById(mark);
    // Keys pressed before htmx has settled would send the row's forms as whole pages.
    if (!row || !row.querySelector('.more') || document.querySelector('.htmx-settling')) return '';
    if (row.querySelector('.who .mine')) return 'mine';
    const said = row.querySelector('[role=alert]');
    if (said) return said.textContent;
    return row.classList.contains('taken') ? row.querySelector('.who').textContent : '' }"""
_DONE = """() => { const said = document.getElementById('many-said');
    const bar = said && said.querySelector('progress');
    return said && !said.hidden && bar.max > 0 && bar.value >= bar.max && [...said.querySelectorAll(
        'li')].map(li => [li.querySelector('a').pathname, !!li.querySelector('.good'),
        li.textContent]) }"""

# What somebody would tell of a page that hangs.
_STANDS = """() => ['#many', '#many-said', '[role=alert]'].map(mark => {
    const one = document.querySelector(mark);
    return mark + (one ? (one.hidden ? ' hidden: ' : ': ') + one.textContent : ' none') })
    .join(' · ') + ' · chosen ' + document.querySelectorAll('input[name=c]:checked').length
    + ' of ' + document.querySelectorAll('[data-row]').length"""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a page said of how long somebody has waited; asked for and read at these moments."""

    conversation: UUID
    since: datetime
    words: str
    asked_at: datetime
    read_at: datetime


@dataclass(slots=True)
class Shift:
    """What came of it."""

    envelopes: dict[str, UUID] = field(default_factory=dict)  # by gateway id
    acknowledged: list[str] = field(default_factory=list)
    refused: int = 0
    taken: dict[UUID, list[str]] = field(default_factory=dict)  # said to be theirs, by whom
    answered: Counter[str] = field(default_factory=Counter)
    together: Counter[str] = field(default_factory=Counter)  # of these, many at once
    not_ready: Counter[str] = field(default_factory=Counter)  # why one of many was left out
    corrected: Counter[str] = field(default_factory=Counter)
    conflicts: list[str] = field(default_factory=list)  # the words of the row
    clocks: list[Clock] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    over: bool = False


async def _told(page: Page, error: Exception) -> str:
    """What went wrong, and what the page said of it: without that nobody finds the cause."""
    try:
        return f"{error} · {' '.join((await page.evaluate(_STANDS)).split())}"
    except Error:
        return str(error)


class Officer:
    """Takes, corrects and answers until the shift is over."""

    def __init__(self, shift: Shift, url: str, name: str) -> None:
        self._shift, self._url, self._name = shift, f"{url}/console/", name
        self._dice = random.Random(name)

    async def work(self, browser: Browser, token: str) -> None:
        """The whole shift; what broke in the browser is written down, and the work goes on."""
        context = await browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
        await context.add_cookies([{"name": COOKIE, "value": token, "url": self._url}])
        page = await context.new_page()
        page.on("response", self._note)
        page.on("pageerror", lambda error: self._shift.errors.append(str(error)))
        while not self._shift.over:
            try:
                await self._round(page)
            except (Error, AssertionError) as error:
                self._shift.errors.append(f"{self._name} at {page.url}: {await _told(page, error)}")
        await context.close()

    async def _round(self, page: Page) -> None:
        for _ in range(ONE_BY_ONE):
            if await self._look(page, "free=1") and not self._shift.over:
                await self._serve(page)
        for urgency in WITHOUT_HASTE:
            if await self._look(page, f"free=1&urgency={urgency}") > AT_ONCE:
                await self._take_many(page)
            if await self._look(page, f"mine=1&urgency={urgency}"):
                await self._answer_many(page)

    def _note(self, response: Response) -> None:
        if response.status >= 500 or response.status in (400, 403, 404, 429):
            self._shift.errors.append(f"{response.status} {response.url}")

    async def _look(self, page: Page, which: str) -> int:
        """How many the queue shows under this filter; every clock on it is written down."""
        asked = clock.now()
        await page.goto(f"{self._url}queue/?{which}", wait_until="load")
        shown = await page.evaluate(_CLOCKS)
        read = clock.now()
        for row, since, words in shown:
            ref, moment = UUID(row.removeprefix("r-")), datetime.fromisoformat(since)
            self._shift.clocks.append(Clock(ref, moment, words.strip(), asked, read))
        if not shown:
            await asyncio.sleep(0.2)
        return len(shown)

    async def _serve(self, page: Page) -> None:
        """One of the topmost, as everybody chooses: so they meet. J down to it, T takes it."""
        rows = page.locator("[data-row]")
        down = 1 + self._dice.randrange(min(REACH, await rows.count()))
        mark = await rows.nth(down - 1).get_attribute("id") or ""
        for key in ["j"] * down + ["t"]:
            await page.keyboard.press(key)
        said = await (await page.wait_for_function(_TOOK, arg=mark)).json_value()
        if said != "mine":
            self._shift.conflicts.append(said)
            return
        ref = UUID(mark.removeprefix("r-"))
        self._shift.taken.setdefault(ref, []).append(self._name)
        await self._correct(page, ref)
        await self._answer(page, ref)

    async def _correct(self, page: Page, ref: UUID) -> None:
        """Urgency, with one key, of every third."""
        if ref.int % 3:
            return
        async with page.expect_response(lambda r: f"{ref}/urgency/" in r.url) as waits:
            await page.keyboard.press("3")
        status = (await waits.value).status
        assert status == 200, f"urgency answered {status}"
        self._shift.corrected[self._name] += 1

    async def _answer(self, page: Page, ref: UUID) -> None:
        """The first of the ready answers, sent: M, 1, Ctrl and Enter."""
        await page.goto(f"{self._url}conversation/{ref}/", wait_until="load")
        await page.keyboard.press("m")
        await page.keyboard.press("1")
        async with page.expect_navigation(wait_until="load"):
            await page.keyboard.press("Control+Enter")
        if "data-done" not in await page.content():
            self._shift.errors.append(f"not answered: {page.url}")
        self._shift.answered[self._name] += 1

    async def _choose(self, page: Page, count: int) -> None:
        """So many of the rows, from one that the dice names: J down to it, X, Shift and J on."""
        rows = await page.locator("[data-row]").count()
        first = 1 + self._dice.randrange(max(1, rows - count + 1))
        for key in ["j"] * first + ["x"] + ["Shift+J"] * (min(count, rows) - 1):
            await page.keyboard.press(key)

    async def _done(self, page: Page) -> list[tuple[UUID, bool, str]]:
        """What became of each of those that were chosen."""
        rows = await (await page.wait_for_function(_DONE)).json_value()
        return [
            (UUID(path.split("/")[3]), good, " ".join(words.split())) for path, good, words in rows
        ]

    async def _take_many(self, page: Page) -> None:
        await self._choose(page, AT_ONCE)
        await page.keyboard.press("t")
        for ref, good, words in await self._done(page):
            if good:
                self._shift.taken.setdefault(ref, []).append(self._name)
            else:
                self._shift.conflicts.append(words)

    async def _answer_many(self, page: Page) -> None:
        """Each in its own language, where the answer is ready in it; the others one by one."""
        await self._choose(page, AT_ONCE)
        await page.locator("[name=deed][value=answer]").press("Enter")
        left = []
        for ref, good, words in await self._done(page):
            if good:
                self._shift.answered[self._name] += 1
                self._shift.together[self._name] += 1
            else:
                self._shift.not_ready[" ".join(words.split()[3:])] += 1
                left.append(ref)
        for ref in left:
            await self._answer(page, ref)
