"""intake-keys.json: what the keyholder writes the door reads, and nothing that is not so."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.kernel.sealed import DayKey, day_key_id, public_of, read_day_keys, write_day_keys

KEYS = [
    DayKey(day_key_id(public), date(2026, 11, n), public)
    for n, public in ((n, public_of(bytes([n] * 32))) for n in (22, 23))
]


def test_it_reads_what_was_written() -> None:
    """Every key, in order."""
    assert read_day_keys(write_day_keys(KEYS)) == KEYS


def test_it_refuses_a_key_that_is_not_what_its_id_says() -> None:
    """Sealed to it, a message could never be opened."""
    told = json.loads(write_day_keys(KEYS))
    told["keys"][0]["public"] = told["keys"][1]["public"]
    with pytest.raises(ValueError, match="match"):
        read_day_keys(json.dumps(told))


@given(st.text(max_size=40) | st.recursive(st.none() | st.integers(), st.lists).map(json.dumps))
def test_it_refuses_what_is_no_list_of_keys_in_one_way_only(text: str) -> None:
    """ValueError, whatever was in the file."""
    with pytest.raises(ValueError, match="."):
        read_day_keys(text)


@pytest.mark.parametrize("cut", [2, 20, 100])
def test_it_refuses_a_file_that_was_cut_off(cut: int) -> None:
    """Half a list is no list."""
    with pytest.raises(ValueError, match="."):
        read_day_keys(write_day_keys(KEYS)[:-cut])
