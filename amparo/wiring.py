"""News between areas, in one table: read it from top to bottom.

An event is recorded in the transaction of what happened; the worker delivers it, at least once.
So every handler may be called twice and changes nothing the second time.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from amparo.aid.attachments import actions as attachments
from amparo.aid.cases import actions as cases
from amparo.aid.cases import handover
from amparo.aid.cases.events import (
    CaseOpened,
    CaseTransferred,
    PersonToBeTold,
    ReferralMoved,
    ReferralSaid,
    ReferralWithdrawn,
    ServiceAsked,
)
from amparo.aid.protection import actions as protection
from amparo.commons.directory import actions as directory
from amparo.kernel.authority import machine
from amparo.kernel.events import Event
from amparo.reach.calls import actions as calls
from amparo.reach.messaging.actions import merging, orders, told
from amparo.reach.messaging.events import (
    CodeReplaced,
    CodeRevoked,
    NewCodeAsked,
    TakenBack,
    WroteInMerged,
)

Handler = Callable[[dict[str, Any]], None]


def _conversation_became_case(event: dict[str, Any]) -> None:
    told.became_case(
        conversation=UUID(event["conversation"]),
        scope=UUID(event["scope"]),
        case=UUID(event["case"]),
    )


def _case_has_sheet(event: dict[str, Any]) -> None:
    protection.begin(case=UUID(event["case"]), scope=UUID(event["scope"]))


def _case_moves(event: dict[str, Any]) -> None:
    names = ("transfer", "case", "sender", "receiver")
    cases.move_case(event=CaseTransferred(**{name: UUID(event[name]) for name in names}))


def _attachments_go_along(event: dict[str, Any]) -> None:
    attachments.move_along(
        case=UUID(event["case"]), sender=UUID(event["sender"]), receiver=UUID(event["receiver"])
    )


def _new_place_has_sheet(event: dict[str, Any]) -> None:
    # What was told in confidence stays where it was told; the new organisation asks anew.
    protection.begin(case=UUID(event["case"]), scope=UUID(event["receiver"]))


def _turns_go_on(event: dict[str, Any]) -> None:
    handover.after_move(case=UUID(event["case"]), scope=UUID(event["receiver"]))


def _sender_hears(event: dict[str, Any]) -> None:
    names = ("referral", "received", "sender", "receiver")
    references = {name: UUID(event[name]) for name in names}
    cases.hear(event=ReferralMoved(**references, state=event["state"]))


def _next_in_turn_is_asked(event: dict[str, Any]) -> None:
    handover.after_answer(referral=UUID(event["referral"]), receiver=UUID(event["receiver"]))


def _sender_hears_words(event: dict[str, Any]) -> None:
    names = ("word", "referral", "received", "sender", "receiver")
    cases.hear_word(event=ReferralSaid(**{name: UUID(event[name]) for name in names}))


def _receiver_forgets(event: dict[str, Any]) -> None:
    cases.forget_at_receiver(referral=UUID(event["referral"]), receiver=UUID(event["receiver"]))


def _person_hears(event: dict[str, Any]) -> None:
    told.tell_person(
        conversation=UUID(event["conversation"]),
        scope=UUID(event["scope"]),
        what=event["what"],
        once=UUID(event["once"]),
    )


def _head_waits(event: dict[str, Any]) -> None:
    merging.wait_inside(
        conversation=UUID(event["conversation"]),
        scope=UUID(event["scope"]),
        since=datetime.fromisoformat(event["since"]),
    )


def _new_code_goes_out(event: dict[str, Any]) -> None:
    orders.send_new_code(order=UUID(event["order"]), scope=UUID(event["scope"]))


def _code_is_forgotten(event: dict[str, Any]) -> None:
    orders.forget_code(order=UUID(event["order"]))


def _relatives_codes_end(event: dict[str, Any]) -> None:
    orders.end_kin_codes(
        conversation=UUID(event["conversation"]),
        scope=UUID(event["scope"]),
        at=datetime.fromisoformat(event["at"]),
    )


def _number_to_call_is_forgotten(event: dict[str, Any]) -> None:
    calls.forget_numbers(conversation=UUID(event["conversation"]), scope=UUID(event["scope"]))


def _service_was_asked(event: dict[str, Any]) -> None:
    directory.count_asking(service=UUID(event["service"]), once=UUID(event["once"]), by=machine())


_TABLE: dict[type[Event], tuple[Handler, ...]] = {
    # A case was opened: its conversation says "worked on", and it has a sheet like every other.
    CaseOpened: (_conversation_became_case, _case_has_sheet),
    # A case goes to another organisation, with consent: the machine moves its rows.
    CaseTransferred: (_case_moves, _attachments_go_along, _new_place_has_sheet, _turns_go_on),
    # A receiver said yes, no, done or not done: the sender's case hears of it; after a no the next
    # of those whom she agreed to is asked.
    ReferralMoved: (_sender_hears, _next_in_turn_is_asked),
    # A receiver asked something back, or told how it goes: the sender reads it.
    ReferralSaid: (_sender_hears_words,),
    # A referral was taken back: nothing of it stays readable at the receiver.
    ReferralWithdrawn: (_receiver_forgets,),
    # A service was asked to help: what is asked most is kept true first.
    ServiceAsked: (_service_was_asked,),
    # Something was passed on or answered: the person hears of it, and is asked whether it helped.
    PersonToBeTold: (_person_hears,),
    # New words in a conversation that was merged: whoever answers the other one sees them.
    WroteInMerged: (_head_waits,),
    # She lost her code: a new one goes by SMS to the number that she gave.
    NewCodeAsked: (_new_code_goes_out,),
    # She has a new code: who got a relative's code from the old one sees nothing any more.
    CodeReplaced: (_relatives_codes_end,),
    # She took back what she wrote: relatives see nothing, and no number of hers stays to be called.
    TakenBack: (_relatives_codes_end, _number_to_call_is_forgotten),
    # A relative's code is over: the keyholder forgets it.
    CodeRevoked: (_code_is_forgotten,),
}

HANDLERS: dict[str, tuple[Handler, ...]] = {one.__name__: table for one, table in _TABLE.items()}


def deliver(name: str, payload: dict[str, Any]) -> None:
    """Everyone who is to hear of this event has heard of it."""
    for handler in HANDLERS[name]:
        handler(payload)
