"""What other areas tell a conversation: it became a case, it was passed on, it is over."""

from uuid import UUID

from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Clear
from amparo.kernel import audit, clock
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging import envelopes
from amparo.reach.messaging.actions.batch import SMS
from amparo.reach.messaging.actions.landing import out
from amparo.reach.messaging.models import Conversation, Message
from amparo.reach.messaging.states import ConversationState, Delivery, Question
from amparo.reach.messaging.words import say

# What the person is told, and where her conversation then stands.
_SAID = {
    "passed_on": ("passed_on", ConversationState.PASSED_ON),
    "accepted": ("accepted", ConversationState.PASSED_ON),
    "declined": ("declined", ConversationState.WORKED_ON),
    "ended": ("asked_helped", ConversationState.CLOSED),
}


def became_case(*, conversation: UUID, scope: UUID, case: UUID) -> None:
    """The conversation belongs to a case: people are working on it."""
    by = machine([scope])
    with room("reach", by):
        row = Conversation.objects.select_for_update().get(id=conversation)
        early = row.state in (ConversationState.RECEIVED, ConversationState.READ)
        Conversation.objects.filter(id=row.id).update(
            case_id=case, state=ConversationState.WORKED_ON if early else row.state
        )
        audit.write(by=by, verb="became_case", about=conversation)


def tell_person(*, conversation: UUID, scope: UUID, what: str, once: UUID) -> None:
    """She hears it in her language, by SMS or when she comes back with her code.

    `once` is the event's id: told twice, it is said once.
    """
    by = machine([scope])
    key, state = _SAID[what]
    with room("reach", by):
        row = Conversation.objects.select_related("contact").get(id=conversation)
    text, language = say(key, row.answer_language or row.language, row.reference)
    contact = row.contact
    reachable = contact is not None and contact.channel == SMS and not contact.doubtful
    message = out(row, key, clock.now(), language)
    message.id = once
    message.delivery = Delivery.QUEUED if reachable else Delivery.NONE
    message.channel = SMS if reachable else row.channel
    clear = Clear(row.id, f"message:{message.id}", text)
    message.sealed_text = firewall.seal(what=[clear], actor=by)[0]
    with room("reach", by):
        asks = what == "ended"
        again = asks and bool(row.helped or row.question)
        if again or Message.objects.filter(id=once).exists():
            return  # told twice, or asked already: once is enough
        message.save(force_insert=True)
        Conversation.objects.filter(id=row.id).update(
            state=_next(row.state, state),
            question=Question.HELPED if asks else row.question,
            question_at=clock.now() if asks else row.question_at,
        )
        audit.write(by=by, verb="tell_person", about=conversation, detail={"what": what})
        if reachable:
            envelopes.wake(envelopes.WAKE_SENDERS)


def _next(now: str, then: ConversationState) -> str:
    """A person who is waiting for us keeps waiting; a conversation is not closed over her head."""
    return then if then != ConversationState.CLOSED else now
