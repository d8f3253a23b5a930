"""What rings stands above every page of who is rung, is taken with one press, and then is gone."""

from datetime import timedelta

from django.test import Client

from amparo.doors.console import lists
from amparo.doors.console.tests.world import sign_in, text
from amparo.guard.roster.tests.world import shift
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.duty import actions, queries
from amparo.reach.duty.tests.world import alarms, rings, waits
from amparo.reach.messaging.models import Conversation, Gateway
from tests import seed
from tests.cast import LINE, OLA, actor, staff_id
from tests.harness import House


def look() -> None:
    actions.look(by=machine())
    lists.forget()


def test_it_stands_above_every_page_of_who_is_rung(web: House, client: Client) -> None:
    seed.crisis()
    shift("kofi", -60, 60)
    waits(12)
    look()
    page = text(sign_in(client, "kofi").get("/console/directory/"))
    assert "has waited 12 min and nobody has taken it" in page and "data-loud" in page
    other = text(sign_in(client, "bruno").get("/console/queue/"))
    assert "has waited 12 min" in other and "data-loud" not in other
    assert "has waited" not in text(sign_in(client, "carla").get("/console/directory/"))


def test_nothing_new_says_nothing(web: House, client: Client) -> None:
    seed.crisis()
    bruno = sign_in(client, "bruno")
    first = bruno.get("/console/alarm/")
    seen = text(first).split("?seen=")[1].split('"')[0]
    assert bruno.get(f"/console/alarm/?seen={seen}").status_code == 204
    waits(12)
    look()
    answer = bruno.get(f"/console/alarm/?seen={seen}")
    assert answer.status_code == 200 and "data-loud" in text(answer)


def test_one_press_takes_it(web: House, client: Client) -> None:
    seed.crisis()
    one = waits(12)
    look()
    answer = sign_in(client, "bruno").post(f"/console/alarm/{alarms()[0].id}/take/")
    assert answer["Location"].startswith(f"/console/conversation/{one}/")
    with room("reach", actor("bruno")):
        assert Conversation.objects.get(id=one).taken_by_id == staff_id("bruno")
    assert "has waited" not in text(sign_in(client, "kofi").get("/console/queue/"))


def test_a_silent_gateway_rings_and_the_page_says_what_could_not_go(
    web: House, client: Client
) -> None:
    seed.crisis()
    actions.set_phone(number="+50937019999", by=actor("bruno"))
    with room("reach", machine()):
        Gateway(name="kannel", heard_at=clock.now() - timedelta(hours=1)).save(force_insert=True)
    look()
    page = text(sign_in(client, "bruno").get("/console/queue/"))
    assert page.count("fell silent") == 1 and "SMS to a colleague could not go" in page
    assert rings()[0].delivery == "failed"


def test_my_phone_is_mine(web: House, client: Client) -> None:
    seed.crisis()
    bruno = sign_in(client, "bruno")
    bruno.post("/console/my-phone/", {"number": "+509 3701 9999"})
    assert "+50937019999" in text(bruno.get("/console/my-phone/"))
    assert bruno.post("/console/my-phone/", {"number": "nobody"}).status_code == 422
    assert "9999" not in text(sign_in(client, "kofi").get("/console/my-phone/"))


def test_the_minutes_are_kept_by_who_plans(web: House, client: Client) -> None:
    seed.crisis()
    sent = {"first": "2", "second": "4", "third": "6", "unsorted": "9", "volume_more_than": "5",
            "volume_minutes": "30"}  # fmt: skip
    assert sign_in(client, "bruno").post("/console/escalation/", sent).status_code == 403
    assert sign_in(client, "luz").post("/console/escalation/", sent).status_code == 302
    assert 'value="2"' in text(client.get("/console/escalation/"))
    assert client.post("/console/escalation/", {**sent, "first": "x"}).status_code == 422


def test_a_shift_is_handed_over_with_a_note(web: House, client: Client) -> None:
    seed.crisis()
    one = waits(3)
    bruno = sign_in(client, "bruno")
    bruno.post(f"/console/conversation/{one}/take/")
    assert "You hold 1 conversation" in text(bruno.get("/console/hand-over/"))
    again = bruno.post("/console/hand-over/", {"of": str(LINE), "note": ""})
    assert again.status_code == 422
    bruno.post("/console/hand-over/", {"of": str(LINE), "note": "Call the two families."})
    kofi = sign_in(client, "kofi")
    assert "Call the two families." in text(kofi.get("/console/queue/"))
    note = queries.notes(actor("kofi"))[0].id
    kofi.post(f"/console/hand-over/{note}/read/")
    assert "Call the two families." not in text(kofi.get("/console/queue/"))
    assert "read by" in text(sign_in(client, "bruno").get("/console/hand-over/"))


def test_a_sign_is_told_heard_and_cleared(web: House, client: Client) -> None:
    seed.crisis()
    sent = {"what": "border", "place": "Jacmel", "sure": "3", "words": "The road is shut."}
    carla = sign_in(client, "carla")
    page = text(carla.post("/console/signals/", {**sent, "scope": str(OLA)}, follow=True))
    assert "The road is shut." in page and "Watch" in page
    bruno = sign_in(client, "bruno")
    assert "The road is shut." not in text(bruno.get("/console/signals/"))
    bruno.post("/console/signals/warn/", {"scope": str(LINE), "warn": "yes"})
    assert "Jacmel" in text(sign_in(client, "bruno").get("/console/queue/"))
    one = queries.signs(actor("bruno")).rows[0].id
    bruno.post(f"/console/signals/{one}/heard/", {"scope": str(LINE)})
    assert "Jacmel" not in text(sign_in(client, "bruno").get("/console/queue/"))
    assert bruno.post(f"/console/signals/{one}/clear/").status_code == 404
    assert sign_in(client, "carla").post(f"/console/signals/{one}/clear/").status_code == 302
    assert "No early sign" in text(sign_in(client, "dario").get("/console/signals/"))


def test_a_consulate_cannot_be_put_on_the_list(web: House, client: Client) -> None:
    seed.crisis()
    farid = sign_in(client, "farid")
    sent = {"line": str(LINE), "organisation": str(OLA), "deed": "add"}
    assert farid.post("/console/line/members/", sent).status_code == 302
    assert "Org a1" in text(sign_in(client, "bruno").get("/console/line/members/"))
    wrong = {**sent, "organisation": "000000000000000000000000000000a2"}
    assert sign_in(client, "farid").post("/console/line/members/", wrong).status_code == 422
    assert sign_in(client, "bruno").post("/console/line/members/", sent).status_code == 422
