"""Notices: published with a source, old after their day, in a language that is there."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.commons.notices import actions, queries, rules
from amparo.commons.notices.actions import AdviceFacts, NumberFacts
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError
from tests import seed
from tests.cast import FARO, actor, staff_id
from tests.harness import House

HANA = Actor(staff_id("gita"), "staff", (FARO,), frozenset({Power.EDIT_CRISIS}), name="Hana")
RESCUE = NumberFacts(labels={"fr": "Secours", "ht": "Sekou"}, number="116", source="Us")
WATER = AdviceFacts(titles={"en": "Water"}, steps={"en": "Boil\n\nDrink"}, source="Us")


def test_only_what_is_published_is_seen(stage: House) -> None:
    seed.crisis()
    id = actions.save_number(facts=RESCUE, by=HANA)
    assert queries.numbers("fr") == () and len(queries.all_numbers(HANA, "fr")) == 1
    actions.publish(kind="number", id=id, by=HANA)
    (one,) = queries.numbers("fr")
    assert one.label == "Secours" and one.confirmed_at and not one.old
    actions.withdraw(kind="number", id=id, by=HANA)
    assert queries.numbers("fr") == ()


def test_it_is_shown_in_a_language_that_is_there_and_says_so(stage: House) -> None:
    seed.crisis()  # speaks ht, fr, en
    actions.publish(kind="number", id=actions.save_number(facts=RESCUE, by=HANA), by=HANA)
    (one,) = queries.numbers("bn")
    assert (one.label, one.language) == ("Sekou", "ht")


def test_it_is_old_after_its_day_until_someone_asks_again(stage: House) -> None:
    seed.crisis()
    id = actions.save_advice(facts=WATER, by=HANA)
    actions.publish(kind="advice", id=id, by=HANA)
    passed = AdviceFacts(
        titles=WATER.titles,
        steps=WATER.steps,
        source="Us",
        review_by=clock.now().date() - timedelta(days=2),
    )
    actions.save_advice(facts=passed, by=HANA, id=id)
    assert [one.old for one in queries.advice("en")] == [True]
    actions.confirm(kind="advice", id=id, by=HANA)
    (one,) = queries.advice("en")
    assert not one.old and one.steps == ("Boil", "Drink")


def test_one_of_another_crisis_is_not_shown(stage: House) -> None:
    seed.crisis()
    elsewhere = NumberFacts(
        labels={"en": "Elsewhere"}, number="117", source="Us", crisis=staff_id("bruno")
    )
    actions.publish(kind="number", id=actions.save_number(facts=RESCUE, by=HANA), by=HANA)
    actions.publish(kind="number", id=actions.save_number(facts=elsewhere, by=HANA), by=HANA)
    assert [one.number for one in queries.numbers("en")] == ["116"]


def test_it_is_not_written_by_everyone(stage: House) -> None:
    id = actions.save_number(facts=RESCUE, by=machine())
    for act in (actions.publish, actions.withdraw, actions.confirm):
        with pytest.raises(DeniedError):
            act(kind="number", id=id, by=actor("carla"))
        with pytest.raises(NotFoundError):
            act(kind="number", id=staff_id("bruno"), by=HANA)
    with pytest.raises(DeniedError):
        actions.save_number(facts=RESCUE, by=actor("carla"))
    with pytest.raises(DeniedError):
        queries.all_numbers(actor("carla"), "en")


@given(st.text(max_size=60))
def test_a_number_can_be_dialled_or_is_refused(text: str) -> None:
    try:
        kept = rules.check_number(text)
    except InvalidError:
        return
    assert kept.isascii() and any(letter.isdigit() for letter in kept) and len(kept) <= 32


def test_it_is_old_from_the_day_after() -> None:
    day = date(2026, 3, 1)
    assert not rules.old(day, day) and rules.old(day, day + timedelta(days=1))
    assert rules.old(None, day)
