"""Cases, the lines of their story, and referrals as each side sees them."""

from amparo.aid.cases.models.calendars import CalendarKey
from amparo.aid.cases.models.cases import Case, Entry
from amparo.aid.cases.models.family import Link, Member
from amparo.aid.cases.models.referrals import Received, Referral
from amparo.aid.cases.models.tasks import Task
from amparo.aid.cases.models.teams import Seat, Transfer
from amparo.aid.cases.models.tickets import Alarm, Ticket
from amparo.aid.cases.models.words import Word

__all__ = [
    "Alarm",
    "CalendarKey",
    "Case",
    "Entry",
    "Link",
    "Member",
    "Received",
    "Referral",
    "Seat",
    "Task",
    "Ticket",
    "Transfer",
    "Word",
]
