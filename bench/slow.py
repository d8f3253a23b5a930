"""Time to the first useful text over 50 kbit/s with 800 ms of waiting, nothing kept from before.

Chromium's own throttling: the wait stands before every answer, the rate is shared by all of them.
The figure is the worst language of the first page and of the request for help; beside it, under
the same throttle in the same run, half a kilobyte of plain text from the same house.
"""

import os
import statistics

from playwright.sync_api import Browser

from amparo.doors.public.languages import LANGUAGES
from bench import record
from bench.stage import stage
from tests import seed
from tests.browser.chrome import CHROMIUM, PHONE, chromium
from tests.browser.place import running

BYTES_A_SECOND, WAIT_MS, GOAL_MS, TIMES = 50_000 / 8, 800, 3_000.0, 3
PAGES = ("", "help/")
PAINTED = """() => new Promise(done => {
    const said = one => done(one.startTime);
    const there = performance.getEntriesByName('first-contentful-paint')[0];
    if (there) return said(there);
    new PerformanceObserver(list => list.getEntriesByName('first-contentful-paint').forEach(said))
        .observe({type: 'paint', buffered: true}); })"""


def main() -> None:
    """`build/bench/slow.json`."""
    if not CHROMIUM:
        raise SystemExit("needs Chromium: apt install chromium")
    with stage() as house:
        seed.crisis()
        with running(house, worker=False) as url, chromium() as browser:
            empty = [_first_text(browser, f"{url}/static/slip.js") for _ in range(TIMES)]
            addresses = [f"/{one.code}/{page}" for one in LANGUAGES for page in PAGES]
            once = {one: _first_text(browser, url + one) for one in addresses}
            worst = max(once, key=lambda one: once[one])
            again = [_first_text(browser, url + worst) for _ in range(TIMES)]
    record.write(
        name="slow",
        size={"pages": len(addresses), "bytes_a_second": BYTES_A_SECOND, "wait_ms": WAIT_MS},
        figure=statistics.median([once[worst], *again]),
        unit="ms to the first text, the slowest page",
        higher_is_better=False,
        goal=GOAL_MS,
        spread=(min(once.values()), max(*once.values(), *again)),
        baseline_name="half a kilobyte of plain text from the same house, ms",
        baseline_figure=statistics.median(empty),
        slowest=worst,
        by_page={one: round(value) for one, value in once.items()},
        load=round(os.getloadavg()[0], 1),
    )


def _first_text(browser: Browser, address: str) -> float:
    """Milliseconds from the tap to the first text, in a browser that was never here."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": WAIT_MS,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
    page.goto(address)
    found: float = page.evaluate(PAINTED)
    context.close()
    return found


if __name__ == "__main__":
    main()
