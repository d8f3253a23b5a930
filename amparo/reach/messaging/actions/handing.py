"""Several conversations at once go back to the queue, or to a colleague."""

from collections.abc import Sequence
from uuid import UUID

from amparo.kernel import audit, clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Conversation


def hand_on(*, scope: UUID, only: Sequence[UUID] | None, to: UUID | None, by: Actor) -> int:
    """How many of what was held is free now, or the colleague's; in one go, or none at all."""
    by = by.within(Power.WORK_QUEUE)
    now = clock.now()
    with room("reach", by):
        mine = Conversation.objects.select_for_update().filter(scope_id=scope, taken_by_id=by.id)
        if only is not None:
            mine = mine.filter(id__in=only)
        ids = [one.id for one in mine]
        Conversation.objects.filter(id__in=ids, taken_by_id=by.id).update(
            taken_by_id=to, taken_at=now if to else None
        )
        for one in ids:
            audit.write(
                by=by,
                verb="hand_on" if to else "give_back",
                about=one,
                detail={"to": str(to)} if to else {},
            )
    return len(ids)
