"""Free text: what is kept of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.doors.public.clean import LONGEST, kept, last_words, tidy


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("we\x00 are three", "we are three"),
        ("lost \ud83d half", "lost  half"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("e\u0301", "é"),
        ("  \n water \t", "water"),
        ("\x1b[31mred", "[31mred"),
        ("=1+1 <b>&amp;</b>", "=1+1 <b>&amp;</b>"),
        ("নে\u200cপাল مي\u200cخواهم", "নে\u200cপাল مي\u200cخواهم"),
    ],
)
def test_it_keeps_the_words_and_drops_what_no_reader_sees(sent: str, read: str) -> None:
    assert tidy(sent) == read


@given(st.text(st.characters(codec=None), max_size=300))
def test_it_makes_any_text_storable_and_is_stable(text: str) -> None:
    result = kept(text)
    assert "\x00" not in result
    assert result.encode("utf-8").decode("utf-8") == result == kept(result)


def test_it_keeps_the_first_five_thousand_characters() -> None:
    assert kept("a" * 1_000_000) == "a" * LONGEST


def test_it_says_how_a_cut_text_ends() -> None:
    assert last_words("a" * LONGEST) is None
    assert last_words("a" * (LONGEST - 5) + "kafou" + " and more") == "a" * 55 + "kafou"
