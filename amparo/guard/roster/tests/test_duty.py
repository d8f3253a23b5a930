"""Whether I am on duty: while a shift runs, after it ended, and when I stay."""

from datetime import timedelta

import pytest

from amparo.guard.roster import actions, queries
from amparo.guard.roster.tests.world import shift
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.errors import WrongStateError
from tests.cast import LINE, actor
from tests.harness import House


def test_nobody_planned_means_no_shift_to_end(stage: House) -> None:
    assert queries.duty(actor("bruno"), LINE) == queries.Duty(False, False)


def test_it_is_on_while_a_shift_runs(stage: House) -> None:
    shift("bruno", -60, 60)
    found = queries.duty(actor("bruno"), LINE)
    assert found.on and found.ends_at and found.ends_at > clock.now()
    assert [one.name for one in queries.on_duty(actor("kofi"), LINE)] == ["Bruno"]
    assert not queries.duty(actor("kofi"), LINE).planned


def test_a_shift_that_ended_is_told(stage: House) -> None:
    shift("bruno", -120, -10)
    found = queries.duty(actor("bruno"), LINE)
    assert found.planned and not found.on and found.ended_at
    assert not queries.on_duty(actor("bruno"), LINE)


def test_who_just_ended_may_stay_an_hour(stage: House) -> None:
    shift("bruno", -120, -10)
    ends = actions.stay(scope=LINE, by=actor("bruno"))
    assert ends > clock.now() + timedelta(minutes=59)
    assert queries.duty(actor("bruno"), LINE).on


def test_who_was_not_there_cannot_stay(stage: House) -> None:
    shift("bruno", -500, -300)
    shift("kofi", 10, 60)
    for name in ("bruno", "kofi"):
        with pytest.raises(WrongStateError):
            actions.stay(scope=LINE, by=actor(name))


def test_another_organisation_sees_none_of_it(stage: House) -> None:
    shift("bruno", -60, 60)
    assert queries.on_duty(actor("bruno"), LINE)
    assert not queries.on_duty(actor("carla"), LINE)
    assert not queries.on_duty(actor("dario"), LINE)


def test_next_shift_is_the_one_that_runs_or_the_next(stage: House) -> None:
    shift("bruno", 600, 660)
    later = queries.next_shift(actor("bruno"))
    shift("bruno", -10, 60)
    now = queries.next_shift(actor("bruno"))
    assert later and now and now.starts_at < later.starts_at
    assert queries.next_shift(actor("kofi")) is None


def test_who_is_rung_falls_back_step_by_step(stage: House) -> None:
    there = machine([LINE])
    bruno, kofi, luz = (actor(name).id for name in ("bruno", "kofi", "luz"))
    alone = queries.rung(there, LINE)
    assert alone.why == "all" and {bruno, kofi} <= set(alone.first)
    shift("kofi", -60, 60, "standby")
    assert queries.rung(there, LINE).first == (kofi,)
    shift("bruno", -60, 60)
    full = queries.rung(there, LINE)
    assert full.first == (bruno,) and full.why == "on_duty"
    assert full.second[:2] == (bruno, kofi) and luz in full.second
    assert luz not in full.first
