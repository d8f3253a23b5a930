"""`make pictures`: the pictures of the README, taken from a demo house that runs."""

import io
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.chrome import CHROMIUM, chromium
from tests.door.house import free_port

OUT = Path(__file__).parents[2] / "docs" / "pictures"
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}
TALL: ViewportSize = {"width": 1280, "height": 1010}
MOST = 60_000  # bytes of one picture
COLOURS = (128, 64, 48, 40, 32, 24)
# A colour that few points have, such as that of danger, is not lost among the greys of letters.
METHOD = Image.Quantize.MAXCOVERAGE
READY, PASSWORD = "ready http", "with the password "


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo house that answers at `url`."""

    url: str
    password: str


@contextmanager
def demo() -> Iterator[Demo]:
    """It has run, with all its processes, in a folder that is gone afterwards."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="amparo-pictures-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        command = [sys.executable, "-m", "amparo.doors.cli.main", "up", "--demo"]
        house = subprocess.Popen(
            [*command, "--data", f"{folder}/house", "--bind", f"127.0.0.1:{port}"],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield Demo(f"http://localhost:{port}", _password(house))
        finally:
            house.send_signal(signal.SIGTERM)
            house.wait(60)


def _password(house: subprocess.Popen[str]) -> str:
    """What the demo printed, once it is ready."""
    assert house.stdout is not None
    password = ""
    for line in house.stdout:
        if PASSWORD in line:
            password = line.partition(PASSWORD)[2].split()[0]
        if line.startswith(READY):
            return password
    raise SystemExit("The demo did not start. `make run` says why.")


def sign_in(page: Page, house: Demo, login: str) -> None:
    """This colleague is signed in."""
    page.goto(f"{house.url}/console/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", house.password)
    page.locator("main button").first.click()
    page.wait_for_load_state()


def _public(address: str) -> Callable[[Page, Demo], None]:
    def show(page: Page, house: Demo) -> None:
        page.goto(house.url + address)

    return show


def services(page: Page, house: Demo) -> None:
    """Places that help near a place; the first of them at the top."""
    page.goto(f"{house.url}/en/services/")
    page.get_by_text("Mercado Viejo").first.click()
    page.locator(".svc").first.wait_for()
    page.evaluate("scrollTo(0, document.querySelector('.svc').getBoundingClientRect().top - 72)")


def queue(page: Page, house: Demo) -> None:
    """The queue with one row open; the note of the shift before has been read."""
    sign_in(page, house, "ines")
    if (note := page.locator(".ban button", has_text="Read")).count():
        note.click()
    page.goto(f"{house.url}/console/queue/")
    page.locator("li[data-row]", has_text="Labindalawa kaming marino").locator(".orig a").click()
    page.get_by_text("Close the row").wait_for()
    page.evaluate("scrollTo(0, 0)")


def case(page: Page, house: Demo) -> None:
    """One case: the wish first, then what was promised and what happened."""
    sign_in(page, house, "marisol")
    _open_case(page, house, "A roof first. Papers can wait.")


def referral(page: Page, house: Demo) -> None:
    """The sheet as the receiver would read it, and what stays."""
    case(page, house)
    page.locator("a[href*='/refer/']").first.click()
    page.get_by_text("Stays here").wait_for()


def _open_case(page: Page, house: Demo, wish: str) -> None:
    """The case of this wish. Lists show no wish: one looks into them."""
    page.goto(f"{house.url}/console/cases/")
    found = page.eval_on_selector_all("main a[href*='/case/']", "them => them.map(a => a.href)")
    for address in dict.fromkeys(found):
        page.goto(address)
        if page.get_by_text(wish).count():
            return
    raise SystemExit(f"No case wishes «{wish}» any more.")


Shown = tuple[Callable[[Page, Demo], None], ViewportSize, float]
PICTURES: dict[str, Shown] = {
    "home-phone": (_public("/en/"), PHONE, 1.5),
    "help-phone": (_public("/en/help/"), PHONE, 1.5),
    "services-phone": (services, PHONE, 1.5),
    "home-phone-ar": (_public("/ar/"), PHONE, 1.5),
    "queue": (queue, DESK, 1),
    "case": (case, DESK, 1),
    "referral": (referral, TALL, 1),
}


def take(browser: Browser, house: Demo, name: str) -> bytes:
    """This picture, as the browser gives it."""
    show, size, scale = PICTURES[name]
    context = browser.new_context(
        viewport=size, device_scale_factor=scale, locale="en", reduced_motion="reduce"
    )
    try:
        page = context.new_page()
        show(page, house)
        return page.screenshot(animations="disabled", caret="hide")
    finally:
        context.close()


def small(png: bytes) -> bytes:
    """The same with as many colours as fit into MOST bytes."""
    whole = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        out = io.BytesIO()
        whole.quantize(colours, METHOD, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= MOST:
            return out.getvalue()
    raise SystemExit(f"Even with {COLOURS[-1]} colours it is larger than {MOST} bytes.")


def main(wanted: list[str]) -> None:
    """The pictures lie in docs/pictures: all, or those that were named."""
    if not CHROMIUM:
        raise SystemExit("needs Chromium: apt install chromium")
    OUT.mkdir(exist_ok=True)
    with chromium() as browser, demo() as house:
        for name in wanted or PICTURES:
            kept = small(take(browser, house, name))
            (OUT / f"{name}.png").write_bytes(kept)
            sys.stdout.write(f"   {name}: {len(kept) / 1000:.0f} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
