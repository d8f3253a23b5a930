"""Every change to shifts, to who belongs to a line, and to when the next ones are rung."""

from amparo.guard.roster.actions.exchanges import answer_change, ask_change
from amparo.guard.roster.actions.lines import add_member, remove_member, set_steps
from amparo.guard.roster.actions.shifts import change, copy_week, plan_shift, remove, stay
from amparo.guard.roster.planned import Planned
from amparo.guard.roster.rules import Span, Steps, gaps, moment, span

__all__ = [
    "Planned",
    "Span",
    "Steps",
    "add_member",
    "answer_change",
    "ask_change",
    "change",
    "copy_week",
    "gaps",
    "moment",
    "plan_shift",
    "remove",
    "remove_member",
    "set_steps",
    "span",
    "stay",
]
