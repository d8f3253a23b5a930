"""What trained staff write down: answers, signs, special needs; and the watch list."""

from amparo.aid.protection.actions.sheets import (
    begin,
    set_answer,
    set_needs,
    set_sheet,
    set_signs,
)
from amparo.aid.protection.actions.watch import (
    confirm,
    draft_warning,
    mark_ready,
    propose,
    review,
    withdraw,
)
from amparo.aid.protection.rules import KINDS
from amparo.aid.protection.sealing import Noted, Told
from amparo.aid.protection.signs import SIGNS, SOURCE
from amparo.aid.protection.watching import ROLES, Reported

__all__ = [
    "KINDS",
    "ROLES",
    "SIGNS",
    "SOURCE",
    "Noted",
    "Reported",
    "Told",
    "begin",
    "confirm",
    "draft_warning",
    "mark_ready",
    "propose",
    "review",
    "set_answer",
    "set_needs",
    "set_sheet",
    "set_signs",
    "withdraw",
]
