"""What the parts of a case that tell of referrals ask for themselves."""

from collections.abc import Collection
from uuid import UUID

from django import template
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from amparo.aid.cases import queries as cases
from amparo.commons.pathways import queries as pathways
from amparo.doors.console import slip_words
from amparo.doors.console.templatetags.console import state_word
from amparo.kernel.authority import Actor

register = template.Library()

KINDS: dict[str, str | Promise] = {
    "question": gettext_lazy("They ask"),
    "reply": gettext_lazy("Reply"),
    "report": gettext_lazy("How it goes"),
}
# The same, where the receiver reads it.
OURS: dict[str, str | Promise] = {
    "question": gettext_lazy("You asked"),
    "reply": gettext_lazy("They replied"),
    "report": gettext_lazy("You told how it goes"),
}
WHY: dict[str, str | Promise] = {
    "person": gettext_lazy("taken back, as the person wished"),
    "sender": gettext_lazy("taken back by us"),
    "elsewhere": gettext_lazy("not needed any more: another place helps"),
    "changed": gettext_lazy("not sent: what they would read has changed. Ask again."),
}


@register.simple_tag
def sent_of(actor: Actor, case: cases.CasePage) -> tuple[cases.SentLine, ...]:
    """The referrals of a case, each with its clock and what was said."""
    return cases.sent(actor, case.id) if case.referrals else ()


@register.simple_tag
def ways_of(actor: Actor, case: cases.CasePage) -> tuple[pathways.PathwayCard, ...]:
    """The pathways for the needs of a case, in the order of the needs."""
    return pathways.fitting(actor, case.needs, case.place_cell) if case.needs else ()


@register.filter
def has_asked(way: pathways.PathwayCard, asked: Collection[UUID]) -> bool:
    """Whether each of its receivers has a referral of this case that still stands."""
    return all(step.service.id in asked for step in way.receivers)


@register.filter
def slip_value(value: str, label: str) -> str:
    """A value of a referral as this reader reads it: words of our lists in her language."""
    return slip_words.value_in_words(label, value)


@register.filter
def slip_tongue(label: str) -> str:
    """`dir` for a value: free text finds its own direction, words of ours have the page's."""
    return "" if slip_words.is_ours(label) else mark_safe('dir="auto"')


@register.filter
def referral_word(state: str) -> str:
    """Where a referral stands, in words. Of a case «withdrawn» says something else."""
    return state_word("taken_back" if state == "withdrawn" else state)


@register.filter
def said_word(kind: str) -> str:
    """What kind of word it is."""
    return str(KINDS.get(kind, kind))


@register.filter
def said_by_us(kind: str) -> str:
    """What kind of word it is, for the receiver who said it or was answered."""
    return str(OURS.get(kind, kind))


@register.filter
def why_word(why: str) -> str:
    """Why a referral was taken back."""
    return str(WHY.get(why, ""))
