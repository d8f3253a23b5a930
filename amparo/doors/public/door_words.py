"""Of a service or a number: when it is open, how far it is, what is known of it. In words."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_
from django.utils.translation import ngettext

from amparo.commons.directory.queries import Door, ServiceCard, Slot
from amparo.doors.public.times import day, locale_of, moment, weekday
from amparo.kernel import clock
from amparo.kernel.language import own_name

FRESH = timedelta(hours=24)
_SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_UNTIL = re.compile(r"(?:(\w{3}) )?(\d\d:\d\d)")
_OPENS = re.compile(r"(?:(\S+) )?(?:at )?(\d\d:\d\d)")

FOR_WHOM = {
    "women": lazy_("Women"),
    "men": lazy_("Men"),
    "children": lazy_("Children"),
    "children_alone": lazy_("Children who are alone"),
    "young": lazy_("Young people"),
    "families": lazy_("Families"),
    "older": lazy_("Older people"),
    "disability": lazy_("People with a disability"),
    "pregnant": lazy_("Pregnant women and new mothers"),
    "lgbti": lazy_("LGBTI people"),
    "survivors": lazy_("Survivors of violence"),
    "victims": lazy_("Victims of crime or trafficking"),
    "indigenous": lazy_("Indigenous people"),
    "stateless": lazy_("Stateless people"),
    "workers": lazy_("Workers"),
    "held": lazy_("People who are held"),
}


def now_open(door: Door) -> str:
    """Whether its door is open, in one sentence."""
    if door.open is None:
        return _("We do not know the opening hours")
    if door.open:
        return _until(door.until) if door.until else _("Always open")
    return _opens(door.opens)


def _until(text: str) -> str:
    found = _UNTIL.fullmatch(text)
    if not found:
        return _("Open now")
    if found[1]:
        return _("Open now, until %(day)s %(time)s") % {"day": _named(found[1]), "time": found[2]}
    return _("Open now, until %(time)s") % {"time": found[2]}


def _opens(text: str) -> str:
    found = _OPENS.fullmatch(text)
    if not found:
        return _("Closed now")
    word, time = found[1], found[2]
    if not word or word == "at":
        return _("Closed now. Opens today at %(time)s") % {"time": time}
    if word == "tomorrow":
        return _("Closed now. Opens tomorrow at %(time)s") % {"time": time}
    return _("Closed now. Opens on %(day)s at %(time)s") % {"day": _named(word), "time": time}


def _named(word: str) -> str:
    return weekday(_SHORT.index(word)) if word in _SHORT else day(date.fromisoformat(word))


def away(km: float | None, *, about: bool) -> str:
    """How far it is, or nothing."""
    if km is None:
        return ""
    number = format_decimal(round(km, 1 if km < 10 else 0), locale=locale_of())
    if about:
        return _("about %(km)s km away") % {"km": number}
    return _("%(km)s km away") % {"km": number}


def room_left(card: ServiceCard) -> tuple[str, str]:
    """How many places are free, as last told, and how that is drawn; nothing where none are."""
    if card.free is None or card.free_at is None:
        asked = "shelter" in card.needs
        return (_("We do not know how many places are free"), "") if asked else ("", "")
    told = {"when": moment(card.free_at)}
    fresh = clock.now() - card.free_at <= FRESH
    if not card.free:
        return (
            (_("Full, told us %(when)s") % told, "bad")
            if fresh
            else (
                _("Was full %(when)s. Ask first") % told,
                "",
            )
        )
    words = ngettext("%(n)s free place", "%(n)s free places", card.free) % {"n": card.free}
    when = _("told us %(when)s") % told
    return f"{words} · {when}", "ok" if fresh else ""


def confirmed(on: date | datetime | None, how: str = "") -> str:
    """When somebody last found out that it is true, and how."""
    if on is None:
        return _("Nobody has confirmed this yet")
    told = {"day": day(on)}
    if how == "phone":
        return _("Confirmed on %(day)s by phone") % told
    if how == "visit":
        return _("Confirmed on %(day)s by a visit") % told
    if how == "email":
        return _("Confirmed on %(day)s by e-mail") % told
    if how == "file":
        return _("Confirmed on %(day)s by a list they sent") % told
    return _("Confirmed on %(day)s") % told


def week(slots: Iterable[Slot]) -> list[tuple[str, str]]:
    """Seven days, each with its hours; an empty text is a closed day."""
    by_day: dict[int, list[str]] = {number: [] for number in range(7)}
    for slot in sorted(slots):
        by_day[slot.day].append(span(slot.opens, slot.closes))
    return [(weekday(number), ", ".join(times)) for number, times in by_day.items()]


def in_short(slots: Iterable[Slot]) -> str:
    """The same week in one line, days that are alike together."""
    lines = []
    for times, rows in groupby(week(slots), key=lambda row: row[1]):
        names = [name for name, _times in rows]
        days = names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"
        lines += [f"{days} {times}"] if times else []
    return " · ".join(lines)


def span(opens: str, closes: str) -> str:
    """From when to when, kept in one piece: in Arabic, too, the earlier time stands first."""
    return f"\u2066{opens}–{closes}\u2069"


def tongues(codes: Iterable[str]) -> str:
    """Languages by their own names, each between isolating marks: they run in both directions."""
    return " · ".join(f"\u2068{own_name(code)}\u2069" for code in codes)
