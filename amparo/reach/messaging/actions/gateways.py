"""Gateways: when each was last heard, and when it failed.

`heard` and `failed` are called inside the room `reach`.
"""

from collections.abc import Iterable

from amparo.kernel import clock
from amparo.kernel.authority import Actor
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Gateway


def heard(names: Iterable[str]) -> None:
    """These gateways are alive: they brought or took something just now."""
    now = clock.now()
    rows = [Gateway(name=name.removesuffix("-report"), heard_at=now) for name in set(names)]
    unique = {row.name: row for row in rows}
    Gateway.objects.bulk_create(
        unique.values(), update_conflicts=True, unique_fields=["name"], update_fields=["heard_at"]
    )


def failed(name: str, reason: str) -> None:
    """This gateway did not take a message; the reason is for the officer."""
    Gateway.objects.bulk_create(
        [Gateway(name=name, failed_at=clock.now(), reason=reason[:120])],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["failed_at", "reason"],
    )


def note_pulse(*, name: str, alive: bool, by: Actor) -> None:
    """The gateway was asked whether it lives."""
    with room("reach", by):
        if alive:
            heard([name])
        else:
            failed(name, "it does not answer")
