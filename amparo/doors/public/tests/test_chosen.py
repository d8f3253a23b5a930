"""What was chosen is forgotten after half a day."""

from datetime import UTC, datetime, timedelta

import time_machine

from amparo.doors.public import chosen
from amparo.doors.public.chosen import Chosen

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


def test_a_token_opens_for_half_a_day_only() -> None:
    with time_machine.travel(AT, tick=False) as clock:
        token = chosen.seal(Chosen(need="doctor"))
        clock.move_to(AT + timedelta(hours=11))
        assert chosen.opened(token) == Chosen(need="doctor")
        clock.move_to(AT + timedelta(hours=13))
        assert chosen.opened(token) is None
