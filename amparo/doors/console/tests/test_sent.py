"""A referral that has left: replied to, linked to, taken back; the receiver's side of it."""

from uuid import UUID

from django.test import Client

from amparo.aid.cases import queries
from amparo.commons.directory import queries as directory
from amparo.doors.console.tests.world import NOBODY, received, sign_in, text
from tests import cast, events, seed
from tests.harness import House

BRUNO, CARLA = cast.actor("bruno"), cast.actor("carla")


def sent(web: House) -> tuple[UUID, UUID, UUID]:
    """The receiver's row, the sender's, and the case."""
    row = received(web)
    case = queries.cases(BRUNO).rows[0].id
    return row, queries.sent(BRUNO, case)[0].id, case


def test_it_is_asked_and_replied_to(client: Client, web: House) -> None:
    row, ref, case = sent(web)
    sign_in(client, "carla").post(f"/console/received/{row}/ask/", {"words": "How many beds?"})
    events.deliver_all(web)
    page = text(sign_in(client, "bruno").get(f"/console/case/{case}/"))
    assert "How many beds?" in page and "They ask" in page
    path = f"/console/referral/{ref}/reply/"
    answer = client.post(path, {"words": "Three"})
    assert answer.status_code == 422 and "Three" in text(answer)
    client.post(path, {"words": "Three", "agreed": "yes", "how": "call", "language": "ht"})
    assert "Three" in text(sign_in(client, "carla").get(f"/console/received/{row}/"))


def test_it_shows_what_the_receiver_wrote_to_both(client: Client, web: House) -> None:
    row, _, case = sent(web)
    answer = {"accept": "no", "reason": "Full until Wednesday"}
    sign_in(client, "carla").post(f"/console/received/{row}/answer/", answer)
    assert "Full until Wednesday" in text(client.get(f"/console/received/{row}/"))
    events.deliver_all(web)
    page = text(sign_in(client, "bruno").get(f"/console/case/{case}/"))
    assert "Full until Wednesday" in page and "Carla" in page


def test_it_asks_and_reports_only_with_words(client: Client, web: House) -> None:
    row, *_ = sent(web)
    sign_in(client, "carla")
    assert client.post(f"/console/received/{row}/ask/", {"words": " "}).status_code == 422
    assert client.post(f"/console/received/{row}/report/", {"words": "x"}).status_code == 409
    client.post(f"/console/received/{row}/answer/", {"accept": "yes"})
    client.post(f"/console/received/{row}/report/", {"words": "On the way"})
    assert [one.text for one in queries.received_one(CARLA, row).said] == ["On the way"]


def test_it_gives_out_a_link_once(client: Client, web: House) -> None:
    _, ref, _ = sent(web)
    page = text(sign_in(client, "bruno").post(f"/console/referral/{ref}/link/"))
    link = page.split('id="lk"')[1].split('value="')[1].split('"')[0]
    assert "/en/r/#" in link and len(link.partition("#")[2]) == 43
    assert link.partition("#")[2] not in text(client.get(f"/console/referral/{ref}/"))


def test_it_is_taken_back_and_disappears_there(client: Client, web: House) -> None:
    row, ref, case = sent(web)
    reference = queries.received_one(CARLA, row).row.reference
    path = f"/console/referral/{ref}/take-back/"
    sign_in(client, "bruno").post(path, {"why": "person"})
    assert "as the person wished" in text(client.get(f"/console/case/{case}/"))
    assert client.post(path, {"why": "person"}).status_code == 409
    page = text(sign_in(client, "carla").get(f"/console/received/{row}/"))
    assert "Withdrawn" in page and reference not in page and "What is needed" not in page
    assert client.post(f"/console/received/{row}/answer/", {"accept": "yes"}).status_code == 409


def test_it_is_not_there_for_others(client: Client, web: House) -> None:
    _, ref, _ = sent(web)
    assert sign_in(client, "bruno").get(f"/console/referral/{ref}/").status_code == 200
    assert client.get(f"/console/referral/{NOBODY}/").status_code == 404
    for name, status in (("elena", 404), ("carla", 404), ("dario", 403), ("farid", 403)):
        sign_in(client, name)
        for path in ("", "reply/", "link/", "take-back/"):
            method = client.post if path else client.get
            assert method(f"/console/referral/{ref}/{path}").status_code == status
    assert queries.sent_one(BRUNO, ref).state == "sent"


def test_it_tells_free_places_of_its_own_services_only(client: Client, web: House) -> None:
    sent(web)
    sign_in(client, "carla")
    assert "Casa shelter" in text(client.get("/console/received/places/"))
    path = "/console/received/places/"
    client.post(path, {"service": str(seed.SHELTER), "free": "3"})
    assert directory.service(seed.SHELTER).free == 3
    for wrong in ("-1", "many"):
        said = {"service": str(seed.SHELTER), "free": wrong}
        assert client.post(path, said).status_code == 409
    assert client.post(path, {"service": str(seed.CLINIC), "free": "3"}).status_code == 404
    assert directory.service(seed.CLINIC).free is None
