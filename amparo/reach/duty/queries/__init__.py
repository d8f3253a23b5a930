"""What rings for a viewer, what the last shift left, and what may be coming."""

from amparo.reach.duty.actions.signals import Told
from amparo.reach.duty.queries.glance import Glance, glance
from amparo.reach.duty.queries.handovers import HandOverRow, notes, recent
from amparo.reach.duty.queries.phones import my_phone
from amparo.reach.duty.queries.ringing import AlarmRow, Ringing, ringing, whom_it_rings
from amparo.reach.duty.queries.signals import (
    Coming,
    Sign,
    Signs,
    scope_names,
    signs,
    unheard,
    whats,
)

__all__ = [
    "AlarmRow",
    "Coming",
    "Glance",
    "HandOverRow",
    "Ringing",
    "Sign",
    "Signs",
    "Told",
    "glance",
    "my_phone",
    "notes",
    "recent",
    "ringing",
    "scope_names",
    "signs",
    "unheard",
    "whats",
    "whom_it_rings",
]
