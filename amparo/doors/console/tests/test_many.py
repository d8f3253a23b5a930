"""Many at once, merging, ready answers and translations: the pages."""

from uuid import UUID

import pytest
from django.test import Client

from amparo.doors.console.tests.world import NOBODY, sign_in, text, waiting
from amparo.kernel.authority import Actor, Power
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import answer, merging, queue
from amparo.reach.messaging.actions.templates import save_template
from amparo.reach.messaging.queries.pace import _known as known_paces
from tests import cast, seed
from tests.harness import House

BRUNO = cast.actor("bruno")
NADIA = Actor(cast.staff_id("gita"), "staff", (cast.LINE,), BRUNO.powers, name="Gita")
LEADER = Actor(
    cast.staff_id("gita"), "staff", (cast.LINE,), frozenset({Power.READ_QUEUE, Power.PLAN_SHIFTS})
)


def two(web: House) -> tuple[UUID, UUID]:
    """Two conversations, the older first."""
    setting = seed.crisis()
    for number, words in enumerate(("Nou bezwen dlo nan Delmas", "Nou bezwen manje nan Jacmel")):
        seed.message(words, sender=f"+5093701020{number}")
        seed.read_all(setting, web)
    rows = messaging.queue(BRUNO, messaging.QueueFilter()).rows
    first, second = sorted(rows, key=lambda row: row.last_in_at)
    return first.id, second.id


def test_it_does_it_to_all_that_were_ticked_and_undoes_it(client: Client, web: House) -> None:
    refs = two(web)
    sign_in(client, "bruno")
    assert 'form="many"' in text(client.get("/console/queue/"))
    page = text(client.post("/console/queue/many/", {"deed": "take", "c": [str(r) for r in refs]}))
    assert "2 done, 0 not done." in page
    assert all(messaging.conversation(BRUNO, ref).row.taken_by_id == BRUNO.id for ref in refs)
    was = [f"{ref}|give_back" for ref in refs]
    assert "Undone" in text(client.post("/console/queue/many/undo/", {"was": was}))
    assert not any(messaging.conversation(BRUNO, ref).row.taken_by_id for ref in refs)


def test_it_says_of_each_why_not(client: Client, web: House) -> None:
    refs = two(web)
    queue.take(conversation=refs[0], by=NADIA)
    sign_in(client, "bruno")
    sent = {"deed": "take", "c": [str(ref) for ref in refs]}
    part = text(client.post("/console/queue/many/", sent, headers={"X-Part": "1"}))
    assert part.count("<li>") == 2 and "<html" not in part
    assert "A colleague has taken this." in part and part.count("not done") == 1


@pytest.mark.parametrize(
    "sent", [{}, {"deed": "take"}, {"deed": "forget", "c": str(NOBODY)}, {"deed": "take", "c": "x"}]
)
def test_it_refuses_what_is_no_choice(client: Client, sent: dict[str, str]) -> None:
    assert sign_in(client, "bruno").post("/console/queue/many/", sent).status_code == 409


def test_it_merges_and_takes_apart(client: Client, web: House) -> None:
    kept, merged = two(web)
    sign_in(client, "bruno")
    other = messaging.conversation(BRUNO, merged).row.reference.lower()
    client.post(f"/console/conversation/{kept}/merge/", {"other": other})
    page = text(client.get(f"/console/conversation/{kept}/"))
    assert "Nou bezwen manje nan Jacmel" in page and "Take them apart again" in page
    answer_ = client.get(f"/console/conversation/{merged}/")
    assert answer_["Location"].startswith(f"/console/conversation/{kept}/")
    found = text(client.get(f"/console/queue/?find={other}"))
    assert messaging.conversation(BRUNO, kept).row.reference in found
    client.post(f"/console/conversation/{merged}/undo-merge/")
    assert "stays where it was sent" in text(
        client.get(f"/console/conversation/{kept}/?said=read_apart")
    )
    assert messaging.conversation(BRUNO, merged).merged_into is None


@pytest.mark.parametrize("other", ["", "ZZZZZZ", "☃", str(NOBODY), "self"])
def test_it_merges_nothing_that_is_not_there(client: Client, web: House, other: str) -> None:
    ref = waiting(web)
    said = str(ref) if other == "self" else other
    answer_ = sign_in(client, "bruno").post(f"/console/conversation/{ref}/merge/", {"other": said})
    assert answer_.status_code in (404, 409)


