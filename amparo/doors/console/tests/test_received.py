"""What was referred to us."""

from django.test import Client
from django.utils import translation

from amparo.aid.cases import queries
from amparo.commons.crises.models import Need
from amparo.doors.console.slip_words import value_in_words
from amparo.doors.console.tests.world import NOBODY, received, sign_in, text
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests import cast
from tests.harness import House

CARLA = cast.actor("carla")


def test_it_lists_what_waits_for_an_answer(client: Client, web: House) -> None:
    row = queries.received_one(CARLA, received(web)).row
    page = text(sign_in(client, "carla").get("/console/received/"))
    assert "1 referral waits for your answer." in page and row.reference in page
    assert "Nothing waits" in text(sign_in(client, "dario").get("/console/received/"))


def test_it_shows_the_slip_and_nothing_more(client: Client, web: House) -> None:
    page = text(sign_in(client, "carla").get(f"/console/received/{received(web)}/"))
    assert "What is needed" in page and "Yon kote pou m dòmi" not in page


def test_it_accepts_and_then_says_that_help_was_given(client: Client, web: House) -> None:
    ref = received(web)
    sign_in(client, "carla").post(f"/console/received/{ref}/answer/", {"accept": "yes"})
    assert queries.received_one(CARLA, ref).row.state == "accepted"
    client.post(f"/console/received/{ref}/finish/", {"done": "yes"})
    assert queries.received_one(CARLA, ref).row.state == "done"


def test_it_declines_only_with_a_reason(client: Client, web: House) -> None:
    ref = received(web)
    path = f"/console/received/{ref}/answer/"
    answer = sign_in(client, "carla").post(path, {"accept": "no"})
    assert answer.status_code == 422 and "Say in a few words why not" in text(answer)
    assert queries.received_one(CARLA, ref).row.state == "sent"
    client.post(path, {"accept": "no", "reason": "Full until Wednesday"})
    assert queries.received_one(CARLA, ref).row.state == "declined"


def test_it_answers_only_once(client: Client, web: House) -> None:
    ref = received(web)
    path = f"/console/received/{ref}/answer/"
    sign_in(client, "carla").post(path, {"accept": "yes"})
    assert client.post(path, {"accept": "no", "reason": "x"}).status_code == 409


def test_it_says_not_there_to_others(client: Client, web: House) -> None:
    ref = received(web)
    assert sign_in(client, "carla").get(f"/console/received/{ref}/").status_code == 200
    assert client.get(f"/console/received/{NOBODY}/").status_code == 404
    for name in ("bruno", "dario"):
        sign_in(client, name)
        assert client.get(f"/console/received/{ref}/").status_code == 404
        answer = client.post(f"/console/received/{ref}/answer/", {"accept": "yes"})
        assert answer.status_code == 404
    assert sign_in(client, "farid").get(f"/console/received/{ref}/").status_code == 403


def test_words_of_our_lists_are_read_in_her_language(client: Client, web: House) -> None:
    ref = received(web)
    with room("commons", machine()):
        Need.objects.filter(key="water").update(labels={"en": "Water", "ar": "ماء"})
    sign_in(client, "carla").cookies["amparo_console_language"] = "ar"
    rows = dict(queries.received_one(CARLA, ref).slip or ())
    assert rows["What is needed"] == "Water, Food"
    page = text(client.get(f"/console/received/{ref}/"))
    # Nobody has put Food into Arabic here: it stays as it is.
    assert 'lang="ar"' in page and "ماء، Food" in page and "Kreyòl" not in page


def test_what_a_person_wrote_stays_as_it_was_written() -> None:
    wild = ["Now", "Child", "Water, Food", "نحتاج", "Child: Aged 9", ""]
    with translation.override("ar"):
        for label in ("Her own wish", "The place in her words", "Area, about 5 km²"):
            assert [value_in_words(label, one) for one in wild] == wild
        told = "Child: Now\n2 signs of exploitation noted: Child\nChildren are here"
        lines = value_in_words("What they must know to protect her", told).split("\n")
        assert lines[0].endswith(": Now") and not lines[0].startswith("Child")
        assert lines[1].endswith(": Child") and lines[2] == "Children are here"
        assert value_in_words("Language", "Klingon of the north") == "Klingon of the north"
        assert value_in_words("How urgent", "Now") != "Now"
    assert value_in_words("How urgent", "Now") == "Now"
