"""Reading the public pages over: lists, one sentence after the other, the signature."""

from uuid import UUID

from django.test import Client

from amparo.commons.wording import actions, queries
from amparo.doors.console.tests.world import sign_in, text
from amparo.doors.wordbook import catalogue, overlay
from amparo.guard.accounts import queries as accounts
from amparo.guard.accounts.models import Membership, Staff
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests import cast
from tests.harness import House

AR = "/console/wording/ar/"


def reader(client: Client, *languages: str) -> Client:
    """Gita translates for the line today, and reads these languages."""
    overlay.forget()
    with room("guard", machine()):
        Membership(
            id=UUID(int=0xF8), staff_id=cast.staff_id("gita"), scope_id=cast.LINE, role="translator"
        ).save(force_insert=True)
        Staff.objects.filter(id=cast.staff_id("gita")).update(languages=list(languages))
    return sign_in(client, "gita")


def one(english: str) -> queries.Sentence:
    """The sentence that is so in English."""
    return next(s for s in catalogue.sentences("ar") if s.original[0] == english)


def form(sentence: queries.Sentence, **more: object) -> dict[str, object]:
    return {"key": sentence.key, "seen": queries.over(sentence.shipped), **more}


def said(sentence: queries.Sentence) -> queries.Said | None:
    return queries.laid("ar").said.get(sentence.key)


def read_all(code: str = "ar") -> None:
    """Every sentence is confirmed."""
    by = accounts.staff_actor(cast.staff_id("gita"))
    assert by
    for sentence in catalogue.sentences(code):
        seen = queries.over(sentence.shipped)
        actions.confirm(language=code, sentence=sentence, seen=seen, speaks=(code,), by=by)


def test_the_list_shows_every_language_and_ones_own_first(client: Client) -> None:
    page = text(reader(client, "ht").get("/console/wording/"))
    assert "0 of 11 languages are read over" in page
    assert page.index("/console/wording/ht/") < page.index("/console/wording/ar/")
    assert page.count("not yet reviewed") == len(catalogue.languages())


def test_a_sentence_is_confirmed_and_the_next_is_in_hand(client: Client) -> None:
    page = text(reader(client, "ar").get(AR))
    first, second = one("Start"), one("Skip to the page")
    assert page.index(f"s-{first.key}") < page.index(f"s-{second.key}")
    answer = client.post(f"{AR}confirm/", form(first, next=second.key, open="1"))
    assert answer.headers["Location"].endswith(f"#s-{second.key}")
    known = said(first)
    assert known and known.state == "confirmed" and known.by == cast.staff_id("gita")
    page = text(client.get(answer.headers["Location"]))
    assert f'id="s-{first.key}"' not in page and f'id="s-{second.key}" data-row class="cur"' in page


def test_a_correction_stands_on_the_public_page(client: Client) -> None:
    sentence = one("You can ask for help here.")
    reader(client, "ar").post(f"{AR}correct/", form(sentence, text="هنا تجد المساعدة."))
    assert "هنا تجد المساعدة." in text(client.get("/ar/"))
    client.post(f"{AR}undo/", form(sentence))
    assert "هنا تجد المساعدة." not in text(client.get("/ar/"))


def test_one_that_loses_something_comes_back_as_written(client: Client) -> None:
    sentence = one("Text %(number)s")
    answer = reader(client, "ar").post(f"{AR}correct/", form(sentence, text="اكتب لنا"))
    page = text(answer)
    assert answer.status_code == 422 and "%(number)s is missing" in page
    assert ">اكتب لنا</textarea>" in page and said(sentence) is None


def test_it_finds_by_words_and_by_page(client: Client) -> None:
    reader(client, "ar")
    found = text(client.get(AR, {"find": "immigration"}))
    assert one("We pass nothing to immigration authorities.").key in found
    assert f"s-{one('Skip to the page').key}" not in found
    page = text(client.get(AR, {"page": "signs"}))
    assert "Hotel staff" in page or "What people may notice" in page
    assert "Nothing fits" in text(client.get(AR, {"find": "zzzz"}))


def test_who_does_not_read_it_looks_and_changes_nothing(client: Client) -> None:
    page = text(reader(client, "fr").get(AR))
    assert "not among yours" in page and "confirm/" not in page
    answer = client.post(f"{AR}confirm/", form(one("Start")))
    assert answer.status_code == 403 and said(one("Start")) is None


def test_an_officer_is_not_asked(client: Client, web: House) -> None:
    assert sign_in(client, "bruno").get(AR).status_code == 403
    assert client.get(f"{AR}page/home/").status_code == 403


def test_the_signature_is_asked_for_when_all_is_read_and_stands_on_the_pages(
    client: Client,
) -> None:
    reader(client, "ar")
    assert client.post(f"{AR}sign/", {"shown": "named", "name": "Noor"}).status_code == 409
    read_all()
    assert "I am a native reader" in text(client.get(AR))
    client.post(f"{AR}sign/", {"shown": "named", "name": "Noor"})
    assert "Noor" in text(client.get("/ar/")) and "Noor" not in text(client.get("/ht/"))
    client.post(f"{AR}sign/", {"unsign": "1"})
    assert "Noor" not in text(client.get("/ar/"))


def test_it_shows_words_that_stand_elsewhere(client: Client) -> None:
    page = text(reader(client, "ar").get(f"{AR}elsewhere/"))
    assert "{reference}" in page


def test_odd_addresses_are_no_fault_of_ours(client: Client) -> None:
    reader(client, "ar")
    for way in ("xx/", "en/", "ar/page/none/", "xx/page/home/"):
        assert client.get(f"/console/wording/{way}").status_code == 404
    for query in ({"part": "99"}, {"part": "x"}, {"at": "zz"}, {"page": "zz", "open": "1"}):
        assert client.get(AR, query).status_code == 200
    assert client.post(f"{AR}confirm/", {"key": "zz"}).status_code == 409
