"""Every write of cases, one file for each noun."""

from amparo.aid.cases.actions.cases import close_case, note, open_case, reopen_case, set_wish
from amparo.aid.cases.actions.referrals import answer_referral, finish_referral

__all__ = [
    "answer_referral",
    "close_case",
    "finish_referral",
    "note",
    "open_case",
    "reopen_case",
    "set_wish",
]
