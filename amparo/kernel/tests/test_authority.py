"""A power counts only in the scope whose membership gives it."""

from uuid import UUID

import pytest

from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import DeniedError

LINE, OLA = UUID(int=1), UUID(int=2)
BOTH = frozenset({Power.READ_QUEUE, Power.READ_CASES})
EVA = Actor(
    UUID(int=3),
    "staff",
    (LINE, OLA),
    BOTH,
    granted=((LINE, frozenset({Power.READ_QUEUE})), (OLA, frozenset({Power.READ_CASES}))),
)


def test_it_keeps_each_power_in_its_own_scope() -> None:
    assert EVA.within(Power.READ_QUEUE).scopes == (LINE,)
    assert EVA.within(Power.READ_CASES).scopes == (OLA,)


def test_it_refuses_what_no_membership_gives() -> None:
    with pytest.raises(DeniedError):
        EVA.within(Power.WORK_CASES)


def test_it_leaves_the_machine_as_it_is() -> None:
    worker = Actor(UUID(int=4), "machine", (LINE,), frozenset({Power.MACHINE}))
    assert worker.within(Power.MACHINE) is worker