def test_it_shows_where_an_answer_went_after_the_merge_was_undone(
    client: Client, web: House
) -> None:
    kept, merged = two(web)
    merging.merge(conversation=merged, into=kept, by=BRUNO)
    sign_in(client, "bruno")
    sent = {"text": "N ap vini.", "language": "ht", "to": str(merged)}
    client.post(f"/console/conversation/{kept}/answer/", sent)
    merging.undo_merge(conversation=merged, by=BRUNO)
    page = text(client.get(f"/console/conversation/{kept}/"))
    assert "1 answer went there meanwhile and stays there" in page
    assert "N ap vini." in text(client.get(f"/console/conversation/{merged}/"))


def test_it_offers_ready_answers_in_her_language(client: Client, web: House) -> None:
    ref = waiting(web)
    sign_in(client, "bruno")
    row = messaging.conversation(BRUNO, ref).row
    page = text(client.get(f"/console/conversation/{ref}/?ready=we_read"))
    assert f"Referans ou se {row.reference}.</textarea>" in page
    assert '<option value="ht" selected>' in page and "draft: read it first" in page


def test_a_language_that_is_missing_is_said(client: Client, web: House) -> None:
    ref = waiting(web)
    save_template(
        scope=cast.LINE,
        key="we_read",
        title="T",
        texts={"en": "Read."},
        order=1,
        active=True,
        by=LEADER,
    )
    page = text(sign_in(client, "bruno").get(f"/console/conversation/{ref}/"))
    assert "not in their language: English" in page


def test_it_asks_for_a_translation_and_checks_it(client: Client, web: House) -> None:
    ref = waiting(web)
    message = messaging.conversation(BRUNO, ref).messages[0].id
    sign_in(client, "bruno")
    client.post(f"/console/conversation/{ref}/message/{message}/ask/", {"language": "en"})
    page = text(client.get("/console/translations/"))
    assert "1 message waits for a translation." in page
    ask = messaging.asks(BRUNO).wanted[0].id
    client.post("/console/translations/take/", {"ask": str(ask)})
    empty = client.post(
        "/console/translations/write/", {"message": str(message), "language": "en", "text": " "}
    )
    assert empty.status_code == 422
    sent = {"message": str(message), "language": "en", "text": "We need water and food"}
    client.post("/console/translations/write/", sent)
    assert "Nothing waits." in text(client.get("/console/translations/"))
    said = messaging.conversation(BRUNO, ref).messages[0].translations[0]
    own = client.post("/console/translations/check/", {"translation": str(said.id)})
    assert own.status_code == 409


def test_it_shows_the_translation_in_the_readers_language(client: Client, web: House) -> None:
    ref = waiting(web)
    message = messaging.conversation(BRUNO, ref).messages[0].id
    for language, words in (("en", "We need water"), ("ar", "نحتاج إلى الماء")):
        answer.translate(message=message, language=language, text=words, by=BRUNO)
    sign_in(client, "bruno")
    assert "We need water" in text(client.get("/console/queue/?lang=en"))
    arabic = text(client.get("/console/queue/?lang=ar"))
    assert "نحتاج إلى الماء" in arabic and "We need water" not in arabic
    assert "يطلب: " in arabic and "asks for" not in arabic


def test_it_finds_a_place_inside_the_row(client: Client, web: House) -> None:
    ref = waiting(web)
    sign_in(client, "bruno")
    htmx = {"HX-Request": "true"}
    part = text(client.get(f"/console/conversation/{ref}/place/?find=jac", headers=htmx))
    assert "<html" not in part and "Jacmel" in part and 'data-nth="1"' in part
    place = part.split('name="place" value="')[1][:36]
    row = text(client.post(f"/console/conversation/{ref}/place/", {"place": place}, headers=htmx))
    assert row.lstrip().startswith("<li") and "Jacmel" in row
    assert messaging.conversation(BRUNO, ref).row.place_decided


def test_only_who_leads_the_line_writes_ready_answers(client: Client, web: House) -> None:
    del web
    sign_in(client, "bruno")
    assert "We have read it" in text(client.get("/console/templates/"))
    for method in (client.get, client.post):
        assert method("/console/templates/edit/").status_code == 403


def test_it_says_how_soon_people_were_answered(client: Client, web: House) -> None:
    ref = waiting(web)
    answer.answer(conversation=ref, text="N ap vini.", language="ht", by=BRUNO)
    known_paces.clear()
    page = text(sign_in(client, "bruno").get("/console/queue/"))
    assert "First human answer, today" in page and "1 answered" in page
