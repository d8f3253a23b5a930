"""What the console's templates say that Django's own tags cannot."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.commons.directory.queries import Reason
from amparo.doors.console import lists, reason_words
from amparo.doors.console.filters import Chosen
from amparo.doors.sentences import in_words
from amparo.kernel import clock
from amparo.kernel.language import direction, name_in

register = template.Library()

URGENCY: dict[int, tuple[str | Promise, str | Promise]] = {
    4: (gettext_lazy("Now"), gettext_lazy("Answer within 15 minutes")),
    3: (gettext_lazy("Today"), gettext_lazy("within 4 hours")),
    2: (gettext_lazy("This week"), gettext_lazy("within 3 days")),
    1: (gettext_lazy("No rush"), gettext_lazy("within 7 days")),
    0: (gettext_lazy("Not sorted"), gettext_lazy("read first: within the hour")),
}
CHANNELS: dict[str, str | Promise] = {
    "kannel": gettext_lazy("SMS"),
    "sms": gettext_lazy("SMS"),
    "json": gettext_lazy("Webhook"),
    "web": gettext_lazy("Web"),
    "phone": gettext_lazy("Phone call"),
    "call": gettext_lazy("Phone call"),
}
DELIVERY: dict[str, str | Promise] = {
    "": gettext_lazy("waits on their page, for their code"),
    "queued": gettext_lazy("waits to be sent"),
    "sending": gettext_lazy("handed to the gateway, no answer yet"),
    "sent": gettext_lazy("taken by the gateway"),
    "delivered": gettext_lazy("arrived"),
    "failed": gettext_lazy("did not arrive"),
    "unknown": gettext_lazy("not known whether it arrived"),
    "stopped": gettext_lazy("not sent: they asked us to stop"),
}
STATES: dict[str, str | Promise] = {
    "received": gettext_lazy("received"),
    "read": gettext_lazy("read"),
    "worked_on": gettext_lazy("worked on"),
    "passed_on": gettext_lazy("passed on"),
    "closed": gettext_lazy("closed"),
    "open": gettext_lazy("open"),
    "referred": gettext_lazy("referred"),
    "prepared": gettext_lazy("not sent yet"),
    "sent": gettext_lazy("sent, no answer yet"),
    "accepted": gettext_lazy("accepted"),
    "declined": gettext_lazy("declined"),
    "done": gettext_lazy("help was given"),
    "not_done": gettext_lazy("could not be done"),
    "refused": gettext_lazy("nothing left: the firewall refused"),
    "question": gettext_lazy("they ask something"),
    "queued": gettext_lazy("agreed: its turn has not come"),
    "taken_back": gettext_lazy("taken back"),
    "late": gettext_lazy("nobody answered in time"),
    "report": gettext_lazy("they say how it goes"),
    "helped": gettext_lazy("helped"),
    "partly": gettext_lazy("partly helped"),
    "not_helped": gettext_lazy("not helped"),
    "lost_touch": gettext_lazy("lost touch"),
    "withdrawn": gettext_lazy("they want no more help"),
    "yes": gettext_lazy("yes, it helped"),
    "no": gettext_lazy("no, it did not help"),
    "not_yet": gettext_lazy("not yet"),
}
# Which dot a line of a story has: hollow unless it was kept or refused.
_DOTS = {"accepted": "yes", "done": "yes", "declined": "not", "not_done": "not", "refused": "not"}
KINDS: dict[str, str | Promise] = {
    "ack": gettext_lazy("automatic receipt"),
    "cover": gettext_lazy("cover text"),
    "status": gettext_lazy("automatic status"),
    "question": gettext_lazy("question: did it help?"),
    "stop": gettext_lazy("automatic: we will not write again"),
    "help": gettext_lazy("automatic: how this works"),
    "new_code": gettext_lazy("a new code, which only they can read"),
    "new_code_cover": gettext_lazy("a new code, which only they can read"),
    "passed_on": gettext_lazy("told: it was passed on, as they agreed"),
    "accepted": gettext_lazy("told: somebody said yes"),
    "declined": gettext_lazy("told: we look for another way"),
    "asked_helped": gettext_lazy("asked: did it help?"),
}


# What a referral may carry, as `handover` names it.
FIELDS: dict[str, str | Promise] = {
    "needs": gettext_lazy("What is needed"),
    "people": gettext_lazy("How many people"),
    "language": gettext_lazy("Language"),
    "urgency": gettext_lazy("How urgent"),
    "area": gettext_lazy("Area, about 5 km²"),
    "place": gettext_lazy("The place in her words"),
    "wish": gettext_lazy("Her own wish"),
    "phone": gettext_lazy("A number to reach her"),
    "protection": gettext_lazy("What they must know to protect her"),
    "reply": gettext_lazy("Reply"),
}


class Left(NamedTuple):
    """How far a clock has run: words, whether it is over, and how full its bar is (0 to 100)."""

    words: str
    over: bool
    full: int


@register.filter
def urgency_word(mark: int) -> str:
    """The word for an urgency."""
    return str(URGENCY[mark][0])


@register.filter
def urgency_within(mark: int) -> str:
    """Within which time an answer is due."""
    return str(URGENCY[mark][1])


@register.filter
def channel(name: str) -> str:
    """How the message came, in words."""
    return str(CHANNELS.get(name, name))


@register.filter
def delivered(state: str) -> str:
    """What is known of an outgoing message."""
    return str(DELIVERY.get(state, state))


@register.filter
def state_word(state: str) -> str:
    """A state in words."""
    return str(STATES.get(state, state))


@register.filter
def kind_word(kind: str) -> str:
    """What kind of automatic message it is."""
    return str(KINDS.get(kind, _("automatic message")))


@register.filter
def dot(state: str) -> str:
    """The class of a story's dot."""
    return _DOTS.get(state, "")


