"""What rings and whom, what one shift leaves to the next, and early signs of trouble."""

from amparo.reach.duty.models.alarms import Alarm, DutyPhone, Ring
from amparo.reach.duty.models.handovers import HandOver, HandOverRead
from amparo.reach.duty.models.signals import Heard, Report, Situation, Subscription

__all__ = [
    "Alarm",
    "DutyPhone",
    "HandOver",
    "HandOverRead",
    "Heard",
    "Report",
    "Ring",
    "Situation",
    "Subscription",
]
