"""Beginning a crisis."""

from dataclasses import replace
from datetime import date

import pytest

from amparo.commons.crises import actions, queries
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError, InvalidError
from tests.cast import actor
from tests.harness import House

FLOOD = actions.CrisisFacts("Flood", "HT", date(2026, 1, 2), lines={"ht": "Dlo desann."})


def test_it_is_the_present_one(stage: House) -> None:
    ref = actions.add_crisis(facts=FLOOD, by=machine())
    present = queries.current("ht")
    assert present is not None
    assert (present.id, present.country, present.line) == (ref, "HT", "Dlo desann.")


def test_the_invented_country_is_one(stage: House) -> None:
    actions.add_crisis(facts=replace(FLOOD, country="XA"), by=machine())
    assert queries.current("en") is not None


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("name", replace(FLOOD, name=" ")),
        ("country", replace(FLOOD, country="ZZ")),
        ("timezone", replace(FLOOD, timezone="Mars/Olympus")),
    ],
)
def test_what_can_not_be_is_refused(stage: House, field: str, facts: actions.CrisisFacts) -> None:
    with pytest.raises(InvalidError) as refused:
        actions.add_crisis(facts=facts, by=machine())
    assert refused.value.field == field
    assert queries.current("en") is None


def test_only_who_edits_crises_may_do_it(stage: House) -> None:
    with pytest.raises(DeniedError):
        actions.add_crisis(facts=FLOOD, by=actor("bruno"))
    assert actions.add_crisis(facts=FLOOD, by=actor("farid"))


def test_a_record_of_another_crisis_turns_nobody_away(stage: House) -> None:
    actions.seed_needs(by=machine())
    actions.add_crisis(facts=FLOOD, by=machine())
    later = replace(FLOOD, name="Border", country="DO", started_on=date(2026, 9, 1))
    actions.add_crisis(facts=replace(later, answered=False), by=machine())
    assert (present := queries.current("en")) is not None and present.title == "Flood"
    actions.add_crisis(facts=later, by=machine())
    assert (present := queries.current("en")) is not None and present.title == "Border"
