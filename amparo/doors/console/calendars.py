"""A calendar that a phone may subscribe to: it says that something is due, never what."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from icalendar import Calendar, Event

from amparo.aid.cases import actions
from amparo.aid.cases import queries as cases
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, guarded, show
from amparo.guard.roster import queries as roster
from amparo.kernel import clock
from amparo.kernel.errors import NotFoundError

LASTS = timedelta(minutes=15)
BEFORE, AHEAD = timedelta(days=7), timedelta(days=60)
TYPE = "text/calendar; charset=utf-8"


@needs("staff", "GET", "POST")
def calendar(request: StaffRequest) -> HttpResponse:
    """Whether there is an address; a new one is shown once, and the old one ends."""
    if request.method == "GET":
        since = cases.calendar_since(request.actor)
        return show(request, "calendar", {"since": since, "part": "more"})
    if request.POST.get("what") == "end":
        actions.end_calendar(by=request.actor)
        return go("calendar", then="calendar_ended")
    path = reverse("console:feed", args=[actions.make_calendar(by=request.actor)])
    context = {"since": clock.now(), "address": request.build_absolute_uri(path), "part": "more"}
    return show(request, "calendar", context)


@needs("anyone")
def feed(request: StaffRequest, token: str) -> HttpResponse:
    """The calendar of whose address this is; the same 404 for unknown and for revoked."""
    del request  # an address is all that is needed, so that a phone's calendar can come back
    try:
        owner = cases.calendar_owner(token)
    except NotFoundError:
        return guarded(HttpResponse(status=404))
    book = Calendar()
    book.add("prodid", "-//Amparo//Desk//EN")
    book.add("version", "2.0")
    book.add("name", "Amparo")
    book.add("x-wr-calname", "Amparo")
    book.add("refresh-interval", timedelta(minutes=15), parameters={"VALUE": "DURATION"})
    for one in cases.due_marks(owner):
        said = f"{one.reference}: something is due"
        book.add_component(_event(one.id, one.due_at, one.due_at + LASTS, said))
    now = clock.now()
    for shift in roster.my_shifts(owner, now - BEFORE, now + AHEAD):
        book.add_component(_event(shift.id, shift.starts_at, shift.ends_at, "Shift"))
    return guarded(HttpResponse(book.to_ical(), content_type=TYPE))


def _event(id: UUID, starts: datetime, ends: datetime, said: str) -> Event:
    event = Event()
    event.add("uid", f"{id}@amparo")
    event.add("dtstamp", clock.now())
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", said)
    event.add("class", "PRIVATE")
    return event
