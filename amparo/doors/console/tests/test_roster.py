"""The roster's pages: who sees and plans, gaps said aloud, clocks that change, giving a shift."""

from datetime import timedelta
from typing import Any

from django.test import Client

from amparo.doors.console.tests.world import sign_in, text
from amparo.guard.roster import queries as roster
from amparo.guard.roster.tests.world import shift
from amparo.kernel import clock
from tests import seed
from tests.cast import LINE, actor, staff_id
from tests.harness import House

PAGE = "/console/roster/"


def plan(browser: Client, **changed: str) -> Any:
    sent = {
        "of": str(LINE),
        "staff": str(staff_id("bruno")),
        "day": "2026-06-01",
        "starts": "06:00",
        "ends": "14:00",
        "timezone": "America/Port-au-Prince",
        "what": "officer",
        "repeat": "once",
    }
    return browser.post(PAGE, {**sent, **changed}, follow=True)


def test_who_plans_plans_and_colleagues_see_it(web: House, client: Client) -> None:
    seed.crisis()
    assert "It stands in the roster" in text(plan(sign_in(client, "luz")))
    page = text(sign_in(client, "kofi").get(f"{PAGE}?week=2026-06-03"))
    assert "06:00–14:00" in page and "Bruno" in page and 'name="staff"' not in page


def test_who_may_not_plan_does_not(web: House, client: Client) -> None:
    seed.crisis()
    assert plan(sign_in(client, "bruno")).status_code == 403


def test_gaps_are_said_aloud_and_drawn(web: House, client: Client) -> None:
    seed.crisis()
    plan(sign_in(client, "luz"), day="2027-06-01", repeat="day")
    page = text(client.get(f"{PAGE}?week=2027-06-01"))
    assert "Nobody is there for" in page and 'class="off-"' in page
    assert "14:00–Wed 06:00" in page


def test_clocks_that_change_are_said(web: House, client: Client) -> None:
    seed.crisis()
    luz = sign_in(client, "luz")
    night = {"starts": "22:00", "ends": "06:00"}
    assert "an hour shorter" in text(plan(luz, day="2026-03-07", **night))
    assert "an hour longer" in text(plan(luz, day="2026-10-31", **night))
    berlin = {"timezone": "Europe/Berlin", "starts": "02:30", "ends": "08:00"}
    assert "does not exist" in text(plan(luz, day="2026-03-29", **berlin))
    assert "Europe/Berlin" in text(client.get(f"{PAGE}?week=2026-03-29"))
    assert "23 hours" in text(client.get(f"{PAGE}?week=2026-03-08"))


def test_wrong_times_come_back_with_what_was_typed(web: House, client: Client) -> None:
    seed.crisis()
    luz = sign_in(client, "luz")
    for wrong in ({"starts": "25:00"}, {"day": "soon"}, {"timezone": "Mars"}, {"staff": ""}):
        answer = plan(luz, **wrong)
        assert answer.status_code == 422 and "14:00" in text(answer)


def test_a_shift_is_given_with_a_yes(web: House, client: Client) -> None:
    seed.crisis()
    one = shift("bruno", 60, 120)
    address = f"{PAGE}shift/{one}/"
    bruno = sign_in(client, "bruno")
    bruno.post(address, {"deed": "ask", "to": str(staff_id("kofi"))})
    asked = roster.changes(actor("kofi"), LINE)[0].id
    kofi = sign_in(client, "kofi")
    assert "asks whether you take" in text(kofi.get(PAGE))
    kofi.post(f"{PAGE}change/{asked}/", {"agree": "yes"})
    now = clock.now()
    found = roster.shifts(actor("kofi"), LINE, now, now + timedelta(hours=3))
    assert [row.name for row in found] == ["Kofi"]


def test_a_shift_is_changed_and_removed_by_who_plans(web: House, client: Client) -> None:
    seed.crisis()
    address = f"{PAGE}shift/{shift('bruno', 60, 120)}/"
    assert sign_in(client, "kofi").post(address, {"deed": "remove"}).status_code == 422
    assert sign_in(client, "carla").get(address).status_code == 404
    assert sign_in(client, "luz").post(address, {"deed": "remove"}).status_code == 302
    assert client.get(address).status_code == 404


def test_a_week_is_copied(web: House, client: Client) -> None:
    seed.crisis()
    luz = sign_in(client, "luz")
    plan(luz, repeat="day")
    luz.post(f"{PAGE}copy/", {"of": str(LINE), "week": "2026-06-01"})
    assert "06:00–14:00" in text(luz.get(f"{PAGE}?week=2026-06-08"))


def test_my_next_shift_and_its_end_are_told(web: House, client: Client) -> None:
    seed.crisis()
    shift("bruno", -60, 15)
    page = text(sign_in(client, "bruno").get("/console/directory/"))
    assert "On duty until" in page and "Your shift ends at" in page
    assert "Your shift ends at" not in text(sign_in(client, "kofi").get("/console/directory/"))
