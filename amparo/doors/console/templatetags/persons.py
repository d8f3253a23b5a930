"""What templates say about one person's conversation, and about the clock she lives by."""

from collections.abc import Iterable

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.commons.crises.queries import CrisisCard
from amparo.doors.console import lists
from amparo.kernel import clock
from amparo.reach.messaging.queries import Thread

register = template.Library()

# When an SMS is safe, as the person ticked it.
HOURS: dict[str, str | Promise] = {
    "morning": gettext_lazy("morning"),
    "afternoon": gettext_lazy("afternoon"),
    "evening": gettext_lazy("evening"),
    "night": gettext_lazy("night"),
}


@register.filter
def earlier(thread: Thread) -> list[object]:
    """What the person wrote before the newest message, which alone stands in the queue."""
    wrote = [line for line in thread.messages if line.direction == "in" and line.text]
    newest = max(wrote, key=lambda line: line.at, default=None)
    return [line for line in wrote if line is not newest]


@register.filter
def whose_clock(crisis: CrisisCard) -> str:
    """Whose time the clock shows: the country's name, or how far it is from UTC."""
    return lists.country(crisis.country, get_language() or "en") or (
        f"UTC{timezone.localtime(clock.now()).isoformat()[-6:]}"
    )


# What someone saw from outside, as `concerns.SIGNS` names it.
SIGNS: dict[str, str | Promise] = {
    "cannot_leave": gettext_lazy("cannot leave, is watched"),
    "papers_taken": gettext_lazy("papers or phone taken"),
    "hurt": gettext_lazy("hurt or ill, no doctor"),
    "child_alone": gettext_lazy("a child alone or with strangers"),
    "threatened": gettext_lazy("threatened, very afraid"),
    "unpaid": gettext_lazy("works without pay"),
    "armed_group": gettext_lazy("armed people in an area"),
    "something_else": gettext_lazy("something else"),
}


@register.filter
def signs_words(keys: str) -> str:
    """The signs that were ticked, in words."""
    return " · ".join(str(SIGNS[key]) for key in keys.split() if key in SIGNS)


@register.filter
def dialled(number: str) -> str:
    """The number as a `tel:` link wants it: digits and a leading plus."""
    return "".join(letter for letter in number if letter.isascii() and letter in "+*#0123456789")


@register.filter
def hours_words(keys: Iterable[str]) -> str:
    """The safe hours in words."""
    return _(", ").join(str(HOURS.get(key, key)) for key in keys)
