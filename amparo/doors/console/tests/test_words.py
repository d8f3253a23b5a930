"""Clocks, names and drafts: the small words of the console's pages."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from amparo.doors.console import lists, show
from amparo.doors.console.filters import Chosen
from amparo.doors.console.show import draft_key
from amparo.doors.console.templatetags.console import initials, lang, left, span
from amparo.doors.console.templatetags.persons import hours_words
from amparo.kernel import clock
from amparo.kernel.authority import anyone
from tests import cast


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 h 00"),
        (185, "3 h 05"),
        (1440, "1 d 0 h"),
        (-3, "0 min"),
    ],
)
def test_it_says_a_length_in_the_two_units_that_matter(minutes: int, words: str) -> None:
    assert span(timedelta(minutes=minutes)) == words


def test_it_says_how_much_is_left_and_when_it_is_over() -> None:
    now = clock.now()
    early = left(now - timedelta(minutes=5), now + timedelta(minutes=15, seconds=5))
    late = left(now - timedelta(minutes=19), now - timedelta(minutes=4))
    assert early and not early.over and (early.words, early.full) == ("15 min left", 25)
    assert late and late.over and (late.words, late.full) == ("4 min over", 100)


@pytest.mark.parametrize(
    ("code", "marks"),
    [("ar", 'lang="ar" dir="rtl"'), ("und", 'dir="auto"'), ('x" on', 'lang="xon" dir="ltr"')],
)
def test_it_marks_each_text_with_its_language(code: str, marks: str) -> None:
    assert lang(code) == marks


def test_it_abbreviates_a_colleague() -> None:
    assert (initials("Nadia Ruiz"), initials("Bruno"), initials("")) == ("NR", "B", "")


def test_it_gives_each_colleague_a_draft_key_of_their_own() -> None:
    bruno, carla = cast.actor("bruno"), cast.actor("carla")
    assert draft_key(bruno) == draft_key(bruno) != draft_key(carla)
    assert draft_key(anyone()) == ""


def test_every_draft_is_dropped_by_a_page_that_says_it_was_sent() -> None:
    """Otherwise words that were sent stand in the form again, and go out twice."""
    here = Path(show.__file__).parent
    drafts = r'data-draft="([a-z]+:)'
    kept = {
        name
        for page in (here / "templates/console").glob("*.html")
        for name in re.findall(drafts, page.read_text())
    }
    script = (here / "static/console/console.js").read_text()
    table = re.search(r"var DONE = \{(.*?)\};", script)
    assert table and kept
    assert kept <= set(re.findall(r': "([a-z]+:)"', table[1]))


def test_it_keeps_the_other_filters_and_starts_again_at_the_top() -> None:
    chosen = Chosen({"language": "ht", "after": "abc"})
    assert chosen.address(urgency="4") == "/console/queue/?language=ht&urgency=4"
    assert chosen.here == "/console/queue/?language=ht&after=abc"


def test_it_names_the_country_whose_time_it_is_and_no_country_for_an_invented_one() -> None:
    assert (lists.country("HT", "en"), lists.country("HT", "ar")) == ("Haiti", "هايتي")
    assert lists.country("XA", "en") == ""


def test_it_says_the_safe_hours_in_words() -> None:
    assert hours_words(("night", "morning")) == "night, morning"
