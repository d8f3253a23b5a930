"""I am worried about someone."""

import pytest
from django.test import Client

from amparo.doors.public.tests.pages import hidden, text, token
from amparo.reach.messaging import queries
from tests import cast, seed
from tests.harness import House

BRUNO = cast.actor("bruno")
SAID = {
    "go": "send",
    "sign": ["cannot_leave", "papers_taken"],
    "words": "She cleans a house and never comes out",
    "place": "the blue gate",
    "when": "every morning",
}


def test_it_goes_into_the_same_queue_as_a_concern(client: Client, web: House) -> None:
    setting = seed.crisis()
    page = client.post("/en/concern/", {**SAID, "form": token(client)})
    assert "Thank you for looking out" in text(page) and hidden(page)["code"]
    seed.read_all(setting, web)
    (row,) = queries.queue(BRUNO, queries.QueueFilter()).rows
    assert (row.kind, row.needs_decided, row.urgency >= 3) == ("concern", False, True)
    assert "trafficking" in row.needs
    told = queries.conversation(BRUNO, row.id).notes.told
    assert told == {
        "signs": "cannot_leave papers_taken",
        "when": "every morning",
        "ask_back": "no",
    }


@pytest.mark.parametrize("language", ["en", "ar", "ht"])
def test_it_needs_no_word_and_no_account(client: Client, language: str) -> None:
    address = f"/{language}/concern/"
    empty = {"go": "send", "form": token(client)}
    asked = client.post(address, empty)
    again = {**hidden(asked), **empty}
    assert "code" in hidden(client.post(address, again))


def test_it_loses_nothing_for_a_stale_token(client: Client) -> None:
    page = text(client.post("/en/concern/", {**SAID, "form": "stale"}))
    assert "Please press “Send” once more" in page
    assert "never comes out" in page and 'value="cannot_leave" checked' in page


def test_it_asks_once_about_a_number(client: Client) -> None:
    said = {**SAID, "form": token(client), "reach": "phone", "number": "12"}
    asked = client.post("/en/concern/", said)
    assert "This does not look like a phone number" in text(asked)
    assert "code" in hidden(client.post("/en/concern/", {**hidden(asked), **said}))


@pytest.mark.parametrize("language", ["en", "ar", "ht"])
def test_it_tells_the_signs_for_five_occupations(client: Client, language: str) -> None:
    page = text(client.get(f"/{language}/concern/signs/"))
    keys = ("crew", "landlord", "teacher", "driver", "hotel")
    assert all(f'id="{key}"' in page for key in keys)
    assert "352" in page and "UNODC" in page


def test_it_takes_anything(client: Client) -> None:
    odd = {"sign": ["gold", "hurt"], "words": "\x00\ud800"[:1], "reach": "pigeon", "go": "x"}
    page = text(client.post("/en/concern/", odd))
    assert 'value="hurt" checked' in page and "gold" not in page
