"""Every change on duty: what rings, who takes it, what is handed over, what may be coming."""

from amparo.reach.duty.actions.alarms import look, take
from amparo.reach.duty.actions.handovers import give, mark_read
from amparo.reach.duty.actions.phones import forget_phone, set_phone
from amparo.reach.duty.actions.rings import send_rings
from amparo.reach.duty.actions.signals import all_clear, hear, subscribe, tell, unsubscribe

__all__ = [
    "all_clear",
    "forget_phone",
    "give",
    "hear",
    "look",
    "mark_read",
    "send_rings",
    "set_phone",
    "subscribe",
    "take",
    "tell",
    "unsubscribe",
]
