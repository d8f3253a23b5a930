"""Exports are asked for, cancelled, fetched and emptied; each by its asker only."""

from datetime import timedelta

import pytest

from amparo.exportable import SOURCES
from amparo.guard.accounts.models import Membership
from amparo.guard.exports import actions, queries
from amparo.guard.exports.actions import Asked
from amparo.guard.exports.models import ExportPart
from amparo.guard.exports.tests.world import (
    LUZ,
    ask,
    luz,
    numbers,
    whole,
    write_all,
)
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room
from tests import cast, seed
from tests.harness import House


def test_it_is_refused_without_the_power(stage: House) -> None:
    sources = numbers(1)
    assert ask(sources, luz())
    with pytest.raises(DeniedError):
        ask(sources, cast.actor("bruno"))


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (Asked("nothing", {}), "what"),
        (Asked("numbers", {}, "xlsx"), "shape"),
        (Asked("numbers", {"since": "yesterday"}), "since"),
    ],
)
def test_it_is_refused_in_the_askers_terms(stage: House, asked: Asked, field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        actions.ask(asked=asked, sources=numbers(1), by=luz())
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("language", "ht", "Ana Bel"),
        ("language", "und", "+509 1234"),
        ("need", "food", "a woman from Jacmel"),
        ("state", "closed", "hers"),
        ("channel", "web", "+509 1234"),
    ],
)
def test_the_audit_keeps_no_filter_that_is_not_on_a_list(
    stage: House, name: str, good: str, bad: str
) -> None:
    seed.crisis()
    sources = {"conversations": SOURCES["conversations"]}
    assert actions.ask(asked=Asked("conversations", {name: good}), sources=sources, by=luz())
    with pytest.raises(InvalidError) as refused:
        actions.ask(asked=Asked("conversations", {name: bad}), sources=sources, by=luz())
    assert refused.value.field == name
    assert actions.ask(asked=Asked("conversations", {"hers": bad}), sources=sources, by=luz())
    kept = [one.filters for one in queries.mine(luz())]
    assert {} in kept and {name: good} in kept and len(kept) == 2


def test_it_lets_nobody_ask_for_too_many_at_once(stage: House) -> None:
    by, sources = luz(), numbers(1)
    for _ in range(actions.MOST_OPEN):
        ask(sources, by)
    with pytest.raises(WrongStateError):
        ask(sources, by)
    write_all(sources)
    assert ask(sources, by)


def test_it_is_seen_by_its_asker_only(stage: House) -> None:
    by, sources = luz(), numbers(3)
    job = ask(sources, by)
    write_all(sources)
    assert [one.id for one in queries.mine(by)] == [job] and whole(by, job)
    for name in set(cast.NAMES) - {"luz"}:
        other = cast.actor(name)
        assert not queries.mine(other)
        assert not b"".join(queries.content(other, job, 0, 10))
        with pytest.raises(NotFoundError):
            queries.one(other, job)
        with pytest.raises(NotFoundError):
            actions.cancel(job=job, by=other)
        with pytest.raises(NotFoundError):
            actions.fetch(job=job, sources=sources, begins=0, by=other)


def test_it_is_fetched_only_while_the_powers_still_hold(stage: House) -> None:
    sources = numbers(3)
    job = ask(sources, luz())
    write_all(sources)
    assert actions.fetch(job=job, sources=sources, begins=0, by=luz()).rows_done == 3
    with room("guard", machine()):
        Membership.objects.filter(staff_id=LUZ, scope_id=cast.LINE).delete()
    with pytest.raises(DeniedError):
        actions.fetch(job=job, sources=sources, begins=0, by=luz())
    with room("guard", machine()):
        Membership.objects.filter(staff_id=LUZ).update(role="officer")
    with pytest.raises(DeniedError):
        actions.fetch(job=job, sources=sources, begins=0, by=luz())


def test_it_is_cancelled_and_nothing_is_kept(stage: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PART_ROWS", 1)
    by, sources = luz(), numbers(3)
    job = ask(sources, by)
    actions.write_part(sources=sources)
    actions.cancel(job=job, by=by)
    assert write_all(sources) == 0
    assert queries.one(by, job).state == "cancelled"
    with room("guard", machine()):
        assert not ExportPart.objects.filter(job_id=job).exists()
    with pytest.raises(WrongStateError):
        actions.cancel(job=job, by=by)
    with pytest.raises(WrongStateError):
        actions.fetch(job=job, sources=sources, begins=0, by=by)


def test_it_is_cancelled_while_a_part_is_being_written(stage: House) -> None:
    by = luz()
    sources = numbers(3, before=lambda _: actions.cancel(job=job, by=by))
    job = ask(sources, by)
    actions.write_part(sources=sources)
    assert queries.one(by, job).state == "cancelled"
    with room("guard", machine()):
        assert not ExportPart.objects.filter(job_id=job).exists()


def test_it_is_emptied_when_its_day_is_over(stage: House) -> None:
    by, sources = luz(), numbers(3)
    job = ask(sources, by)
    write_all(sources)
    assert actions.expire() == 0 and whole(by, job)
    after = clock.now() + timedelta(hours=actions.KEPT_HOURS, minutes=1)
    assert (actions.expire(at=after), actions.expire(at=after)) == (1, 0)
    assert queries.one(by, job).state == "expired"
    assert not b"".join(queries.content(by, job, 0, 10))