@register.filter
def language_name(code: str) -> str:
    """The language in the reader's words."""
    return name_in(code, get_language() or "en")


@register.simple_tag
def lang(code: str) -> str:
    """`lang` and `dir` for a text in this language; an uncertain one finds its own direction."""
    if not code or code == "und":
        return mark_safe('dir="auto"')
    safe = "".join(letter for letter in code if letter.isalnum() or letter == "-")
    return mark_safe(f'lang="{safe}" dir="{direction(safe)}"')  # noqa: S308


@register.filter
def needs_words(keys: Iterable[str]) -> str:
    """Needs in words, with commas between."""
    known = lists.needs(get_language() or "en")
    return _(", ").join(known.get(key, key) for key in keys)


@register.filter
def need_word(key: str) -> str:
    """One need in words."""
    return lists.needs(get_language() or "en").get(key, key)


@register.filter
def waited(since: datetime | None) -> str:
    """How long it has been: `19 min`, `3 h 05`, `2 d 4 h`."""
    return "" if since is None else span(clock.now() - since)


@register.filter
def span(length: timedelta) -> str:
    """A length of time in the two units that matter."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 60:
        return _("%(m)s min") % {"m": minutes}
    if minutes < 1440:
        return _("%(h)s h %(m)s") % {"h": minutes // 60, "m": f"{minutes % 60:02}"}
    return _("%(d)s d %(h)s h") % {"d": minutes // 1440, "h": minutes % 1440 // 60}


@register.simple_tag
def left(since: datetime | None, due: datetime | None) -> Left | None:
    """How much time is left until `due`, or by how much it is over."""
    if due is None:
        return None
    now = clock.now()
    if now >= due:
        return Left(_("%(time)s over") % {"time": span(now - due)}, True, 100)
    whole = (due - (since or now)).total_seconds() or 1
    full = 100 - int(100 * (due - now).total_seconds() / whole)
    return Left(_("%(time)s left") % {"time": span(due - now)}, False, max(0, min(100, full)))


@register.filter
def iso(at: datetime) -> str:
    """The moment for a script that counts on from it; what Django's `date:"c"` says, sooner."""
    return at.isoformat()


@register.filter
def clock_time(at: datetime | None) -> str:
    """`15:10` in the crisis's own time."""
    return f"{timezone.localtime(at):%H:%M}" if at else ""


@register.filter
def moment(at: datetime | None) -> str:
    """`15:10` today, otherwise with its day."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    today = timezone.localtime(clock.now()).date() == local.date()
    return f"{local:%H:%M}" if today else f"{local:%d.%m. %H:%M}"


@register.filter
def initials(name: str) -> str:
    """Up to two letters that stand for a colleague."""
    parts = name.split()
    return "".join(
        part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)
    ).upper()


@register.filter
def field_words(keys: Iterable[str]) -> str:
    """What a referral carried, in words."""
    return _(", ").join(str(FIELDS.get(key, key)) for key in keys)


@register.filter
def tr(text: str) -> str:
    """A sentence that an area says, in the reader's language if our catalogue has it."""
    return in_words(text)


@register.filter
def speaking(reasons: Iterable[Reason], good: bool) -> str:
    """The reasons that speak for a service, or those against, in the reader's language."""
    return " · ".join(reason_words.said(one) for one in reasons if one.good is good)


@register.filter
def get(mapping: dict[str, object], key: str) -> object:
    """What a mapping holds under a key, or nothing."""
    return mapping.get(key, ())


@register.filter(name="with")
def without(filters: Chosen, name: str) -> str:
    """The address with this filter taken off."""
    return filters.address(**{name: ""})


@register.filter
def with_urgency(filters: Chosen, mark: int) -> str:
    """The address that shows this urgency only."""
    return filters.address(urgency=str(mark))


@register.filter
def with_after(filters: Chosen, cursor: str) -> str:
    """The address of the next page."""
    return filters.address(after=cursor)
