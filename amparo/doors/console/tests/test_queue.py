"""The queue's page, one row of it, and the button for what is new."""

from datetime import timedelta
from urllib.parse import urlencode

from django.test import Client

from amparo.doors.console.tests.world import NOBODY, WORDS, sign_in, text, waiting
from amparo.kernel import clock
from amparo.reach.messaging import queries as messaging
from tests import cast, seed
from tests.harness import House

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/console/queue/?free=1"}


def test_it_says_what_is_true_now_and_shows_their_words(client: Client, web: House) -> None:
    waiting(web)
    page = text(sign_in(client, "bruno").get("/console/queue/"))
    assert "1 person is waiting." in page
    assert WORDS in page and 'lang="ht" dir="ltr"' in page


def test_it_says_that_nobody_waits(client: Client) -> None:
    page = text(sign_in(client, "bruno").get("/console/queue/"))
    assert "Nobody is waiting" in page


def test_it_opens_the_row_that_the_address_names(client: Client, web: House) -> None:
    ref = waiting(web)
    sign_in(client, "bruno")
    assert 'class="more"' not in text(client.get("/console/queue/"))
    assert 'class="more"' in text(client.get(f"/console/queue/?open={ref}"))


def test_it_finds_a_reference_and_opens_it(client: Client, web: House) -> None:
    reference = messaging.conversation(cast.actor("bruno"), waiting(web)).row.reference
    page = text(sign_in(client, "bruno").get(f"/console/queue/?find={reference.lower()}"))
    assert WORDS in page and 'class="more"' in page


def test_it_filters_and_says_so_when_nothing_is_left(client: Client, web: House) -> None:
    waiting(web)
    sign_in(client, "bruno")
    assert WORDS in text(client.get("/console/queue/?language=ht"))
    page = text(client.get("/console/queue/?language=am&need=water&mine=1"))
    assert WORDS not in page and "the filter hides them" in page


def test_it_survives_whatever_stands_in_its_address(client: Client) -> None:
    sign_in(client, "bruno")
    wild = {"urgency": "9", "language": "\0" * 40, "need": "x" * 99, "open": "no", "find": "☃"}
    assert client.get("/console/queue/?" + urlencode(wild)).status_code == 200


def test_it_shows_no_words_to_who_may_not_read_the_line(client: Client, web: House) -> None:
    ref = waiting(web)
    for name in ("carla", "farid", "gita"):
        answer = sign_in(client, name).get(f"/console/queue/?open={ref}")
        assert answer.status_code == 403 and WORDS not in text(answer)


def test_it_gives_one_row_alone_with_the_readers_filters(client: Client, web: House) -> None:
    ref = waiting(web)
    sign_in(client, "bruno")
    row = text(client.get(f"/console/queue/row/{ref}/?open=1", headers=HTMX))
    assert row.lstrip().startswith("<li") and "/console/queue/?free=1" in row
    closed = text(client.get(f"/console/queue/row/{ref}/?open=0", headers=HTMX))
    assert 'class="more"' not in closed
    assert client.get(f"/console/queue/row/{NOBODY}/").status_code == 404


def test_it_offers_the_new_only_when_there_is_something_new(client: Client, web: House) -> None:
    waiting(web)
    sign_in(client, "bruno")
    before = urlencode({"since": (clock.now() - timedelta(hours=1)).isoformat()})
    after = urlencode({"since": (clock.now() + timedelta(hours=1)).isoformat()})
    page = text(client.get(f"/console/queue/new/?{before}"))
    assert "Bring in" in page and "1 new" in page
    assert "Bring in" not in text(client.get(f"/console/queue/new/?{after}"))
    assert client.get("/console/queue/new/?since=gibberish").status_code == 200


def test_its_open_row_holds_all_that_they_wrote(client: Client, web: House) -> None:
    setting = seed.crisis()
    for words in (WORDS, "Nou nan lekòl la"):
        seed.message(words)
        seed.read_all(setting, web)
    ref = messaging.queue(cast.actor("bruno"), messaging.QueueFilter()).rows[0].id
    sign_in(client, "bruno")
    newest_only = text(client.get(f"/console/queue/row/{ref}/?open=0"))
    assert WORDS not in newest_only and "Nou nan lekòl la" in newest_only
    page = text(client.get(f"/console/queue/row/{ref}/?open=1"))
    assert page.count(WORDS) == 1 and "Nou nan lekòl la" in page
