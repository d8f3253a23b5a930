"""The whole understanding of one text, and that no text whatever stops the line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.reach.messaging.understanding.places import Entry, Gazetteer
from amparo.reach.messaging.understanding.understand import Understanding, understand

GAZETTEER = Gazetteer([Entry("1", ("Port Amarena", "Amarena"), 11.5, -60.5, "town", 40_000)])


def understood(text: str, country: str = "HT") -> Understanding:
    """The text, read in a crisis with one town."""
    return understand(text, gazetteer=GAZETTEER, hint=None, expected=("ht",), country=country)


def test_it_says_language_needs_urgency_and_place() -> None:
    found = understood("Nou nan Amarena, gen 60 moun ki pa gen dlo")
    assert found.language.language == "ht"
    assert [one.need for one in found.needs] == ["water"]
    assert (found.urgency.level, found.urgency.people) == (3, 60)
    assert [one.ref for one in found.places] == ["1"]


WILD = [
    "",
    "\x00",
    "\ud800",
    "\udfff dlo \ud800",
    "😀" * 500,
    "a" * 1_000_000,
    "dlo " * 250_000,
    "A " * 500_000,
    "۳" * 1_000,
    "\u202e\u200d\u0301" * 300,
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "9" * 5_000 + " people",
    "² moun ½ moun ① moun",
]


@pytest.mark.parametrize("text", WILD, ids=range(len(WILD)))
def test_it_never_fails_on_a_wild_text(text: str) -> None:
    assert 0 <= understood(text).urgency.level <= 4


_LETTERS = st.text(st.characters(categories=["L", "N", "Cs", "Cc", "So", "Zs", "Mn"]))
_WORDS = st.lists(
    st.sampled_from(["pa", "gen", "dlo", "no", "²", "٣", "jou", "enough", ",", "\x00"])
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), _LETTERS, _WORDS.map(" ".join)), st.text(max_size=3))
def test_it_never_fails_on_any_text(text: str, country: str) -> None:
    found = understood(text, country)
    assert 0 <= found.language.confidence <= 1
    assert (found.urgency.level == 0) <= (not found.needs)
    assert all(one.reasons for one in found.needs)
