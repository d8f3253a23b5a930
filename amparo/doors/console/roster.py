"""The roster: a week of shifts, planned, repeated, copied, given and taken."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.doors.console import lists, week
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.queue import uuid_of
from amparo.doors.console.show import guarded, show
from amparo.doors.console.strip import chosen_scope, scopes
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.guard.roster import actions
from amparo.guard.roster import queries as roster
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.kernel.errors import (
    AmparoError,
    DeniedError,
    InvalidError,
    NotFoundError,
    WrongStateError,
)

PARTS = {"officer": gettext_lazy("Officer"), "standby": gettext_lazy("Standby")}
REPEATS = {
    "once": gettext_lazy("once"),
    "day": gettext_lazy("each day, seven times"),
    "week": gettext_lazy("each week, four times"),
    "weeks": gettext_lazy("each week, twelve times"),
}
_WEEKS = {"week": 4, "weeks": 12}


@needs("staff", "GET", "POST")
def roster_week(request: StaffRequest) -> HttpResponse:
    """The week, its gaps, and for who plans the form for a shift."""
    wrong = ""
    if request.method == "POST":
        try:
            return _plan(request)
        except (InvalidError, WrongStateError) as error:
            wrong = in_words(str(error))
    context = {**_week(request), "wrong": wrong, "typed": request.POST}
    return show(request, "roster", context, status=422 if wrong else 200)


def _week(request: StaffRequest) -> dict[str, object]:
    actor, now = request.actor, clock.now()
    scope = chosen_scope(actor, request.GET.get("of", ""))
    if scope is None:
        raise NotFoundError(NotFoundError.__doc__)
    zone = _zone()
    today = now.astimezone(ZoneInfo(zone)).date()
    first = week.monday(_date(request.GET.get("week", "")) or today)
    start = week.midnight(first, zone)
    end = week.midnight(first + timedelta(days=7), zone)
    shown = week.days(roster.shifts(actor, scope, start, end), first, zone, now)
    gaps = [(max(a, now), b) for day in shown for a, b in day.gaps if b > now]
    changes = roster.changes(actor, scope)
    return {
        "part": "more",
        "of": scope,
        "scopes": scopes(actor),
        "days": shown,
        "empty": not any(one.shifts for one in shown),
        "gaps": _joined(gaps),
        "bare_hours": round(sum((b - a for a, b in gaps), timedelta()) / timedelta(hours=1)),
        "first": first,
        "last": first + timedelta(days=6),
        "before": first - timedelta(days=7),
        "after": first + timedelta(days=7),
        "today": today,
        "new_day": today if first <= today < first + timedelta(days=7) else first,
        "zone": zone,
        "zones": sorted(one for one in available_timezones() if "/" in one),
        "people": roster.players(actor, scope),
        "parts": PARTS,
        "repeats": REPEATS,
        "may": _may(request, scope),
        "for_me": [one for one in changes if one.of_staff == actor.id],
        "asked": [one for one in changes if one.asked_by == actor.id],
    }


def _joined(gaps: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Gaps that run over midnight as one."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in gaps:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _plan(request: StaffRequest) -> HttpResponse:
    scope = uuid_of(request.POST.get("of", ""))
    staff = uuid_of(request.POST.get("staff", ""))
    if scope is None or staff is None:
        raise InvalidError("staff", _("Choose who has the shift."))
    repeat = request.POST.get("repeat", "once")
    first = _day(request)
    said: tuple[str, ...] = ()
    for number in range(7 if repeat == "day" else 1):
        span = _span(request, first + timedelta(days=number))
        said += span.said
        planned = _planned(request, scope, staff, span)
        actions.plan_shift(planned=planned, weeks=_WEEKS.get(repeat, 1), by=request.actor)
    return _back(scope, first, f"clock_{said[0]}" if said else "shift_planned")


def _planned(
    request: StaffRequest, scope: UUID, staff: UUID, span: actions.Span
) -> actions.Planned:
    return actions.Planned(
        scope,
        staff,
        span.starts_at,
        span.ends_at,
        request.POST.get("timezone", ""),
        request.POST.get("what", "officer"),
    )


def _span(request: StaffRequest, day: date) -> actions.Span:
    """The shift of that day by the clock of the zone that was chosen."""
    try:
        starts = datetime.strptime(request.POST.get("starts", ""), "%H:%M").time()  # noqa: DTZ007
        ends = datetime.strptime(request.POST.get("ends", ""), "%H:%M").time()  # noqa: DTZ007
    except ValueError:
        raise InvalidError("starts", _("Write both times like 06:00 and 14:30.")) from None
    return actions.span(day, starts, ends, request.POST.get("timezone", ""))


def _day(request: StaffRequest) -> date:
    found = _date(request.POST.get("day", ""))
    if found is None:
        raise InvalidError("day", _("Choose a day."))
    return found


@needs("staff", "GET", "POST")
def shift(request: StaffRequest, shift: UUID) -> HttpResponse:
    """One shift: changed or removed by who plans; given away, or asked for, by colleagues."""
    found = _find(request, shift)
    wrong = ""
    if request.method == "POST":
        try:
            word = _deed(request, found)
            return _back(found.scope, found.starts_at.astimezone(ZoneInfo(_zone())).date(), word)
        except (InvalidError, WrongStateError, DeniedError) as error:
            wrong = in_words(str(error))
    actor = request.actor
    others = [one for one in roster.players(actor, found.scope) if one.staff != found.staff]
    horizon = clock.now() + timedelta(days=28)
    coming = roster.shifts(actor, found.scope, clock.now(), horizon)
    context = {
        "part": "more",
        "shift": found,
        "here": found.starts_at.astimezone(ZoneInfo(found.timezone)),
        "until": found.ends_at.astimezone(ZoneInfo(found.timezone)),
        "wrong": wrong,
        "people": roster.players(actor, found.scope),
        "others": others,
        "returns": [one for one in coming if one.staff not in (found.staff, actor.id)],
        "mine": [one for one in coming if one.staff == actor.id],
        "parts": PARTS,
        "is_mine": found.staff == actor.id,
        "may": _may(request, found.scope),
    }
    return show(request, "shift", context, status=422 if wrong else 200)


def _deed(request: StaffRequest, found: roster.ShiftRow) -> str:
    """What was done, as the word that the next page says."""
    deeds: dict[str, Callable[[], str]] = {
        "change": lambda: _change(request, found),
        "remove": lambda: _remove(request, found),
        "ask": lambda: _ask(request, found),
    }
    deed = deeds.get(request.POST.get("deed", ""))
    if deed is None:
        raise InvalidError("deed", _("Choose what to do."))
    return deed()


def _change(request: StaffRequest, found: roster.ShiftRow) -> str:
    span = _span(request, _day(request))
    staff = uuid_of(request.POST.get("staff", "")) or found.staff
    planned = _planned(request, found.scope, staff, span)
    actions.change(shift=found.id, planned=planned, by=request.actor)
    return f"clock_{span.said[0]}" if span.said else "shift_changed"


def _remove(request: StaffRequest, found: roster.ShiftRow) -> str:
    actions.remove(shift=found.id, by=request.actor)
    return "shift_removed"


def _ask(request: StaffRequest, found: roster.ShiftRow) -> str:
    back = uuid_of(request.POST.get("in_return", ""))
    to = request.actor.id
    if found.staff == to:
        chosen = _find(request, back) if back else None
        to = chosen.staff if chosen else uuid_of(request.POST.get("to", "")) or to
    actions.ask_change(shift=found.id, to=to, in_return=back, by=request.actor)
    return "change_asked"


@needs("staff", "POST")
def answer_change(request: StaffRequest, change: UUID) -> HttpResponse:
    """Yes or no to what a colleague asked."""
    agree = request.POST.get("agree") == "yes"
    try:
        actions.answer_change(change=change, agree=agree, by=request.actor)
    except AmparoError as error:
        if isinstance(error, NotFoundError):
            raise
        return stopped(request, in_words(str(error)))
    lists.forget()
    return guarded(HttpResponseRedirect(reverse("console:roster") + "?said=change_answered"))


@needs(Power.PLAN_SHIFTS, "POST")
def copy_week(request: StaffRequest) -> HttpResponse:
    """The week stands again a week later, at the same clock on the wall."""
    scope, first = uuid_of(request.POST.get("of", "")), _date(request.POST.get("week", ""))
    if scope is None or first is None:
        raise NotFoundError(NotFoundError.__doc__)
    zone = _zone()
    start = week.midnight(first, zone)
    end = week.midnight(first + timedelta(days=7), zone)
    actions.copy_week(scope=scope, start=start, end=end, days=7, by=request.actor)
    return _back(scope, first + timedelta(days=7), "week_copied")


def _find(request: StaffRequest, shift: UUID) -> roster.ShiftRow:
    found = roster.shift(request.actor, shift)
    if found is None:
        raise NotFoundError(NotFoundError.__doc__)
    return found


def _may(request: StaffRequest, scope: UUID) -> bool:
    actor = request.actor
    return actor.can(Power.PLAN_SHIFTS) and scope in actor.within(Power.PLAN_SHIFTS).scopes


def _back(scope: UUID, day: date, word: str) -> HttpResponse:
    lists.forget()
    address = f"{reverse('console:roster')}?of={scope}&week={week.monday(day)}&said={word}"
    return guarded(HttpResponseRedirect(address))


def _zone() -> str:
    crisis = lists.crisis("en")
    return crisis.timezone if crisis else "UTC"


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None
