"""News between areas, in one table: read it from top to bottom.

An event is recorded in the transaction of what happened; the worker delivers it, at least once.
So every handler may be called twice and changes nothing the second time.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from amparo.aid.cases import actions as cases
from amparo.aid.cases.events import CaseOpened, PersonToBeTold, ReferralMoved
from amparo.kernel.events import Event
from amparo.reach.messaging.actions import told

Handler = Callable[[dict[str, Any]], None]


def _conversation_became_case(event: dict[str, Any]) -> None:
    told.became_case(
        conversation=UUID(event["conversation"]),
        scope=UUID(event["scope"]),
        case=UUID(event["case"]),
    )


def _sender_hears(event: dict[str, Any]) -> None:
    names = ("referral", "received", "sender", "receiver")
    references = {name: UUID(event[name]) for name in names}
    cases.hear(event=ReferralMoved(**references, state=event["state"]))


def _person_hears(event: dict[str, Any]) -> None:
    told.tell_person(
        conversation=UUID(event["conversation"]),
        scope=UUID(event["scope"]),
        what=event["what"],
        once=UUID(event["once"]),
    )


_TABLE: dict[type[Event], tuple[Handler, ...]] = {
    # A case was opened: its conversation says "worked on".
    CaseOpened: (_conversation_became_case,),
    # A receiver said yes, no, done or not done: the sender's case hears of it.
    ReferralMoved: (_sender_hears,),
    # Something was passed on or answered: the person hears of it, and is asked whether it helped.
    PersonToBeTold: (_person_hears,),
}

HANDLERS: dict[str, tuple[Handler, ...]] = {one.__name__: table for one, table in _TABLE.items()}


def deliver(name: str, payload: dict[str, Any]) -> None:
    """Everyone who is to hear of this event has heard of it."""
    for handler in HANDLERS[name]:
        handler(payload)
