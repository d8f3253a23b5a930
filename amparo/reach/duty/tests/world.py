"""Someone waits, so and so long, so and so urgent."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.duty.models import Alarm, Ring
from amparo.reach.messaging.models import Conversation
from tests.cast import LINE


def waits(minutes: float, urgency: int = 4, *, cell: int | None = None) -> UUID:
    """The conversation of someone who waits on the line."""
    one, since = uuid4(), clock.now() - timedelta(minutes=minutes)
    with room("reach", machine([LINE])):
        Conversation(
            id=one,
            scope_id=LINE,
            reference=one.hex[:6].upper(),
            channel="json",
            urgency=urgency,
            opened_at=since,
            last_in_at=since,
            waiting_since=since,
            cell=cell,
        ).save(force_insert=True)
    return one


def ages(conversation: UUID, minutes: float) -> None:
    """The person has waited so long by now."""
    since = clock.now() - timedelta(minutes=minutes)
    with room("reach", machine([LINE])):
        Conversation.objects.filter(id=conversation).update(waiting_since=since)


def alarms(kinds: Iterable[str] = ()) -> list[Alarm]:
    """Every alarm of the line, also one that is over."""
    with room("reach", machine([LINE])):
        rows = list(Alarm.objects.order_by("raised_at"))
    return [one for one in rows if not kinds or one.kind in kinds]


def rings() -> list[Ring]:
    """Every ring by SMS."""
    with room("reach", machine()):
        return list(Ring.objects.order_by("made_at"))
