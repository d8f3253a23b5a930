"""What staff may see of cases and referrals: always for a viewer, already narrowed."""

from amparo.aid.cases.queries.case_pages import (
    CaseList,
    CasePage,
    CaseRow,
    ReferralLine,
    StoryLine,
    case,
    cases,
)
from amparo.aid.cases.queries.referrals import ReceivedPage, ReceivedRow, received, received_one

__all__ = [
    "CaseList",
    "CasePage",
    "CaseRow",
    "ReceivedPage",
    "ReceivedRow",
    "ReferralLine",
    "StoryLine",
    "case",
    "cases",
    "received",
    "received_one",
]
