"""What staff may see of conversations: always for a viewer, already narrowed."""

from amparo.reach.messaging.queries.asks import Asks, asks
from amparo.reach.messaging.queries.facts import case_facts, person_facts
from amparo.reach.messaging.queries.helped import helped
from amparo.reach.messaging.queries.pace import Pace, Paces, paces
from amparo.reach.messaging.queries.repeats import Repeat, repeats
from amparo.reach.messaging.queries.templates import Ready, templates
from amparo.reach.messaging.queries.thread import conversation
from amparo.reach.messaging.queries.waiting import arrived, queue
from amparo.reach.messaging.queries.zone import Zone, zone
from amparo.reach.messaging.queue_rows import Queue, QueueFilter, Row, Thread
from amparo.reach.messaging.sharing import CaseFacts, PersonFacts

__all__ = [
    "Asks",
    "CaseFacts",
    "Pace",
    "Paces",
    "PersonFacts",
    "Queue",
    "QueueFilter",
    "Ready",
    "Repeat",
    "Row",
    "Thread",
    "Zone",
    "arrived",
    "asks",
    "case_facts",
    "conversation",
    "helped",
    "paces",
    "person_facts",
    "queue",
    "repeats",
    "templates",
    "zone",
]
