"""Cases, the lines of their story, and referrals as each side sees them."""

from amparo.aid.cases.models.cases import Case, Entry
from amparo.aid.cases.models.referrals import Received, Referral

__all__ = ["Case", "Entry", "Received", "Referral"]
