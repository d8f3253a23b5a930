"""One button for each thing that an officer does to a conversation."""

import pytest
from django.test import Client

from amparo.doors.console.tests.world import NOBODY, sign_in, text, waiting
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import queue as actions
from tests import cast
from tests.harness import House

HTMX = {"HX-Request": "true"}
BRUNO = cast.actor("bruno")


def test_it_takes_and_gives_back(client: Client, web: House) -> None:
    ref = waiting(web)
    sign_in(client, "bruno").post(f"/console/conversation/{ref}/take/")
    assert messaging.conversation(BRUNO, ref).row.taken_by_id == BRUNO.id
    client.post(f"/console/conversation/{ref}/give-back/")
    assert messaging.conversation(BRUNO, ref).row.taken_by_id is None


def test_the_head_of_the_queue_follows_what_is_taken_in_place(client: Client, web: House) -> None:
    ref = waiting(web)
    sign_in(client, "bruno")
    assert '<span id="q-yours">0 are yours.' in text(client.get("/console/queue/"))
    row = text(client.post(f"/console/conversation/{ref}/take/", headers=HTMX))
    assert '<span id="q-yours" hx-swap-oob="true">1 is yours.' in row
    row = text(client.post(f"/console/conversation/{ref}/give-back/", headers=HTMX))
    assert "0 are yours." in row and "1 person is waiting." in row
    assert "q-yours" not in text(client.get(f"/console/queue/row/{ref}/?open=1", headers=HTMX))


def test_it_decides_urgency_needs_and_phone(client: Client, web: House) -> None:
    ref = waiting(web)
    sign_in(client, "bruno")
    client.post(f"/console/conversation/{ref}/urgency/", {"urgency": "4"})
    client.post(f"/console/conversation/{ref}/needs/", {"need": ["doctor", "water"]})
    client.post(f"/console/conversation/{ref}/phone/", {"own": "1"})
    thread = messaging.conversation(BRUNO, ref)
    assert (thread.row.urgency, thread.row.urgency_decided) == (4, True)
    assert set(thread.row.needs) == {"doctor", "water"} and thread.own_phone


def test_it_closes_and_opens_again(client: Client, web: House) -> None:
    ref = waiting(web)
    sign_in(client, "bruno").post(f"/console/conversation/{ref}/close/")
    assert messaging.conversation(BRUNO, ref).row.state == "closed"
    client.post(f"/console/conversation/{ref}/reopen/")
    assert messaging.conversation(BRUNO, ref).row.state == "worked_on"


def test_it_goes_back_to_the_queue_as_it_was(client: Client, web: House) -> None:
    ref = waiting(web)
    back = {"back": "/console/queue/?language=ht"}
    answer = sign_in(client, "bruno").post(f"/console/conversation/{ref}/take/", back)
    assert answer["Location"].startswith("/console/queue/?language=ht&open=")
    assert "It is yours now." in text(client.get(answer["Location"]))


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/console/", "/en/"])
def test_it_goes_back_to_nobody_elses_page(client: Client, back: str, web: House) -> None:
    ref = waiting(web)
    answer = sign_in(client, "bruno").post(f"/console/conversation/{ref}/take/", {"back": back})
    assert answer["Location"] == f"/console/conversation/{ref}/?said=taken"


def test_it_gives_the_row_alone_to_a_page_that_is_open(client: Client, web: House) -> None:
    ref = waiting(web)
    sign_in(client, "bruno")
    row = text(client.post(f"/console/conversation/{ref}/take/", headers=HTMX))
    assert row.lstrip().startswith("<li") and "It is yours now." in row


def test_it_says_why_when_a_colleague_was_faster(client: Client, web: House) -> None:
    ref = waiting(web)
    actions.take(conversation=ref, by=BRUNO)
    colleague = cast.actor("carla").__class__(
        cast.staff_id("carla"), "staff", BRUNO.scopes, BRUNO.powers, name="Carla"
    )
    actions.give_back(conversation=ref, by=BRUNO)
    actions.take(conversation=ref, by=colleague)
    sign_in(client, "bruno")
    page = client.post(f"/console/conversation/{ref}/take/")
    row = client.post(f"/console/conversation/{ref}/take/", headers=HTMX)
    assert (page.status_code, row.status_code) == (409, 409)
    assert "A colleague has taken this" in text(page) and "A colleague has taken" in text(row)


@pytest.mark.parametrize("bad", ["0", "5", "", "four", "٤"])
def test_it_refuses_an_urgency_that_there_is_not(client: Client, bad: str, web: House) -> None:
    ref = waiting(web)
    before = messaging.conversation(BRUNO, ref).row.urgency
    answer = sign_in(client, "bruno").post(
        f"/console/conversation/{ref}/urgency/", {"urgency": bad}
    )
    assert answer.status_code == 409
    assert messaging.conversation(BRUNO, ref).row.urgency == before


@pytest.mark.parametrize("deed", ["take", "give-back", "urgency", "needs", "phone", "close"])
def test_it_says_the_same_for_what_is_not_there(client: Client, deed: str, web: House) -> None:
    ref = waiting(web)
    sign_in(client, "bruno")
    said = {"urgency": "4", "need": "water"}
    assert client.post(f"/console/conversation/{ref}/{deed}/", said).status_code == 302
    assert client.post(f"/console/conversation/{NOBODY}/{deed}/", said).status_code == 404


def test_it_needs_an_officer(client: Client, web: House) -> None:
    ref = waiting(web)
    answer = sign_in(client, "elena").post(f"/console/conversation/{ref}/take/")
    assert answer.status_code == 403
    assert messaging.conversation(BRUNO, ref).row.taken_by_id is None
