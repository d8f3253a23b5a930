"""Early signs: told by organisations that help, surer with each independent one, and all clear."""

from dataclasses import replace

import pytest

from amparo.kernel.authority import Power, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.models import AuditLine
from amparo.kernel.rooms import room
from amparo.reach.duty import actions, queries, rules
from amparo.reach.duty.actions.signals import Told
from amparo.reach.duty.models import Report
from tests.cast import CONSULATE, FARO, LINE, OLA, TRACERS, actor
from tests.harness import House

WORDS = "Trucks of the patrol wait behind the market."


def told(scope: object = FARO, sure: int = 1, place: str = "Jacmel", words: str = "") -> Told:
    return Told(scope, "expulsion", place, sure, words)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reports", "level"),
    [
        ([("a", 1)], "heard"),
        ([("a", 2)], "heard"),
        ([("a", 3)], "watch"),
        ([("a", 1), ("a", 1), ("a", 2)], "heard"),
        ([("a", 1), ("b", 1)], "watch"),
        ([("a", 1), ("b", 2)], "warning"),
        ([("a", 3), ("b", 1)], "warning"),
        ([("a", 1), ("b", 1), ("c", 1)], "warning"),
    ],
)
def test_the_level_follows_the_written_rule(reports: list[tuple[str, int]], level: str) -> None:
    assert rules.level_of(reports) == level


def test_an_independent_organisation_makes_it_surer(keys: House) -> None:
    one = actions.tell(told=told(sure=2), by=actor("bruno"))
    assert actions.tell(told=told(LINE, sure=2), by=actor("bruno")) == one  # Faro answers for it
    assert queries.signs(actor("bruno")).rows[0].level == "heard"
    assert actions.tell(told=told(OLA), by=actor("carla")) == one
    row = queries.signs(actor("bruno")).rows[0]
    assert (row.level, row.sources) == ("warning", 2)


def test_only_who_asked_is_warned_and_says_that_it_heard(keys: House) -> None:
    actions.tell(told=told(), by=actor("bruno"))
    assert not queries.signs(actor("elena")).rows
    actions.subscribe(scope=TRACERS, by=actor("elena"))
    row = queries.signs(actor("elena")).rows[0]
    assert not queries.signs(actor("elena")).unheard  # only heard of, yet
    actions.tell(told=told(OLA, sure=3), by=actor("carla"))
    assert [one.id for one in queries.signs(actor("elena")).unheard] == [row.id]
    actions.hear(situation=row.id, scope=TRACERS, by=actor("elena"))
    assert not queries.signs(actor("elena")).unheard
    assert queries.signs(actor("bruno")).rows[0].heard == (f"Org {TRACERS.int:x}",)
    actions.unsubscribe(scope=TRACERS, by=actor("elena"))
    assert not queries.signs(actor("elena")).rows


def test_the_all_clear_is_for_who_told_of_it(keys: House) -> None:
    one = actions.tell(told=told(), by=actor("bruno"))
    actions.subscribe(scope=TRACERS, by=actor("elena"))
    with pytest.raises(NotFoundError):
        actions.all_clear(situation=one, by=actor("elena"))
    actions.all_clear(situation=one, by=actor("bruno"))
    assert queries.signs(actor("elena")).rows[0].level == "clear"
    with pytest.raises(WrongStateError):
        actions.all_clear(situation=one, by=actor("bruno"))
    assert actions.tell(told=told(), by=actor("bruno")) != one  # it begins anew


def test_a_consulate_neither_tells_nor_sees(keys: House) -> None:
    actions.tell(told=told(), by=actor("bruno"))
    assert queries.signs(actor("bruno")).rows and not queries.signs(actor("dario")).names
    with pytest.raises(DeniedError):
        actions.subscribe(scope=CONSULATE, by=actor("dario"))
    with pytest.raises(DeniedError):
        actions.tell(told=told(CONSULATE), by=actor("dario"))


def test_the_words_are_sealed(keys: House) -> None:
    actions.tell(told=told(words=WORDS), by=actor("bruno"))
    assert queries.signs(actor("bruno")).rows[0].reports[0].words == WORDS
    with room("reach", machine()):
        assert b"patrol" not in bytes(Report.objects.get().sealed_words)


def test_no_word_is_opened_that_the_page_does_not_show(keys: House) -> None:
    actions.tell(told=told(words=WORDS), by=actor("bruno"))
    assert not queries.signs(actor("elena")).rows and not opened_by("elena")
    actions.subscribe(scope=TRACERS, by=actor("elena"))
    assert queries.signs(actor("elena")).rows and opened_by("elena") == 1
    assert queries.unheard(actor("elena")) == () and opened_by("elena") == 1


def opened_by(name: str) -> int:
    """How often this colleague has opened something sealed."""
    reader = replace(actor(name), powers=actor(name).powers | {Power.READ_AUDIT})
    with room("guard", reader):
        return AuditLine.objects.filter(verb="reveal", actor_id=reader.id).count()


@pytest.mark.parametrize("wrong", [told(place=" "), told(sure=4), told(words="x" * 1001)])
def test_what_makes_no_sense_is_refused(keys: House, wrong: Told) -> None:
    with pytest.raises(InvalidError):
        actions.tell(told=wrong, by=actor("bruno"))
