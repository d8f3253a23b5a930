"""One conversation: reading, answering, translating, settling, placing, opening a case."""

from uuid import UUID

from django.test import Client

from amparo.doors.console.tests.world import NOBODY, WORDS, sign_in, text, waiting
from amparo.reach.duty.tests.world import waits
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging import web as messages
from amparo.reach.messaging.actions import merging
from amparo.reach.messaging.actions import queue as actions
from tests import cast, seed
from tests.harness import House

BRUNO = cast.actor("bruno")


def theirs(ref: UUID) -> messaging.Thread:
    """The conversation as it is now."""
    return messaging.conversation(BRUNO, ref)


def test_it_shows_the_thread_and_says_that_it_was_read(client: Client, web: House) -> None:
    ref = waiting(web)
    page = text(sign_in(client, "bruno").get(f"/console/conversation/{ref}/"))
    assert WORDS in page
    assert theirs(ref).row.state == "read"


def test_it_keeps_words_and_names_out_of_its_title(client: Client, web: House) -> None:
    ref = waiting(web)
    page = text(sign_in(client, "bruno").get(f"/console/conversation/{ref}/"))
    title = page.split("<title>")[1].split("</title>")[0]
    assert title.startswith(f"Conversation {theirs(ref).row.reference}")
    assert "Bonjou" not in title and "Bruno" not in title


def test_it_sends_an_answer_on_its_way(client: Client, web: House) -> None:
    ref = waiting(web)
    said = {"text": "Yon moun ap vini.", "language": "ht"}
    answer = sign_in(client, "bruno").post(f"/console/conversation/{ref}/answer/", said)
    assert answer["Location"].endswith("?said=answered#answer")
    last = theirs(ref).messages[-1]
    assert (last.direction, last.text, last.delivery) == ("out", "Yon moun ap vini.", "queued")


def test_it_warns_who_writes_into_what_a_colleague_holds(client: Client, web: House) -> None:
    conversation = waiting(web)
    page, warned = f"/console/conversation/{conversation}/", "may be writing to them now"
    sign_in(client, "bruno").post(f"{page}take/")
    assert warned not in text(client.get(page))
    assert warned in text(sign_in(Client(), "kofi").get(page))


def test_it_gives_a_refused_answer_back_with_every_word(client: Client, web: House) -> None:
    ref = waiting(web)
    said = {"text": f"You wrote: {WORDS} <b>", "language": "ht"}
    answer = sign_in(client, "bruno").post(f"/console/conversation/{ref}/answer/", said)
    page = text(answer)
    assert answer.status_code == 422 and "repeats words" in page
    assert f"You wrote: {WORDS} &lt;b&gt;</textarea>" in page
    assert theirs(ref).messages[-1].text != said["text"]


def test_it_keeps_a_translation_with_its_authors_name(client: Client, web: House) -> None:
    ref = waiting(web)
    message = theirs(ref).messages[0].id
    path = f"/console/conversation/{ref}/message/{message}/translate/"
    said = {"text": "Hello, we need water and food", "language": "en"}
    sign_in(client, "bruno").post(path, said)
    kept = theirs(ref).messages[0].translations[0]
    assert (kept.text, kept.author) == (said["text"], "Bruno")
    assert client.post(path, {"text": " ", "language": "en"}).status_code == 422


def test_it_settles_only_what_is_not_known(client: Client, web: House) -> None:
    ref = waiting(web)
    message = theirs(ref).messages[0].id
    path = f"/console/conversation/{ref}/message/{message}/settle/"
    answer = sign_in(client, "bruno").post(path, {"arrived": "yes"})
    assert answer.status_code == 409 and "settled already" in text(answer)


def test_a_message_is_settled_and_translated_only_where_it_is_read(
    client: Client, web: House
) -> None:
    ref, other = waiting(web), waits(3)
    message = theirs(ref).messages[0].id
    sign_in(client, "bruno")
    said = {"text": "Hello", "language": "en", "arrived": "yes"}
    for deed in ("settle", "translate"):
        path = f"/console/conversation/{other}/message/{message}/{deed}/"
        assert client.post(path, said).status_code == 404
    assert not theirs(ref).messages[0].translations
    merging.merge(conversation=ref, into=other, by=BRUNO)
    path = f"/console/conversation/{other}/message/{message}/settle/"
    assert client.post(path, said).status_code == 409


def test_it_offers_places_and_takes_one(client: Client, web: House) -> None:
    ref = waiting(web)
    path = f"/console/conversation/{ref}/place/"
    page = text(sign_in(client, "bruno").get(f"{path}?find=jac"))
    assert "Jacmel" in page and "No place of this name" not in page
    place = page.split('name="place" value="')[1].split('"')[0]
    client.post(path, {"place": place})
    assert (theirs(ref).row.place, theirs(ref).row.place_decided) == ("Jacmel", True)
    client.post(path, {"label": "behind the market"})
    assert theirs(ref).row.place == "behind the market"


def test_it_opens_a_case_with_the_wish_and_only_once(client: Client, web: House) -> None:
    ref = waiting(web)
    path = f"/console/conversation/{ref}/case/"
    assert WORDS in text(sign_in(client, "bruno").get(path))
    answer = client.post(path, {"wish": "Yon kote pou m dòmi"})
    assert "Yon kote pou m dòmi" in text(client.get(answer["Location"]))
    assert client.post(path, {"wish": "again"}).status_code in (302, 422)


def test_it_says_the_same_for_what_is_not_there(client: Client, web: House) -> None:
    ref = waiting(web)
    sign_in(client, "bruno")
    for part in ("", "place/", "case/"):
        assert client.get(f"/console/conversation/{ref}/{part}").status_code == 200
        assert client.get(f"/console/conversation/{NOBODY}/{part}").status_code == 404


def test_it_is_not_for_those_who_do_not_read_the_line(client: Client, web: House) -> None:
    ref = waiting(web)
    assert sign_in(client, "bruno").get(f"/console/conversation/{ref}/").status_code == 200
    for name in ("carla", "dario", "farid"):
        answer = sign_in(client, name).get(f"/console/conversation/{ref}/")
        assert answer.status_code == 403 and WORDS not in text(answer)


def test_it_says_in_which_hours_a_message_is_safe(client: Client, web: House) -> None:
    setting = seed.crisis()
    asked = messages.HelpRequest(
        language="ht",
        needs=("water",),
        words=WORDS,
        place="",
        contact="+50937010203",
        contact_kind="phone",
        cover=True,
        safe_hours="night morning",
        answer_language="ht",
    )
    messages.ask(request=asked)
    seed.read_all(setting, web)
    ref = messaging.queue(BRUNO, messaging.QueueFilter()).rows[0].id
    page = text(sign_in(client, "bruno").get(f"/console/conversation/{ref}/"))
    assert "only: " in page and "Safe hours: " in page and "night" in page


def test_it_sends_into_what_a_colleague_holds_only_when_told_to(client: Client, web: House) -> None:
    ref = waiting(web)
    actions.take(conversation=ref, by=BRUNO)
    sign_in(client, "kofi")
    said = {"text": "Yon moun ap vini.", "language": "ht"}
    refused = client.post(f"/console/conversation/{ref}/answer/", said)
    assert refused.status_code == 422 and "Yon moun ap vini." in text(refused)
    assert "theirs to close" in text(client.post(f"/console/conversation/{ref}/close/"))
    sent = client.post(f"/console/conversation/{ref}/answer/", {**said, "although": "on"})
    assert sent.status_code == 302 and theirs(ref).messages[-1].text == "Yon moun ap vini."
    assert theirs(ref).row.state != "closed"
