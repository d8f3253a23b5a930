"""For another person, a relative's code, and the way on without a code."""

import re
import zlib

import pytest
from django.test import Client

from amparo.doors.public.tests.catalogue import HERE
from amparo.doors.public.tests.pages import SAID, code_of, hidden, send, text, token
from amparo.doors.public.tests.test_weights import ONE_WINDOW
from amparo.reach.messaging import queries
from tests import cast, seed
from tests.harness import House

BRUNO = cast.actor("bruno")
OTHER = {**SAID, "who": "other", "relation": "sister", "theirs": "0937", "theirs_safe": "no"}


def test_it_asks_how_to_reach_the_person_only_for_another(client: Client) -> None:
    me = client.post("/en/help/", {"at": "where", "go": "reach", "need": "food"})
    other = client.post("/en/help/", {"at": "where", "go": "reach", "who": "other"})
    assert 'name="theirs_safe"' not in text(me)
    assert 'name="theirs_safe"' in text(other) and hidden(other)["who"] == ["other"]


def test_it_tells_officers_not_to_call_the_person(client: Client, web: House) -> None:
    setting = seed.crisis()
    assert "We have your request" in text(send(client, OTHER))
    seed.read_all(setting, web)
    (row,) = queries.queue(BRUNO, queries.QueueFilter()).rows
    told = queries.conversation(BRUNO, row.id).notes.told
    assert row.for_other
    assert told == {"asker": "sister", "theirs": "0937", "theirs_safe": "no"}


def test_it_refuses_nothing_to_who_asks_for_another(client: Client) -> None:
    assert "We have your request" in text(send(client, {**SAID, "who": "other"}))


def opened(client: Client, code: str, **more: str) -> str:
    """The page that a code opens, after a button if there is one."""
    return text(client.post("/en/back/", {"form": token(client), "code": code, **more}))


def digits(page: str) -> str:
    """The code that a page shows."""
    return "".join(re.findall(r"<span>(\d{4})</span>", page))


def test_it_gives_a_relative_a_code_that_shows_the_status_only(client: Client, web: House) -> None:
    setting = seed.crisis()
    code = code_of(send(client))
    seed.read_all(setting, web)
    kin = digits(opened(client, code, do="kin"))
    assert "This code opens nothing" in opened(client, kin)
    seed.read_all(setting, web)
    page = opened(client, kin)
    assert "How far it is" in page and "Received" in page
    for secret in ("three of us", "kafou", "Food", code, kin, "name=&quot;do&quot;"):
        assert secret not in page
    wrote = opened(client, kin, do="add", words="from the brother")
    assert "How far it is" in wrote and "from the brother" not in opened(client, code)
    opened(client, kin, do="take_back")
    assert "three of us" in opened(client, code)


def test_it_ends_a_relatives_code(client: Client, web: House) -> None:
    setting = seed.crisis()
    code = code_of(send(client))
    seed.read_all(setting, web)
    kin = digits(opened(client, code, do="kin"))
    seed.read_all(setting, web)
    (ref,) = re.findall(r'name="ref" value="([0-9a-f-]{36})"', opened(client, code))
    assert "shows nothing any more" in opened(client, code, do="end_kin", ref=ref)
    assert "This code opens nothing" in opened(client, kin)
    assert "This code opens nothing" in opened(client, kin, do="kin")


def test_it_makes_three_and_then_says_so(client: Client, web: House) -> None:
    setting = seed.crisis()
    code = code_of(send(client))
    seed.read_all(setting, web)
    pages = [opened(client, code, do="kin") for _ in range(4)]
    assert [bool(digits(page)) for page in pages] == [True, True, True, False]
    assert "three codes for relatives already" in pages[3]


@pytest.mark.parametrize("ref", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_it_ends_nothing_that_is_not_hers(client: Client, web: House, ref: str) -> None:
    setting = seed.crisis()
    code = code_of(send(client))
    seed.read_all(setting, web)
    assert "three of us" in opened(client, code, do="end_kin", ref=ref)


@pytest.mark.parametrize("language", ["en", "ar", "ht"])
def test_it_knows_three_ways_on_without_the_code(client: Client, language: str) -> None:
    page = text(client.get(f"/{language}/back/lost/"))
    assert 'name="before"' in page and f'action="/{language}/help/"' in page
    assert f'href="/{language}/back/lost/"' in text(client.get(f"/{language}/back/"))


def test_it_takes_the_old_reference_along(client: Client, web: House) -> None:
    setting = seed.crisis()
    first = client.post("/en/help/", {"before": "K7M 2QX"})
    assert hidden(first)["before"] == ["K7M 2QX"]
    send(client, {**SAID, "before": "K7M 2QX"})
    seed.read_all(setting, web)
    (row,) = queries.queue(BRUNO, queries.QueueFilter()).rows
    assert queries.conversation(BRUNO, row.id).notes.told == {"before": "K7M 2QX"}


@pytest.mark.parametrize("language", ["en", "ar", "ht"])
@pytest.mark.parametrize("page", ["concern/", "concern/signs/", "back/lost/", "back/"])
def test_it_fits_one_tcp_window(client: Client, language: str, page: str) -> None:
    files = b"".join((HERE / "static" / name).read_bytes() for name in ("public.css", "leave.js"))
    answer = client.get(f"/{language}/{page}")
    assert len(zlib.compress(answer.content, 6)) + len(zlib.compress(files, 6)) < ONE_WINDOW


def test_it_leads_away_and_says_nothing_of_us(client: Client) -> None:
    answer = client.get("/go/")
    assert answer.status_code == 302 and not answer["Location"].startswith("/")
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")
