"""Times as people type them, in the crisis's own time, clocks that change included."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.doors.console import lists
from amparo.kernel import clock
from amparo.kernel.errors import InvalidError

FURTHEST = timedelta(days=3 * 366)


def here() -> ZoneInfo:
    """The zone of the present crisis."""
    crisis = lists.crisis(get_language() or "en")
    return ZoneInfo(crisis.timezone if crisis else "UTC")


def read_moment(text: str, zone: ZoneInfo, field: str = "due") -> datetime | None:
    """The moment that was typed, in UTC; None for nothing.

    InvalidError for what is no time, for an hour that the clocks leave out that night, and for a
    year that nobody means. An hour that comes twice is the first one: rather early than late.
    """
    if not text.strip():
        return None
    try:
        local = datetime.fromisoformat(text.strip()[:19])
        if local.tzinfo is not None:
            raise ValueError
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        back = moment.astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise InvalidError(field, _("This is no time. Write it as 2026-01-31 10:00.")) from None
    if back != local:
        raise InvalidError(
            field, _("The clocks leave this hour out that night. Choose another. Nothing was kept.")
        )
    if abs(moment - clock.now()) > FURTHEST:
        raise InvalidError(field, _("This is years away. Look at the year. Nothing was kept."))
    return moment


def typed(moment: datetime | None, zone: ZoneInfo) -> str:
    """The same moment as a field shows it."""
    return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}" if moment else ""


def tomorrow_at_ten(zone: ZoneInfo) -> str:
    """What the field says to begin with."""
    day = clock.now().astimezone(zone) + timedelta(days=1)
    return f"{day:%Y-%m-%d}T10:00"
