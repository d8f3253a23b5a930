"""Guides: typed as lines, translated step by step, shipped once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.commons.guides import actions, queries, rules
from amparo.commons.guides.actions import GuideFacts
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError
from tests.cast import FARO, actor, staff_id
from tests.harness import House

HANA = Actor(staff_id("gita"), "staff", (FARO,), frozenset({Power.EDIT_DIRECTORY}), name="Hana")
LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(LINES)
def test_it_reads_what_it_shows(text: str) -> None:
    try:
        steps, hours = rules.read_steps(text)
    except InvalidError:
        return
    shown = rules.typed_steps(steps, hours)
    assert rules.read_steps(shown) == (steps, hours)


def test_it_reads_hours_and_puts_a_day_where_none_are() -> None:
    assert rules.read_steps("48 h: Ask\n\n Look ") == (["Ask", "Look"], [48, 24])
    for wrong in ("", "99999 h: Never", "\n".join("x" for _ in range(21))):
        with pytest.raises(InvalidError):
            rules.read_steps(wrong)


def test_it_ships_three_once_and_leaves_what_was_changed(stage: House) -> None:
    del stage
    assert (actions.ship(by=machine()), actions.ship(by=machine())) == (3, 0)
    found = queries.guides(actor("bruno"), "ar")
    assert {one.language for one in found} == {"ar"} and all(len(one.steps) > 3 for one in found)
    one = found[0]
    facts = GuideFacts("ar", "عنوان آخر", one.typed, source_on=date(2026, 1, 1))
    actions.save_guide(facts=facts, by=HANA, id=one.id)
    actions.ship(by=machine())
    assert queries.guide(HANA, one.id, "ar").title == "عنوان آخر"


def test_it_has_as_many_steps_in_every_language(stage: House) -> None:
    del stage
    ref = actions.save_guide(facts=GuideFacts("en", "T", "One\nTwo"), by=HANA)
    with pytest.raises(InvalidError):
        actions.save_guide(facts=GuideFacts("ht", "T", "Youn"), by=HANA, id=ref)
    actions.save_guide(facts=GuideFacts("ht", "T", "Youn\nDe"), by=HANA, id=ref)
    card = queries.guide(HANA, ref, "fr")
    assert card.languages == ("en", "ht") and card.typed == ""


def test_it_is_not_written_by_everyone(stage: House) -> None:
    del stage
    facts = GuideFacts("en", "T", "One")
    with pytest.raises(DeniedError):
        actions.save_guide(facts=facts, by=actor("bruno"))
    with pytest.raises(NotFoundError):
        actions.save_guide(facts=facts, by=HANA, id=staff_id("bruno"))
    assert queries.guides(HANA) == ()
