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


@register.filter
def hours_words(keys: Iterable[str]) -> str:
    """The safe hours in words."""
    return _(", ").join(str(HOURS.get(key, key)) for key in keys)
