"""Referring: what could go, what she agreed to, and the receiver's row, in rooms one after another.

Each step is committed before the next begins, so that a crash leaves a referral that is visibly
«prepared» and nothing that left without its line.
"""

from amparo.aid.cases.handover.clocks import after_answer, after_move, look_at_clocks
from amparo.aid.cases.handover.replying import reply
from amparo.aid.cases.handover.sending import How, refer
from amparo.aid.cases.handover.sheets import Preview, PreviewField, preview, preview_pathway
from amparo.aid.cases.handover.turns import refer_in_order, send_next

__all__ = [
    "How",
    "Preview",
    "PreviewField",
    "after_answer",
    "after_move",
    "look_at_clocks",
    "preview",
    "preview_pathway",
    "refer",
    "refer_in_order",
    "reply",
    "send_next",
]
