"""How long people wait for a person's answer; and which place is far from where most are."""

from datetime import datetime, timedelta

import h3
from hypothesis import given
from hypothesis import strategies as st

from amparo.kernel import clock, refs
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.places import RESOLUTION, cell_of
from amparo.reach.messaging.queries import QueueFilter, paces, queue, zone
from amparo.reach.messaging.queries.pace import Pace
from amparo.reach.messaging.queries.pace import _known as known_paces
from amparo.reach.messaging.queries.zone import _known as known_zones
from amparo.reach.messaging.queries.zone import around
from amparo.reach.messaging.rules import waits_again
from tests.cast import LINE, actor
from tests.harness import House

BRUNO = actor("bruno")


def answered(opened: datetime, minutes: int | None, cell: int | None = None) -> None:
    after = opened + timedelta(minutes=minutes) if minutes is not None else None
    with room("reach", machine([LINE])):
        Conversation(
            id=refs.new_ref(),
            scope_id=LINE,
            reference="ABC234",
            channel="kannel",
            opened_at=opened,
            last_in_at=opened,
            first_answer_at=after,
            waiting_since=None if after else opened,
            cell=cell,
            messages_in=1,
        ).save(force_insert=True)


def test_it_is_counted_from_receipt_to_the_first_answer(stage: House) -> None:
    known_paces.clear()
    now = clock.now()
    for minutes in (10, 20, 30):
        answered(now - timedelta(hours=2), minutes)
    answered(now - timedelta(hours=20), 600)
    answered(now - timedelta(hours=40), 60)
    answered(now - timedelta(hours=2), None)
    found = paces(BRUNO, midnight=now - timedelta(hours=3))
    assert (found.today.count, found.today.median) == (3, timedelta(minutes=20))
    assert found.today.p95 == timedelta(minutes=29)
    assert (found.day.count, found.day.median) == (4, timedelta(minutes=25))


def test_nobody_answered_is_no_figure(stage: House) -> None:
    known_paces.clear()
    found = paces(BRUNO, midnight=clock.now())
    assert (found.today, found.day) == (Pace(), Pace())


def test_a_place_far_from_all_others_is_seen_to_be_far(stage: House) -> None:
    now = clock.now()
    known_zones.clear()
    assert zone(BRUNO) is None
    for number in range(25):
        answered(now - timedelta(minutes=number), None, cell_of(18.5 + number / 100, -72.3))
    answered(now, None, cell_of(25.77, -80.19))  # Miami: where the caller is
    known_zones.clear()
    far = [row.far for row in queue(BRUNO, QueueFilter()).rows]
    assert [one for one in far if one] and 1000 < max(far) < 1300 and far.count(0) == 25


@given(st.lists(st.tuples(st.floats(-80, 80), st.floats(-179, 179)), min_size=20, max_size=60))
def test_most_places_are_never_far(points: list[tuple[float, float]]) -> None:
    found = around(points)
    assert found is not None
    assert sum(bool(found.beyond(*one)) for one in points) <= len(points) * 0.25
    assert found.cell_beyond(None) == 0
    here = h3.str_to_int(h3.latlng_to_cell(found.lat, found.lon, RESOLUTION))
    assert found.cell_beyond(here) == 0


def test_who_was_not_answered_waits_again() -> None:
    one, two, three = (datetime(2026, 1, day, tzinfo=clock.now().tzinfo) for day in (1, 2, 3))
    assert waits_again(one, [], []) == one
    assert waits_again(None, [], []) is None
    assert waits_again(None, [], [two]) == two
    assert waits_again(one, [two], []) is None
    assert waits_again(one, [two], [three]) == three
    assert waits_again(one, [three], [two]) is None
