"""The hotline's pages, the number and the code."""

import re

import pytest
from django.test import Client

from amparo.doors.console.tests.world import sign_in, text, waiting
from amparo.reach.calls import queries as calls
from amparo.reach.messaging import queries as messaging
from tests import cast, seed
from tests.harness import House

BRUNO = cast.actor("bruno")
SAID = {
    "language": "ht",
    "words": "Twa timoun grangou",
    "place": "Delmas",
    "need": ["food"],
    "number": "+509 37 01 02 03",
    "back_in": "60",
    "safe_to_talk": "no",
    "interpreter": "1",
}


def test_it_keeps_a_call_that_waits_in_the_queue(client: Client, web: House) -> None:
    setting = seed.crisis()
    page = text(sign_in(client, "bruno").post("/console/calls/new/", SAID))
    seed.read_all(setting, web)
    (row,) = messaging.queue(BRUNO, messaging.QueueFilter()).rows
    assert row.reference in page and "37 01" not in page
    shown = text(client.get(f"/console/conversation/{row.id}/"))
    assert "During the call it was not safe to talk" in shown and "interpreter" in shown
    assert "37 01" not in shown


def test_it_keeps_an_empty_call(client: Client, web: House) -> None:
    setting = seed.crisis()
    assert sign_in(client, "bruno").post("/console/calls/new/", {}).status_code == 200
    seed.read_all(setting, web)
    assert len(messaging.queue(BRUNO, messaging.QueueFilter()).rows) == 1


@pytest.mark.parametrize(
    "odd", [{"people": "-1"}, {"people": "９"}, {"back_at": "2026-99-99T00:00"}, {"need": ["x"]}]
)
def test_it_takes_odd_input(client: Client, web: House, odd: dict[str, object]) -> None:
    del web
    seed.crisis()
    page = sign_in(client, "bruno").post("/console/calls/new/", {**SAID, **odd})
    assert page.status_code == 200


def test_it_shows_the_script_in_the_language_of_the_call(client: Client, web: House) -> None:
    del web
    seed.crisis()
    page = text(sign_in(client, "bruno").get("/console/calls/new/?language=ar"))
    assert "هذا خط المساعدة" in page
    assert "This is the help line" in text(client.get("/console/calls/new/?language=sw"))


def test_it_changes_the_script(client: Client, web: House) -> None:
    del web
    seed.crisis()
    words = {"language": "fr", "greeting": "Allô, ici la ligne."}
    sign_in(client, "bruno").post("/console/calls/script/", words)
    assert "Allô, ici la ligne." in text(client.get("/console/calls/new/?language=fr"))


def test_it_opens_the_number_and_takes_the_outcome(client: Client, web: House) -> None:
    del web
    seed.crisis()
    sign_in(client, "bruno").post("/console/calls/new/", SAID)
    (row,) = calls.due(BRUNO)
    assert "37 01" not in text(client.get("/console/calls/"))
    reason = {"reason": "calling now"}
    shown = text(client.post(f"/console/calls/{row.id}/number/", reason))
    assert 'href="tel:+50937010203"' in shown
    assert client.post(f"/console/calls/{row.id}/number/", {}).status_code == 409
    client.post(f"/console/calls/{row.id}/tried/", {"outcome": "no_answer"})
    assert calls.due(BRUNO)[0].tries == 1
    client.post(f"/console/calls/{row.id}/tried/", {"outcome": "reached"})
    assert calls.due(BRUNO) == ()


def test_the_number_opens_for_a_reason_that_the_page_offers_and_for_no_other(
    client: Client, web: House
) -> None:
    del web
    seed.crisis()
    sign_in(client, "bruno").post("/console/calls/new/", SAID)
    (row,) = calls.due(BRUNO)
    page, address = text(client.get("/console/calls/")), f"/console/calls/{row.id}/number/"
    offered = re.findall(r'<option value="([^"]+)"', page)
    assert offered == ["calling now", "checking the number"]
    for other in ("", "Marie, +509 3701", "I call now"):
        refused = client.post(address, {"reason": other})
        assert refused.status_code == 409 and "Say why you open the number" in text(refused)
        assert "tel:" not in text(refused)
    for reason in offered:
        assert 'href="tel:+50937010203"' in text(client.post(address, {"reason": reason}))


def test_it_promises_a_call_to_who_wrote(client: Client, web: House) -> None:
    ref = waiting(web)
    said = {"back_in": "30", "number": "+50937010203"}
    answer = sign_in(client, "bruno").post(f"/console/conversation/{ref}/call-back/", said)
    assert answer["Location"] == "/console/calls/?said=promised"
    assert calls.due(BRUNO, conversation=ref)[0].has_number


def test_it_puts_the_right_number_in(client: Client, web: House) -> None:
    setting = seed.crisis()
    seed.message("Bezwen dlo", sender="12345")
    seed.read_all(setting, web)
    ref = messaging.queue(BRUNO, messaging.QueueFilter()).rows[0].id
    page = sign_in(client, "bruno").post(f"/console/conversation/{ref}/number/", {"number": "x"})
    assert page.status_code == 422 and "This is no telephone number" in text(page)
    client.post(f"/console/conversation/{ref}/number/", {"number": "37010203"})
    seed.read_all(setting, web)
    assert messaging.conversation(BRUNO, ref).can_sms


def test_it_gives_a_new_code_face_to_face_only_for_two_facts(client: Client, web: House) -> None:
    ref = waiting(web)
    address = f"/console/conversation/{ref}/code/"
    reference = messaging.conversation(BRUNO, ref).row.reference
    said = {"way": "face", "reference": reference, "how": "She knew.", "fact": ["place"]}
    refused = sign_in(client, "bruno").post(address, said)
    assert refused.status_code == 422 and "She knew." in text(refused)
    page = text(client.post(address, {**said, "fact": ["place", "first_words"]}))
    assert len(re.findall(r"<span>\d{4}</span>", page)) == 4


def test_it_sends_a_code_without_showing_it(client: Client, web: House) -> None:
    ref = waiting(web)
    answer = sign_in(client, "bruno").post(f"/console/conversation/{ref}/code/", {"way": "sms"})
    assert answer["Location"].endswith("?said=code_sent")
    assert not re.search(r"\d{4} \d{4} \d{4} \d{4}", text(client.get(answer["Location"])))


def test_it_is_for_those_who_answer(client: Client, web: House) -> None:
    ref = waiting(web)
    sign_in(client, "bruno")
    for page in ("/console/calls/", f"/console/conversation/{ref}/code/"):
        assert client.get(page).status_code == 200
    sign_in(client, "elena")
    for page in ("/console/calls/", "/console/calls/new/", f"/console/conversation/{ref}/code/"):
        assert client.get(page).status_code == 403
