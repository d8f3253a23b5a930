"""What no page of ours sends is refused in words, and nothing of it is kept."""

import pytest
from django.test import Client

from amparo.doors.console.tests.world import sign_in, waiting
from tests.harness import House

ODD = [
    ("queue/?language=%00", 200),
    ("queue/?need=%00", 200),
    ("queue/?find=%00", 200),
    ("queue/new/?since=2026-11-22", 200),
    ("queue/new/?since=2026-13-99", 200),
    ("cases/?after=%C2%B2", 422),
    ("cases/?after=99999999999999999999", 422),
    ("directory/?text=%00", 200),
]


@pytest.mark.parametrize(("path", "status"), ODD)
def test_it_is_no_mistake_of_ours(client: Client, web: House, path: str, status: int) -> None:
    assert sign_in(client, "bruno").get(f"/console/{path}").status_code == status


def test_it_signs_nobody_in_with_what_cannot_be_kept(client: Client, web: House) -> None:
    said = {"login": "bruno\0", "password": "x"}
    assert client.post("/console/sign-in/", said).status_code in (403, 422)


def test_it_sends_no_answer_that_cannot_be_kept(client: Client, web: House) -> None:
    conversation = waiting(web)
    for said in ({"text": "Come\0", "language": "en"}, {"text": "Come", "language": "\0"}):
        path = f"/console/conversation/{conversation}/answer/"
        assert sign_in(client, "bruno").post(path, said).status_code == 422
