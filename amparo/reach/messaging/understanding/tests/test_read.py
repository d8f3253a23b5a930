"""Words as they are compared, and signs where they stand in the message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.reach.messaging.understanding.lexicon import read
from amparo.reach.messaging.understanding.text import fold, words_of

ALIKE = [
    ("DOKTÈ", "dokte"),
    ("émeute", "emeute"),
    ("الماء", "ماء"),
    ("أحمد", "احمد"),
    ("ሠላም", "ሰላም"),
    ("ኣለ", "አለ"),
    ("पाँच", "पांच"),
    ("œuf", "oeuf"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_it_folds_spellings_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_it_parts_a_name_from_its_number_but_not_arabic_in_latin_letters() -> None:
    assert words_of("delma33 musa3da").folded == ("delma", "33", "musa3da")


def test_it_keeps_indic_words_whole() -> None:
    assert words_of("हामीलाई पानी চিকিৎসা").folded == ("हामीलाई", "पानी", "চিকিৎসা")


def test_it_knows_where_a_sign_stands_as_written() -> None:
    reading = read("Kote nou jwenn DLO, POTAB?")
    hit = next(h for h in reading.of("ht", "needs") if h.sign.key == "water")
    assert reading.words.written(hit.first, hit.last) == "DLO"


def test_it_reads_a_word_whose_accents_a_gateway_lost() -> None:
    keys = {hit.sign.key for hit in read("nou bezwen dokt").of("ht", "needs")}
    assert "doctor" in keys


@given(st.text())
def test_its_spans_point_into_the_message(text: str) -> None:
    words = words_of(text)
    assert len(words.folded) == len(words.spans) == len(words.starts)
    assert all(words.text[first:last].strip() for first, last in words.spans)
    assert all(
        words.line[at : at + len(w)] == w for at, w in zip(words.starts, words.folded, strict=True)
    )
