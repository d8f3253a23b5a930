"""References: ordered by time, random, or the same again where that is asked for."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from amparo.kernel.refs import new_ref, same_ref

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_it_makes_another_reference_each_time() -> None:
    found = {new_ref(NOON) for _ in range(100)}
    assert len(found) == 100
    assert {one.version for one in found} == {7}


def test_it_makes_the_same_reference_for_the_same_thing() -> None:
    one, other = uuid4(), uuid4()
    assert same_ref(one, NOON) == same_ref(one, NOON)
    assert same_ref(one, NOON) not in (one, same_ref(other, NOON))
    assert same_ref(one, NOON).version == 7


def test_it_keeps_the_order_of_time() -> None:
    later = NOON + timedelta(milliseconds=1)
    assert same_ref(uuid4(), NOON) < same_ref(uuid4(), later)
    assert new_ref(NOON) < new_ref(later)
