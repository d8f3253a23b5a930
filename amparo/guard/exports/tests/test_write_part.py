"""The worker writes a file part by part; whoever is killed is followed by another."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from amparo.guard.accounts.models import Membership, Staff
from amparo.guard.exports import actions, queries
from amparo.guard.exports.models import ExportJob, ExportPart
from amparo.guard.exports.tests.world import (
    LUZ,
    ask,
    luz,
    numbers,
    whole,
    write_all,
)
from amparo.kernel import audit, clock
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.rooms import room
from tests import cast
from tests.harness import House


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten rows a part."""
    monkeypatch.setattr(actions, "PART_ROWS", 10)


def row(job: UUID) -> ExportJob:
    with room("guard", machine()):
        return ExportJob.objects.get(id=job)


def test_it_writes_every_row_once_in_order(stage: House) -> None:
    by, sources = luz(), numbers(35)
    job = ask(sources, by)
    assert write_all(sources) == 4
    lines = whole(by, job).decode().split("\r\n")
    assert lines[0] == "number,word" and lines[1:-1] == [f"{n},word {n}" for n in range(35)]
    found = queries.one(by, job)
    assert (found.state, found.rows_done, found.rows_expected) == ("done", 35, 35)


@pytest.mark.parametrize("many", [0, 1, 10, 20])
def test_it_writes_a_file_of_any_length(stage: House, many: int) -> None:
    by, sources = luz(), numbers(many)
    job = ask(sources, by)
    write_all(sources)
    assert whole(by, job).decode().count("\r\n") == many + 1


def test_it_tells_how_far_it_is(stage: House) -> None:
    by, sources = luz(), numbers(35)
    job = ask(sources, by)
    assert queries.one(by, job).state == "waiting"
    actions.write_part(sources=sources)
    found = queries.one(by, job)
    assert (found.state, found.rows_done, found.rows_expected) == ("running", 10, 35)
    assert found.seconds_left is None or found.seconds_left >= 0


def test_it_goes_on_after_a_worker_that_was_killed_in_the_middle(stage: House) -> None:
    by = luz()
    died: list[int] = []

    def killed(start: int) -> None:
        if start == 20 and not died:
            died.append(start)
            raise KeyboardInterrupt

    sources = numbers(35, before=killed)
    job = ask(sources, by)
    with pytest.raises(KeyboardInterrupt):
        write_all(sources)
    assert (row(job).parts, row(job).state) == (2, "running")
    assert not actions.write_part(sources=sources)  # its turn is not over yet
    with time_machine.travel(clock.now() + timedelta(seconds=actions.TURN_SECONDS + 1)):
        write_all(sources)
    other = ask(sources, by)
    write_all(sources)
    assert whole(by, job) == whole(by, other)


def test_it_lets_nobody_write_whose_turn_is_over(stage: House) -> None:
    """A host that slept too long finds that another one has written its part."""
    by = luz()
    slept: list[int] = []
    later = clock.now() + timedelta(seconds=actions.TURN_SECONDS + 1)

    def sleeps(start: int) -> None:
        if start == 10 and not slept:
            slept.append(start)
            with time_machine.travel(later):
                assert actions.write_part(sources=sources)

    sources = numbers(35, before=sleeps)
    job = ask(sources, by)
    actions.write_part(sources=sources)
    actions.write_part(sources=sources)
    assert row(job).parts == 2
    with time_machine.travel(later + timedelta(seconds=60)):
        write_all(sources)
    assert whole(by, job).decode().count("\r\n") == 36
    with room("guard", machine()):
        assert ExportPart.objects.filter(job_id=job).count() == 4


def test_it_gives_each_export_its_turn(stage: House) -> None:
    by, sources = luz(), numbers(35)
    jobs = [ask(sources, by) for _ in range(2)]
    for _ in range(2):
        actions.write_part(sources=sources)
    assert [row(job).parts for job in jobs] == [1, 1]


def test_it_gives_up_on_what_breaks_again_and_again(stage: House) -> None:
    by = luz()

    def breaks(start: int) -> None:
        raise ZeroDivisionError

    sources, at = numbers(35, before=breaks), clock.now()
    job = ask(sources, by)
    for n in range(actions.MOST_TRIES):
        with time_machine.travel(at + timedelta(minutes=n + 1)), pytest.raises(ZeroDivisionError):
            actions.write_part(sources=sources)
    with time_machine.travel(at + timedelta(hours=1)):
        assert not actions.write_part(sources=sources)
    assert (row(job).state, row(job).failed) == ("failed", "trouble")


def test_it_stops_when_the_asker_may_no_longer_have_them(stage: House) -> None:
    by, sources = luz(), numbers(35)
    job = ask(sources, by)
    actions.write_part(sources=sources)
    with room("guard", machine()):
        Membership.objects.filter(staff_id=LUZ, scope_id=cast.LINE).delete()
    write_all(sources)
    assert (row(job).state, row(job).failed, row(job).parts) == ("failed", "denied", 1)
    with room("guard", machine()):
        assert not ExportPart.objects.filter(job_id=job).exists()


def test_it_stops_when_the_asker_has_left(stage: House) -> None:
    by, sources = luz(), numbers(35)
    job = ask(sources, by)
    with room("guard", machine()):
        Staff.objects.filter(id=LUZ).update(active=False)
    write_all(sources)
    assert (row(job).state, row(job).failed) == ("failed", "left")


def test_it_leaves_an_audit_line_with_what_and_how_many(stage: House) -> None:
    by, sources = luz(), numbers(35)
    job = ask(sources, by)
    write_all(sources)
    actions.fetch(job=job, sources=sources, begins=0, by=luz())
    auditor = Actor(LUZ, "staff", powers=frozenset({Power.READ_AUDIT}))
    lines = {one.verb: one.detail for one in audit.newest(auditor, about=job)}
    assert lines["ask_export"]["what"] == "numbers"
    assert (lines["export"]["rows"], lines["export"]["for"]) == (35, str(LUZ))
    assert lines["fetch_export"] == {"what": "numbers", "rows": 35, "from": 0}
