"""Every write of cases: opened, noted in, closed; a referral answered, ended and heard of."""

from amparo.aid.cases.actions.cases import close_case, get, note, open_case, reopen_case, set_wish
from amparo.aid.cases.actions.referrals import answer_referral, finish_referral, hear

__all__ = [
    "answer_referral",
    "close_case",
    "finish_referral",
    "get",
    "hear",
    "note",
    "open_case",
    "reopen_case",
    "set_wish",
]
