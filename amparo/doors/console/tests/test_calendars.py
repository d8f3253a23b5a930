"""A secret address: it opens a calendar without a word of anyone, until it is revoked."""

import re
from datetime import timedelta

from django.test import Client
from icalendar import Calendar

from amparo.aid.cases import actions
from amparo.aid.cases.actions import TaskFacts
from amparo.doors.console.tests.world import opened, sign_in, text
from amparo.guard.roster.tests.world import shift
from amparo.kernel import clock
from tests import cast
from tests.harness import House

BRUNO = cast.actor("bruno")


def made(client: Client) -> str:
    """The address that the page shows once."""
    page = text(sign_in(client, "bruno").post("/console/calendar/", {"what": "make"}))
    found = re.search(r"http://testserver(/console/calendar/[^<]+\.ics)", page)
    assert found
    return found.group(1)


def test_it_says_that_something_is_due_and_never_what(client: Client, web: House) -> None:
    case = opened(web)
    due = clock.now() + timedelta(hours=3)
    task = TaskFacts("Call her aunt in Jacmel", due_at=due)
    actions.add_task(case=case, facts=task, by=BRUNO)
    answer = Client().get(made(client))
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    book = Calendar.from_ical(answer.content)
    (event,) = book.walk("VEVENT")
    assert abs(event.decoded("DTSTART") - due) < timedelta(seconds=1)
    assert str(event["SUMMARY"]).endswith(": something is due")
    assert b"aunt" not in answer.content and b"Jacmel" not in answer.content
    assert "no-store" in answer["Cache-Control"] and not answer.cookies


def test_it_is_shown_once_and_revoked(client: Client, web: House) -> None:
    del web
    address = made(client)
    assert ".ics" not in text(client.get("/console/calendar/"))
    stranger = Client()
    assert stranger.get(address).status_code == 200
    client.post("/console/calendar/", {"what": "end"})
    revoked, unknown = stranger.get(address), stranger.get("/console/calendar/nobody.ics")
    assert (revoked.status_code, revoked.content) == (unknown.status_code, unknown.content)
    assert revoked.status_code == 404


def test_it_is_open_to_staff_only(client: Client, web: House) -> None:
    del web
    assert client.get("/console/calendar/").status_code == 302
    assert sign_in(client, "farid").get("/console/calendar/").status_code == 200


def test_it_brings_my_shifts_and_nobody_elses(client: Client, web: House) -> None:
    del web
    mine, theirs = shift("bruno", 60, 540), shift("kofi", 60, 540)
    answer = Client().get(made(client))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["UID"]) == f"{mine}@amparo" and str(theirs) not in answer.content.decode()
    assert str(event["SUMMARY"]) == "Shift"
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(hours=8)
    assert b"Coast line" not in answer.content and b"Bruno" not in answer.content
