"""A sender as a number that can be answered. All numbers are from ranges for fiction or made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.reach.messaging.understanding.numbers import to_e164

HAITI = "+50934123456"


@pytest.mark.parametrize(
    ("raw", "country"),
    [
        ("+509 34 12 3456", "HT"),
        ("34123456", "HT"),
        ("34-12-34-56", "ht"),
        ("0050934123456", "HT"),
        ("00 509 34123456", ""),
        ("50934123456", "HT"),
        ("50934123456", ""),
        ("+٥٠٩٣٤١٢٣٤٥٦", ""),
        ("\u202a+509\xa034123456\u202c", "HT"),
    ],
)
def test_it_reads_what_gateways_and_people_write(raw: str, country: str) -> None:
    number = to_e164(raw, country)
    assert (number.e164, number.doubtful, number.reason) == (HAITI, False, "")


@pytest.mark.parametrize(
    ("raw", "country", "word"),
    [
        ("", "HT", "no number"),
        ("+", "HT", "no number"),
        ("4636", "HT", "short code"),
        ("Digiphone", "HT", "no number"),
        ("Info24", "HT", "name"),
        ("34123456", "", "country"),
        ("34123456", "??", "country"),
        ("+509123", "HT", "network"),
        ("9" * 500, "HT", "network"),
    ],
)
def test_it_says_why_a_person_should_look(raw: str, country: str, word: str) -> None:
    number = to_e164(raw, country)
    assert number.e164 is None
    assert number.doubtful
    assert word in number.reason


@given(st.text(), st.text(max_size=3))
def test_it_never_fails(raw: str, country: str) -> None:
    number = to_e164(raw, country)
    assert number.doubtful == (number.e164 is None) == bool(number.reason)
