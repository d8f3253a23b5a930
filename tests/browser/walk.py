"""The steps of a journey, by mouse or by keys, each looked at by axe and kept as a picture."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.shape.tree import ROOT

OUT = ROOT / "build/journeys"
# What sticks to an edge of the window would lie across the middle of a picture of the whole page.
_WHOLE = ".top,.keys,.side,.many-bar{position:static!important}"


class Hand(Protocol):
    """How somebody works a page."""

    def press(self, target: Locator) -> None:
        """A button, a link, a box to tick."""

    def write(self, target: Locator, words: str) -> None:
        """Into a field."""


class Mouse:
    """By pointer or finger."""

    def press(self, target: Locator) -> None:
        """Pressed where it shows."""
        target.click()

    def write(self, target: Locator, words: str) -> None:
        """In one go, as pasted."""
        target.fill(words)


class Keys:
    """By keys alone: Tab until it is reached, then the key that this kind of thing hears."""

    def press(self, target: Locator) -> None:
        """Boxes hear Space, everything else Enter."""
        box = self._reach(target)
        target.page.keyboard.press("Space" if box else "Enter")

    def write(self, target: Locator, words: str) -> None:
        """Letter by letter."""
        self._reach(target)
        target.page.keyboard.type(words)

    @staticmethod
    def _reach(target: Locator) -> bool:
        """The focus is there; whether it is a box to tick."""
        page, wanted = target.page, target.element_handle()
        box: bool = wanted.evaluate("el => /^(checkbox|radio)$/.test(el.type)")
        for _ in range(200):
            # Of radio buttons Tab reaches one; the arrows go on from there.
            where = page.evaluate(
                "el => { const now = document.activeElement; return now === el ? 'there' : "
                "el.type === 'radio' && now.name === el.name && now.form === el.form ? 'beside' : "
                "'' }",
                wanted,
            )
            if where == "there":
                return box
            page.keyboard.press("ArrowDown" if where else "Tab")
        raise AssertionError(f"never reached by Tab: {target} on {page.url}")


@dataclass
class Walk:
    """One journey: its name, its language, the hand, and what was seen on the way."""

    name: str
    language: str
    hand: Hand
    judged: bool = True  # whether axe looks too; where another journey has it look, it need not
    shown: bool = True  # whether it is looked at at all
    seen: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def by_keys(self) -> bool:
        """Whether no pointer is used: then boxes are reached themselves, not their labels."""
        return isinstance(self.hand, Keys)

    def look(self, page: Page, step: str) -> None:
        """The page as it stands is judged and kept."""
        page.wait_for_load_state()
        if not self.shown:
            return
        self.seen.append(step)
        file = OUT / f"{self.name}-{len(self.seen):02}-{step}.png"
        OUT.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=file, full_page=True, style=_WHOLE)
        if self.judged:
            self.wrong += [f"{step}: {one}" for one in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            self.wrong.append(f"{step}: wider than the screen")
        expect(page.locator("html")).to_have_attribute("lang", self.language)

    def press(self, target: Locator) -> None:
        """As the hand does it."""
        self.hand.press(target)

    def write(self, target: Locator, words: str) -> None:
        """As the hand does it."""
        self.hand.write(target, words)


def sweep(name: str) -> None:
    """No picture of an earlier journey of this name is left."""
    for file in Path(OUT).glob(f"{name}-*.png"):
        file.unlink()
