"""What is typed is not lost: each form with words to write keeps a sealed draft on the device."""

import re
from pathlib import Path

import pytest

from amparo.doors.console.said import SAID

CONSOLE = Path(__file__).parents[1]
TEMPLATES = CONSOLE / "templates" / "console"
MARKS = ("data-draft=", "data-whole=", "data-whole-draft=")
# Which forms with words to write keep nothing on the device, and why.
WITHOUT = {
    "new_code.html": "how someone was known is written once, and stays nowhere but with the line",
}
FORM = re.compile(r"<form\b(.*?)</form>", re.DOTALL)
WORDS = re.compile(r"<textarea\b|\{\{ field \}\}")


def forms_of(page: str) -> list[tuple[str, str]]:
    """Each form with something to write: its first tag, and all of it."""
    found = []
    for form in FORM.findall(page):
        if WORDS.search(form):
            # A tag of the template may hold «>»; the token stands right behind the form's own.
            found.append((form.split("{% csrf_token %}")[0], form))
    return found


PAGES = {one.name: one.read_text() for one in sorted(TEMPLATES.glob("*.html"))}
WRITTEN = [name for name, page in PAGES.items() if "<textarea" in page]


@pytest.mark.parametrize("name", [name for name in PAGES if forms_of(PAGES[name])])
def test_each_form_with_words_keeps_a_draft_or_says_why_not(name: str) -> None:
    bare = [tag for tag, _ in forms_of(PAGES[name]) if not any(mark in tag for mark in MARKS)]
    assert not bare or name in WITHOUT, bare
    assert bare or name not in WITHOUT, f"{name} keeps drafts now: take it off the list"


def test_no_words_are_written_outside_a_form() -> None:
    assert len(WRITTEN) > 15
    for name in WRITTEN:
        inside = sum(form.count("<textarea") for _, form in forms_of(PAGES[name]))
        assert inside == PAGES[name].count("<textarea"), name


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_of_a_whole_form_can_be_put_back(name: str) -> None:
    for tag, form in forms_of(PAGES[name]):
        if "data-whole-draft=" in tag:
            assert "draft_bar.html" in form or "data-draft-bar" in form, tag


def test_each_draft_of_a_whole_form_ends_with_a_word_that_pages_say() -> None:
    named = [word for page in PAGES.values() for word in re.findall(r'data-done="(\w+)"', page)]
    assert len(named) > 5 and set(named) <= set(SAID)
