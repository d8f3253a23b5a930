"""Delivery reports: what a gateway says became of a message. Called inside the room `reach`."""

from collections.abc import Sequence
from uuid import UUID

from amparo.reach.messaging import rules
from amparo.reach.messaging.actions.reading import Arrived
from amparo.reach.messaging.channels.inbound import Inbound
from amparo.reach.messaging.channels.kannel import status as kannel
from amparo.reach.messaging.models import Message
from amparo.reach.messaging.states import Delivery

# Reports that settle something; "accepted" and "buffered" only say that the gateway is alive.
SETTLES = {"delivered": Delivery.DELIVERED, "failed": Delivery.FAILED}


def is_report(inbound: Inbound) -> bool:
    """Whether this is about a message of ours, not from a person."""
    return inbound.channel == kannel.CHANNEL


def settle(told: Sequence[Arrived]) -> None:
    """Each message is in the state that its report says, if it may still go there."""
    for one in sorted(told, key=lambda one: one.at):
        report = kannel.from_inbound(one.inbound)
        state = SETTLES.get(report.state)
        try:
            message = Message.objects.filter(id=UUID(report.message_id)).first()
        except ValueError:
            message = None
        if message is None or state is None or not rules.can_deliver(message.delivery, state):
            continue
        Message.objects.filter(id=message.id, delivery=message.delivery).update(
            delivery=state, delivery_at=one.at, delivery_reason=f"report {report.code}"
        )
