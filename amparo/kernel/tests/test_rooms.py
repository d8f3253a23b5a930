"""A room is one transaction, for one actor, and nothing is seen without one."""

import time

import pytest
from django.conf import settings
from django.db import connections
from django.db.utils import ProgrammingError

from amparo.guard.accounts.models import Staff
from amparo.kernel.authority import Actor, anyone, machine
from amparo.kernel.rooms import NestedRoomError, OutsideRoomError, room, sign_context
from tests.cast import NAMES, actor
from tests.harness import House


def context(value: str) -> None:
    with connections["guard"].cursor() as cursor:
        cursor.execute("SELECT set_config('amparo.context', %s, true)", [value])


def signed(who: Actor, secret: str, pid_off: int = 0, seconds: float = 60) -> str:
    pid = connections["guard"].connection.info.backend_pid + pid_off
    return sign_context(who, secret=bytes.fromhex(secret), pid=pid, until=time.time() + seconds)


def test_it_shows_rows_inside_and_raises_outside(stage: House) -> None:
    with room("guard", anyone()):
        assert Staff.objects.filter(login="bruno").exists()
    with pytest.raises(OutsideRoomError):
        Staff.objects.exists()


def test_it_does_not_nest(stage: House) -> None:
    with room("guard", machine()), pytest.raises(NestedRoomError), room("reach", machine()):
        pass


def test_it_shows_nothing_once_the_context_is_gone(stage: House) -> None:
    with room("guard", anyone()):
        assert Staff.objects.count() == len(NAMES)
        context("")
        assert Staff.objects.count() == 0


@pytest.mark.parametrize("wrong", ["secret", "pid", "time"])
def test_it_raises_on_a_false_or_expired_context(stage: House, wrong: str) -> None:
    true = settings.ROOM_SECRETS["guard"]
    with room("guard", anyone()):
        assert Staff.objects.count() == len(NAMES)
        secret = settings.ROOM_SECRETS["reach"] if wrong == "secret" else true
        context(signed(actor("bruno"), secret, wrong == "pid", -1 if wrong == "time" else 60))
        with pytest.raises(ProgrammingError, match="amparo:"):
            Staff.objects.count()
        connections["guard"].set_rollback(True)


def test_it_leaves_nothing_on_the_connection(stage: House) -> None:
    with room("guard", anyone()):
        pass
    with connections["guard"].cursor() as cursor:
        cursor.execute("SELECT current_setting('amparo.context', true), count(*) FROM guard_staff")
        assert cursor.fetchone() == ("", 0)
