"""What staff may see of cases and referrals: always for a viewer, already narrowed."""

from amparo.aid.cases.queries.calendars import (
    DueMark,
    calendar_owner,
    calendar_since,
    due_marks,
)
from amparo.aid.cases.queries.case_lists import CaseList, CaseRow, cases
from amparo.aid.cases.queries.case_pages import CasePage, ReferralLine, StoryLine, case
from amparo.aid.cases.queries.days import Due, day
from amparo.aid.cases.queries.parts import check_part
from amparo.aid.cases.queries.plans import (
    LinkRow,
    MemberRow,
    SeatRow,
    TaskRow,
    household,
)
from amparo.aid.cases.queries.referrals import (
    ReceivedPage,
    ReceivedRow,
    Said,
    received,
    received_one,
)
from amparo.aid.cases.queries.sent import LinkLine, PassedOn, SentLine, passed_on, sent, sent_one
from amparo.aid.cases.queries.standing import Standing, standing
from amparo.aid.cases.queries.timeline import Moment, Timeline, timeline
from amparo.aid.cases.queries.transfers import Gone, gone

__all__ = [
    "CaseList",
    "CasePage",
    "CaseRow",
    "Due",
    "DueMark",
    "Gone",
    "LinkLine",
    "LinkRow",
    "MemberRow",
    "Moment",
    "PassedOn",
    "ReceivedPage",
    "ReceivedRow",
    "ReferralLine",
    "Said",
    "SeatRow",
    "SentLine",
    "Standing",
    "StoryLine",
    "TaskRow",
    "Timeline",
    "calendar_owner",
    "calendar_since",
    "case",
    "cases",
    "check_part",
    "day",
    "due_marks",
    "gone",
    "household",
    "passed_on",
    "received",
    "received_one",
    "sent",
    "sent_one",
    "standing",
    "timeline",
]
