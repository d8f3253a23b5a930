"""Moments in the words of the reader.

Digits are those of the telephone in every language: a time is compared with its clock, a number is
dialled, and two kinds of digits on one page are read wrong.
"""

from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, get_day_names
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.kernel import clock

# babel knows Haitian Creole with French words only.
_KREYOL = (
    *("janvye", "fevriye", "mas", "avril", "me", "jen"),
    *("jiyè", "out", "septanm", "oktòb", "novanm", "desanm"),
)
_KREYOL_DAYS = ("lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi", "dimanch")


def moment(at: datetime) -> str:
    """`today 15:10`, or `21 November 15:10`, in the active language and the place's own time."""
    local = timezone.localtime(at)
    time = f"{local:%H:%M}"
    if local.date() == timezone.localtime(clock.now()).date():
        return _("today %(time)s") % {"time": time}
    return f"{day(local)} {time}"


def day(on: date | datetime) -> str:
    """`21 November`; with its year when that is not this one."""
    on = timezone.localtime(on).date() if isinstance(on, datetime) else on
    same = on.year == timezone.localtime(clock.now()).year
    if (get_language() or "en") == "ht":
        words = f"{on.day} {_KREYOL[on.month - 1]}"
        return words if same else f"{words} {on.year}"
    locale = locale_of()
    of = " 'de' " if locale.language in ("es", "pt") else " "
    pattern = f"d{of}MMMM" if same else f"d{of}MMMM{of}y"
    return format_date(on, pattern, locale=locale)


def weekday(number: int) -> str:
    """The name of a day; 0 is Monday."""
    if (get_language() or "en") == "ht":
        return _KREYOL_DAYS[number]
    return str(get_day_names("wide", "stand-alone", locale=locale_of())[number])


def locale_of() -> Locale:
    """What babel knows of the active language; of one it does not know, English."""
    try:
        return Locale.parse(get_language() or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
