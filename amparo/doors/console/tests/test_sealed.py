"""While the vault is sealed: the order and the clocks go on, words do not, nothing breaks."""

import pytest
from django.test import Client

from amparo.doors.console.tests.world import (
    WORDS,
    keyholder_away,
    opened,
    received,
    sign_in,
    text,
    waiting,
)
from tests.harness import House


def test_it_shows_the_queue_without_words(client: Client, web: House) -> None:
    waiting(web)
    sign_in(client, "bruno")
    assert WORDS in text(client.get("/console/queue/"))
    with keyholder_away(web):
        page = text(client.get("/console/queue/"))
    assert "The vault is sealed" in page and "1 person is waiting." in page
    assert WORDS not in page


def test_it_shows_a_conversation_without_words(client: Client, web: House) -> None:
    ref = waiting(web)
    sign_in(client, "bruno")
    with keyholder_away(web):
        answer = client.get(f"/console/conversation/{ref}/")
    assert answer.status_code == 200 and "The vault is sealed" in text(answer)


def test_it_says_that_an_answer_was_not_sent(client: Client, web: House) -> None:
    ref = waiting(web)
    sign_in(client, "bruno")
    with keyholder_away(web):
        answer = client.post(
            f"/console/conversation/{ref}/answer/", {"text": "Yon moun ap vini.", "language": "ht"}
        )
    assert answer.status_code == 503 and answer["Retry-After"]
    assert "nothing can be read or written now" in text(answer)


@pytest.mark.parametrize("name", ["bruno", "carla"])
def test_it_shows_cases_and_referrals_without_words(client: Client, web: House, name: str) -> None:
    address = f"/console/received/{received(web)}/" if name == "carla" else ""
    address = address or f"/console/case/{opened(web)}/"
    sign_in(client, name)
    assert "The vault is sealed" not in text(client.get(address))
    with keyholder_away(web):
        answer = client.get(address)
    assert answer.status_code == 200 and "The vault is sealed" in text(answer)
