"""How well needs are found in real messages; docs/understanding.md has the figures."""

import pytest

from amparo.reach.messaging.understanding.tests.measured import Measured, measure, real_messages

# Lower ends of what was measured on the held-out half: this test notices a word file made worse.
FLOORS = {"water": 0.75, "food": 0.75, "shelter": 0.60, "medical_help": 0.30}


@pytest.fixture(scope="module")
def held_out() -> Measured:
    file = real_messages()
    if file is None:
        pytest.skip("AMPARO_TEST_DATA is not set: no real messages here")
    return measure(file, "odd")


@pytest.mark.parametrize(("column", "floor"), FLOORS.items())
def test_it_finds_needs_in_real_messages(held_out: Measured, column: str, floor: float) -> None:
    assert held_out.scores[column].f1 >= floor


def test_it_knows_the_language_of_nearly_all_real_messages(held_out: Measured) -> None:
    assert held_out.languages["und"] / held_out.texts <= 0.05
    assert held_out.languages["ht"] / held_out.texts >= 0.7
