"""What staff may see of conversations: always for a viewer, already narrowed."""

from amparo.reach.messaging.queries.facts import case_facts, person_facts
from amparo.reach.messaging.queries.thread import conversation
from amparo.reach.messaging.queries.waiting import arrived, queue
from amparo.reach.messaging.queue_rows import Queue, QueueFilter, Row, Thread
from amparo.reach.messaging.sharing import CaseFacts, PersonFacts

__all__ = [
    "CaseFacts",
    "PersonFacts",
    "Queue",
    "QueueFilter",
    "Row",
    "Thread",
    "arrived",
    "case_facts",
    "conversation",
    "person_facts",
    "queue",
]
