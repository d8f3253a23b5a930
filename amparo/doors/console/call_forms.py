"""What an officer enters while somebody speaks. Nothing here refuses."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from amparo.doors.console import lists
from amparo.doors.console.templatetags.persons import HOURS
from amparo.kernel import clock
from amparo.reach.messaging.actions.spoken import Call

# In how many minutes to call back.
AGAIN = (
    ("30", _("in half an hour")),
    ("60", _("in an hour")),
    ("240", _("in four hours")),
    ("1440", _("tomorrow, same time")),
)
REASONS = (
    ("calling now", _("I call now")),
    ("checking the number", _("I check the number")),
)
_LONGEST_NUMBER = 64


def entered(post: QueryDict, zone: ZoneInfo) -> tuple[Call, datetime | None]:
    """The call, and when to call back if that was promised."""
    people = post.get("people", "")
    may_sms = "may_sms" in post
    known = lists.offered_needs("en")
    call = Call(
        language=post.get("language", "")[:12],
        words=post.get("words", "").strip(),
        needs=tuple(one for one in post.getlist("need") if one in known),
        place=post.get("place", "").strip()[:200],
        people=min(int(people), 30_000) if people.isdecimal() and len(people) < 6 else None,
        number=number_of(post) if may_sms else "",
        safe_hours=tuple(one for one in HOURS if one in post.getlist("hours")),
        for_other="for_other" in post,
        told=facts_of(post),
    )
    return call, _back_at(post, zone)


def number_of(post: QueryDict) -> str:
    """The number as it was said."""
    return post.get("number", "").strip()[:_LONGEST_NUMBER]


def facts_of(post: QueryDict) -> dict[str, str]:
    """What was said beside the words."""
    told = {
        "safe_to_talk": post.get("safe_to_talk", "")[:12],
        "interpreter": "yes" if "interpreter" in post else "",
        "asker": post.get("asker", "").strip()[:200],
        "theirs_safe": post.get("theirs_safe", "")[:12],
    }
    return {name: text for name, text in told.items() if text}


def _back_at(post: QueryDict, zone: ZoneInfo) -> datetime | None:
    minutes = post.get("back_in", "")
    if minutes in dict(AGAIN):
        return clock.now() + timedelta(minutes=int(minutes))
    try:
        found = parse_datetime(post.get("back_at", ""))
    except ValueError:
        return None
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)
