"""News between areas: an event is a job deferred in the action's own transaction.

The room's login may not touch the job tables; it may call one function, which puts a job there
and reads none. Who hears what stands in `amparo/wiring.py`.
"""

import dataclasses
import json
from datetime import datetime
from uuid import UUID

from django.db import connections

from amparo.kernel.refs import new_ref
from amparo.kernel.rooms import current_room


@dataclasses.dataclass(frozen=True)
class Event:
    """Something that happened. Subclasses name their fields: references and plain words only."""


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"An event may not carry a {type(value).__name__}.")


def publish(event: Event) -> None:
    """The event will be delivered if, and only if, this transaction commits."""
    # The event's own id: who hears it twice can tell.
    facts = {"once": new_ref(), **dataclasses.asdict(event)}
    payload = json.dumps(facts, default=_plain)
    with connections[current_room()].cursor() as cursor:
        cursor.execute("SELECT amparo_publish(%s, %s::jsonb)", [type(event).__name__, payload])
