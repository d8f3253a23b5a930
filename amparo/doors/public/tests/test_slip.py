"""A receiver without an account: the link opens one referral, after a click, for a while."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from amparo.aid.cases import actions, queries
from amparo.aid.cases.models import Ticket
from amparo.doors.console.tests.world import received
from amparo.doors.public.tests.pages import text, token
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests.cast import actor
from tests.harness import House

BRUNO, CARLA = actor("bruno"), actor("carla")


def a_link(web: House) -> tuple[UUID, str]:
    """The referral, and the token of a link to it."""
    row = queries.received_one(CARLA, received(web)).row
    case = queries.cases(BRUNO).rows[0].id
    (line,) = queries.sent(BRUNO, case)
    assert row.state == "sent"
    return line.id, actions.make_ticket(referral=line.id, by=BRUNO)


def press(client: Client, link: str, do: str = "", **more: str) -> Any:
    return client.post("/en/r/", {"form": token(client), "token": link, "do": do, **more})


def state() -> str:
    return queries.received(CARLA, open_only=False)[0].state


def test_it_shows_nothing_before_the_button_is_pressed(client: Client, web: House) -> None:
    _, link = a_link(web)
    for _ in range(3):
        assert "What is needed" not in text(client.get("/en/r/"))
    with room("aid", machine()):
        assert Ticket.objects.get().seen_at is None
    page = press(client, link)
    assert "What is needed" in text(page) and "Yon kote pou m" not in text(page)
    assert page["Cache-Control"] == "no-store" and page["Referrer-Policy"] == "no-referrer"
    with room("aid", machine()):
        assert Ticket.objects.get().seen_at is not None


def test_it_is_answered_with_a_name_and_only_once(client: Client, web: House) -> None:
    _, link = a_link(web)
    assert "Please write your name" in text(press(client, link, "accept"))
    assert state() == "sent"
    assert "You said yes" in text(press(client, link, "accept", name="Marta"))
    assert "answered already" in text(press(client, link, "decline", name="Marta", words="x"))
    assert state() == "accepted"


def test_it_says_no_only_with_a_few_words(client: Client, web: House) -> None:
    _, link = a_link(web)
    page = press(client, link, "decline", name="Marta")
    assert page.status_code == 422 and "Please write a few words" in text(page)
    page = press(client, link, "decline", name="Marta", words="Full tonight")
    assert "Full tonight" in text(page) and state() == "declined"


def test_it_asks_reports_and_ends(client: Client, web: House) -> None:
    _, link = a_link(web)
    assert "Which street?" in text(press(client, link, "ask", name="M", words="Which street?"))
    press(client, link, "accept", name="M")
    assert "Two beds" in text(press(client, link, "report", name="M", words="Two beds"))
    press(client, link, "done", name="M")
    assert state() == "done"


def test_it_shows_nothing_when_late_and_says_whom_to_call(client: Client, web: House) -> None:
    _, link = a_link(web)
    with room("aid", machine()):
        Ticket.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    page = press(client, link)
    assert page.status_code == 410 and "run out" in text(page) and "call those" in text(page)
    assert "What is needed" not in text(page)
    press(client, link, "accept", name="M")
    assert state() == "sent"


def test_it_shows_nothing_after_it_was_taken_back(client: Client, web: House) -> None:
    ref, link = a_link(web)
    actions.take_back(referral=ref, her_wish=True, by=BRUNO)
    page = press(client, link, "accept", name="M")
    assert page.status_code == 404 and "opens nothing" in text(page)
    assert state() == "withdrawn"


def test_it_opens_nothing_for_a_guess_and_from_elsewhere(client: Client, web: House) -> None:
    _, link = a_link(web)
    for guess in ("", "x", "a" * 43, link[:-1], link + "\0", "é" * 43):
        assert press(client, guess).status_code == 404
    page = client.post("/en/r/", {"token": link})
    assert "What is needed" not in text(page)
    foreign = {"form": token(client), "token": link}
    page = client.post("/en/r/", foreign, headers={"Sec-Fetch-Site": "cross-site"})
    assert "What is needed" not in text(page)


def test_it_takes_the_whole_link_as_well(client: Client, web: House) -> None:
    _, link = a_link(web)
    assert "What is needed" in text(press(client, f"https://x.example/en/r/#{link}"))
