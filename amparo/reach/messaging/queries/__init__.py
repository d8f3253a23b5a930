"""What staff may see of conversations: always for a viewer, already narrowed."""

from amparo.reach.messaging.queries.asks import Asks, ToCheck, ToTranslate, asks
from amparo.reach.messaging.queries.facts import case_facts, person_facts
from amparo.reach.messaging.queries.helped import helped
from amparo.reach.messaging.queries.of_case import Told, of_case
from amparo.reach.messaging.queries.pace import Pace, Paces, paces
from amparo.reach.messaging.queries.repeats import Repeat, repeats
from amparo.reach.messaging.queries.templates import Ready, templates
from amparo.reach.messaging.queries.thread import conversation
from amparo.reach.messaging.queries.waiting import Counted, arrived, counts, named, queue
from amparo.reach.messaging.queries.zone import Zone, zone
from amparo.reach.messaging.queue_rows import Counts, Queue, QueueFilter, Row, Thread
from amparo.reach.messaging.sharing import CaseFacts, PersonFacts
from amparo.reach.messaging.words import line_texts

__all__ = [
    "Asks",
    "CaseFacts",
    "Counted",
    "Counts",
    "Pace",
    "Paces",
    "PersonFacts",
    "Queue",
    "QueueFilter",
    "Ready",
    "Repeat",
    "Row",
    "Thread",
    "ToCheck",
    "ToTranslate",
    "Told",
    "Zone",
    "arrived",
    "asks",
    "case_facts",
    "conversation",
    "counts",
    "helped",
    "line_texts",
    "named",
    "of_case",
    "paces",
    "person_facts",
    "queue",
    "repeats",
    "templates",
    "zone",
]
