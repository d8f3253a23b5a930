"""Moments in the words of the reader."""

from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.kernel import clock

# babel has no locale data for Haitian Creole.
_KREYOL = (
    *("janvye", "fevriye", "mas", "avril", "me", "jen"),
    *("jiyè", "out", "septanm", "oktòb", "novanm", "desanm"),
)


def moment(at: datetime) -> str:
    """`today 15:10`, or `21 November 15:10`, in the active language and the place's own time."""
    local = timezone.localtime(at)
    time = f"{local:%H:%M}"
    if local.date() == timezone.localtime(clock.now()).date():
        return _("today %(time)s") % {"time": time}
    return f"{_day(local)} {time}"


def _day(local: datetime) -> str:
    language = get_language() or "en"
    if language == "ht":
        return f"{local.day} {_KREYOL[local.month - 1]}"
    try:
        return format_date(local.date(), "d MMMM", locale=Locale.parse(language, sep="-"))
    except UnknownLocaleError:
        return f"{local:%Y-%m-%d}"
