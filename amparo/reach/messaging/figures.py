"""Counts of what became of messages: how many were read, wait, or could not be made out.

Told to whoever hands in the envelopes' own ids; no text, number or name is among them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Conversation, Envelope, Message
from amparo.reach.messaging.states import Direction, EnvelopeState

AT_ONCE = 5_000  # ids in one query


@dataclass(slots=True)
class Understood:
    """What became of a set of envelopes."""

    stored: int = 0
    unread: int = 0  # no worker has read it yet
    unreadable: int = 0  # kept, and shown to people as such
    messages: int = 0
    waiting: int = 0  # messages whose conversation stands in the queue
    no_language: int = 0
    no_need: int = 0
    no_place: int = 0
    no_number: int = 0  # nobody could be answered
    conversations: set[UUID] = field(default_factory=set)
    languages: Counter[str] = field(default_factory=Counter)
    needs: Counter[str] = field(default_factory=Counter)


def understood(viewer: Actor, envelopes: Sequence[UUID]) -> Understood:
    """What became of these envelopes; those that are not ours to see are not counted."""
    viewer = viewer.within(Power.MACHINE)
    found = Understood()
    for part in _parts(envelopes):
        with room("reach", viewer):
            states = list(Envelope.objects.filter(id__in=part).values_list("state", flat=True))
            messages = Message.objects.filter(id__in=part, direction=Direction.IN)
            rows = list(messages.select_related("conversation__contact"))
        found.stored += len(states)
        found.unread += states.count(EnvelopeState.NEW) + states.count(EnvelopeState.TAKEN)
        found.unreadable += states.count(EnvelopeState.UNREADABLE)
        for row in rows:
            _count(found, row)
    return found


def _count(found: Understood, message: Message) -> None:
    conversation = message.conversation
    contact = conversation.contact
    found.messages += 1
    found.waiting += conversation.waiting_since is not None
    found.no_language += message.language == "und"
    found.no_need += not conversation.needs
    found.no_place += conversation.cell is None
    found.no_number += contact is None or contact.doubtful
    found.conversations.add(conversation.id)
    found.languages[message.language] += 1
    found.needs.update(conversation.needs)


def read_in(viewer: Actor, envelopes: Sequence[UUID]) -> set[UUID]:
    """Those of the envelopes that have been read, or set aside as not readable."""
    viewer = viewer.within(Power.MACHINE)
    read: set[UUID] = set()
    for part in _parts(envelopes):
        with room("reach", viewer):
            done = Envelope.objects.filter(id__in=part)
            done = done.filter(state__in=[EnvelopeState.HANDLED, EnvelopeState.UNREADABLE])
            read.update(done.values_list("id", flat=True))
    return read


def conversations(viewer: Actor) -> int:
    """How many conversations there are in the viewer's scopes, waiting or not."""
    with room("reach", viewer):
        return Conversation.objects.filter(scope_id__in=viewer.scopes).count()


def _parts(envelopes: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(envelopes), AT_ONCE):
        yield envelopes[start : start + AT_ONCE]
