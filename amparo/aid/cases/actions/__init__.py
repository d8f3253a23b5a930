"""Every write of cases: opened, noted in, closed; a referral answered, ended and heard of."""

from amparo.aid.cases.actions.against import go_against
from amparo.aid.cases.actions.attaching import attach
from amparo.aid.cases.actions.calendars import end_calendar, make_calendar
from amparo.aid.cases.actions.cases import get, note, open_case, set_wish
from amparo.aid.cases.actions.ending import close_case, reopen_case
from amparo.aid.cases.actions.family import (
    add_person,
    keep_together,
    link_cases,
    remove_person,
    unlink_cases,
)
from amparo.aid.cases.actions.proposing import (
    drop_proposed,
    propose_message,
    send_proposed,
)
from amparo.aid.cases.actions.referrals import answer_referral, finish_referral, hear
from amparo.aid.cases.actions.taking_back import (
    forget_at_receiver,
    take_back,
    take_back_own,
)
from amparo.aid.cases.actions.talk import ask_sender, hear_word, report_progress
from amparo.aid.cases.actions.tasks import (
    TaskFacts,
    add_task,
    add_tasks,
    assign_task,
    change_task,
    end_task,
    follow_guide,
    reopen_task,
)
from amparo.aid.cases.actions.teams import join_team, lead_team, leave_team
from amparo.aid.cases.actions.tickets import HOURS as LINK_HOURS
from amparo.aid.cases.actions.tickets import holder, make_ticket, note_opened
from amparo.aid.cases.actions.transfers import move_case, receivers, transfer_case
from amparo.aid.cases.people import AGES, Person

__all__ = [
    "AGES",
    "LINK_HOURS",
    "Person",
    "TaskFacts",
    "add_person",
    "add_task",
    "add_tasks",
    "answer_referral",
    "ask_sender",
    "assign_task",
    "attach",
    "change_task",
    "close_case",
    "drop_proposed",
    "end_calendar",
    "end_task",
    "finish_referral",
    "follow_guide",
    "forget_at_receiver",
    "get",
    "go_against",
    "hear",
    "hear_word",
    "holder",
    "join_team",
    "keep_together",
    "lead_team",
    "leave_team",
    "link_cases",
    "make_calendar",
    "make_ticket",
    "move_case",
    "note",
    "note_opened",
    "open_case",
    "propose_message",
    "receivers",
    "remove_person",
    "reopen_case",
    "reopen_task",
    "report_progress",
    "send_proposed",
    "set_wish",
    "take_back",
    "take_back_own",
    "transfer_case",
    "unlink_cases",
]
