"""A caseworker of the line reads her case's messages, and proposes one that an officer sends."""

from uuid import UUID

import pytest
from django.test import Client

from amparo.aid.cases import actions
from amparo.aid.cases import queries as cases
from amparo.doors.console.tests.world import WORDS, opened, sign_in, text
from amparo.reach.messaging import queries as messaging
from tests import cast, events
from tests.harness import House

# Iris works cases of the line and does not read its queue.
BRUNO, IRIS = cast.actor("bruno"), cast.actor("iris")
SAID = "kanarisaid: come on Tuesday at ten"


def a_case(web: House) -> tuple[UUID, UUID]:
    case = opened(web)
    events.deliver_all(web)
    conversation = cases.case(BRUNO, case).conversation_id
    assert conversation is not None
    return case, conversation


def propose(client: Client, case: UUID, said: str = SAID) -> UUID:
    path = f"/console/case/{case}/message/"
    assert sign_in(client, "iris").post(path, {"text": said}).status_code == 302
    return next(one.id for one in cases.case(IRIS, case).story if one.state == "open")


def sent(conversation: UUID) -> list[str | None]:
    thread = messaging.conversation(BRUNO, conversation)
    return [one.text for one in thread.messages if one.author]


def test_it_reads_the_messages_and_offers_no_way_to_the_queue(client: Client, web: House) -> None:
    case, conversation = a_case(web)
    page = text(sign_in(client, "iris").get(f"/console/case/{case}/"))
    assert WORDS in page and "Propose it to the officers" in page
    assert str(conversation) not in page
    assert client.get(f"/console/conversation/{conversation}/").status_code == 403
    officer = text(sign_in(client, "bruno").get(f"/console/case/{case}/"))
    assert WORDS in officer and "Propose it to the officers" not in officer


def test_it_goes_to_the_person_once_an_officer_sends_it(client: Client, web: House) -> None:
    case, conversation = a_case(web)
    entry = propose(client, case)
    assert sent(conversation) == []
    assert "waits for an officer" in text(client.get(f"/console/case/{case}/"))
    day = text(sign_in(client, "bruno").get("/console/day/"))
    assert f"/console/case/{case}/#message" in day
    assert text(client.get(f"/console/case/{case}/")).count(SAID) == 1
    path = f"/console/case/{case}/message/{entry}/"
    said = {"what": "send", "text": SAID + "!", "language": "en"}
    assert client.post(path, said).status_code == 302
    assert sent(conversation) == [SAID + "!"]
    assert client.post(path, said).status_code == 422
    assert sent(conversation) == [SAID + "!"]
    assert "#message" not in text(client.get("/console/day/"))


def test_who_does_not_answer_the_line_cannot_send_it(client: Client, web: House) -> None:
    case, conversation = a_case(web)
    path = f"/console/case/{case}/message/{propose(client, case)}/"
    said = {"what": "send", "text": SAID, "language": "en"}
    assert client.post(path, said).status_code == 403
    assert sign_in(client, "carla").post(path, said).status_code in (403, 404)
    assert sent(conversation) == []
    assert sign_in(client, "bruno").post(path, said).status_code == 302


def test_what_may_not_be_said_comes_back_and_waits_again(client: Client, web: House) -> None:
    case, conversation = a_case(web)
    path = f"/console/case/{case}/message/{propose(client, case)}/"
    refused = sign_in(client, "bruno").post(path, {"what": "send", "text": "x" * 1501})
    assert refused.status_code == 422 and "x" * 1501 in text(refused)
    assert sent(conversation) == []
    assert cases.case(BRUNO, case).story[-1].state == "open"


def test_it_is_dropped_and_the_story_says_so(client: Client, web: House) -> None:
    case, conversation = a_case(web)
    entry = propose(client, case)
    client.post(f"/console/case/{case}/message/{entry}/", {"what": "drop"})
    assert "and not sent" in text(client.get(f"/console/case/{case}/"))
    again = {"what": "send", "text": SAID, "language": "en"}
    path = f"/console/case/{case}/message/{entry}/"
    assert sign_in(client, "bruno").post(path, again).status_code == 422
    assert sent(conversation) == []


@pytest.mark.parametrize("said", ["", "  ", "x" * 1501])
def test_an_empty_or_long_one_is_not_kept(client: Client, web: House, said: str) -> None:
    case, _ = a_case(web)
    path = f"/console/case/{case}/message/"
    assert sign_in(client, "iris").post(path, {"text": said}).status_code == 422
    assert "proposed" not in {one.kind for one in cases.case(IRIS, case).story}


def test_after_a_transfer_nothing_is_proposed_or_sent(client: Client, web: House) -> None:
    case, _ = a_case(web)
    propose(client, case)
    actions.transfer_case(
        case=case, receiver=cast.TRACERS, agreed=True, language="ht", how="call", by=BRUNO
    )
    events.deliver_all(web)
    page = text(sign_in(client, "elena").get(f"/console/case/{case}/"))
    assert "and not sent" in page and WORDS not in page
    assert "Propose it to the officers" not in page
    refused = client.post(f"/console/case/{case}/message/", {"text": SAID})
    assert refused.status_code == 409
