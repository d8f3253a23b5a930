"""The protection sheet's page, the case page's stops, and the watch list."""

import re
from uuid import UUID

import pytest
from django.test import Client

from amparo.aid.cases import queries as cases
from amparo.aid.protection import actions, queries
from amparo.doors.console.tests.world import Answer, keyholder_away, opened, sign_in, text
from tests import cast
from tests.harness import House

BRUNO, IRIS, JUMA = cast.actor("bruno"), cast.actor("iris"), cast.actor("juma")
WORDS = "kanarifears"
REPORT = {
    "name": "Kanari Agency",
    "role": "recruiter",
    "where": "Bus station",
    "words": "Keeps the passports",
}


def keep(client: Client, case: UUID, **said: object) -> Answer:
    """The whole sheet kept, filled in on the page as it is now."""
    page = text(client.get(f"/console/case/{case}/protection/"))
    seen = re.findall(r'name="seen" value="(\w*)"', page)[0]
    had = re.findall(r'name="had" value="(\w+)"', page)
    whole = {"answer": "not_asked", "seen": seen, "had": had, **said}
    return client.post(f"/console/case/{case}/protection/", whole)


def test_it_asks_and_keeps_what_was_said(client: Client, web: House) -> None:
    case = opened(web)
    path = f"/console/case/{case}/protection/"
    assert "You do not have to answer this" in text(sign_in(client, "iris").get(path))
    assert keep(client, case, answer="fears", words=WORDS).status_code == 302
    page = text(client.get(path))
    assert page.count(WORDS) == 2  # in its field and in the history
    assert "Not cleared" in page


def test_the_case_page_is_the_same_for_yes_and_for_not_asked(client: Client, web: House) -> None:
    case = opened(web)
    sign_in(client, "bruno")
    before = protection_of(client, case)
    scope = cases.standing(IRIS, case).scope_id
    for said in ("fears", "asylum", "pending", "not_saying"):
        actions.set_answer(case=case, scope=scope, answer=said, words=WORDS, by=IRIS)
        assert protection_of(client, case) == before
    assert "Not cleared" in before and "Open the protection sheet" not in before
    actions.set_answer(case=case, scope=scope, answer="no", words="", by=IRIS)
    assert "Cleared" in protection_of(client, case)


def protection_of(client: Client, case: UUID) -> str:
    page = text(client.get(f"/console/case/{case}/"))
    assert WORDS not in page
    return page[page.index('id="protection"') :].split("</section>")[0]


@pytest.mark.parametrize("name", ["bruno", "carla", "farid"])
def test_the_sheet_is_closed_to_others(client: Client, web: House, name: str) -> None:
    case = opened(web)
    path = f"/console/case/{case}/protection/"
    assert sign_in(client, "iris").get(path).status_code == 200
    assert sign_in(client, name).get(path).status_code == 403
    assert client.post(path, {"answer": "no"}).status_code == 403
    assert queries.stops(BRUNO, case) != queries.CLEARED


def test_it_keeps_signs_and_needs(client: Client, web: House) -> None:
    case = opened(web)
    sign_in(client, "iris")
    keep(
        client,
        case,
        answer="asylum",
        words=WORDS,
        signs=["papers_held", "debt"],
        note="kanarisign",
        contact="unsafe",
        contact_note="Only at noon",
        needs=["child", "lgbti"],
        back=["lgbti"],
        **{"note-child": "Aged 9", "note-disability": "wheelchair"},
    )
    page = text(client.get(f"/console/case/{case}/protection/"))
    assert "Offer a safe referral" in page and "kanarisign" in page and "Only at noon" in page
    content = queries.sheet(IRIS, case).content
    assert (content.answer, content.words) == ("asylum", WORDS)
    assert content.signs == ("papers_held", "debt") and content.contact == "unsafe"
    assert content.needs["child"].note == "Aged 9" and content.needs["lgbti"].kept_back
    assert content.needs["disability"].note == "wheelchair"  # words are not dropped for a tick
    assert [one.what.split(":")[0] for one in content.past] == ["answer", "signs", "needs"]


def test_what_is_unticked_goes_and_the_history_tells_only_what_changed(
    client: Client, web: House
) -> None:
    case = opened(web)
    sign_in(client, "iris")
    keep(client, case, answer="fears", needs=["child"], **{"note-child": "Aged 9"})
    keep(client, case, answer="fears", **{"note-child": "Aged 9"})
    content = queries.sheet(IRIS, case).content
    assert content.needs == {} and content.answer == "fears"
    assert [one.what for one in content.past] == ["answer:fears", "needs:child", "needs:"]


def test_what_a_colleague_wrote_meanwhile_is_not_put_away(client: Client, web: House) -> None:
    case = opened(web)
    sign_in(client, "iris")
    old = text(client.get(f"/console/case/{case}/protection/"))
    seen = re.findall(r'name="seen" value="(\w*)"', old)[0]
    scope = cases.standing(IRIS, case).scope_id
    actions.set_answer(case=case, scope=scope, answer="asylum", words="hers", by=JUMA)
    said = {"answer": "no", "note": "kanarisign", "seen": seen}
    refused = client.post(f"/console/case/{case}/protection/", said)
    assert refused.status_code == 409 and "kanarisign" in text(refused)
    assert "A colleague has just written" in text(refused)
    assert queries.sheet(IRIS, case).content.answer == "asylum"
    assert keep(client, case, answer="asylum", words="hers", note="kanarisign").status_code == 302
    assert queries.sheet(IRIS, case).content.signs_note == "kanarisign"


def test_what_is_too_long_comes_back_with_all_that_was_typed(client: Client, web: House) -> None:
    case = opened(web)
    sign_in(client, "iris")
    more = {"note": "kanarisign", "note-child": "kanarichild"}
    refused = keep(client, case, answer="no", words="x" * 501, **more)
    page = text(refused)
    assert refused.status_code == 422 and "At most 500 characters" in page
    assert "kanarisign" in page and "kanarichild" in page
    assert keep(client, case, answer="").status_code == 422
    assert queries.stops(BRUNO, case) == queries.NOT_CLEARED


def test_without_keys_it_says_sealed(client: Client, web: House) -> None:
    case = opened(web)
    path = f"/console/case/{case}/protection/"
    sign_in(client, "iris")
    keep(client, case, answer="fears", words=WORDS)
    assert WORDS in text(client.get(path))
    with keyholder_away(web):
        page = client.get(path)
        assert page.status_code == 200 and "The vault is sealed" in text(page)
        assert WORDS not in text(page)


def test_two_confirm_one_warns(client: Client, web: House) -> None:
    answer = sign_in(client, "iris").post("/console/watch/report/", REPORT)
    entry = answer["Location"].split("?")[0]
    assert "second colleague" in text(client.get(entry))
    refused = client.post(f"{entry}decide/", {"how": "confirm"})
    assert refused.status_code == 403 and "You proposed this" in text(refused)
    sign_in(client, "juma").post(f"{entry}decide/", {"how": "confirm"})
    assert "confirmed by two" in text(client.get("/console/watch/?find=kanary agency"))
    named = client.post(f"{entry}warn/", {"text": "Beware of Kanari", "language": "en"})
    assert named.status_code == 422 and "names nobody" in text(named)
    drafted = {"text": "Keep your passport with you.", "language": "en"}
    assert client.post(f"{entry}warn/", drafted).status_code == 302
    (warning,) = queries.watch_entry(JUMA, UUID(entry.split("/")[-2])).warnings
    sign_in(client, "iris").post(f"{entry}warning/{warning.id}/ready/")
    assert "Keep your passport with you." in text(client.get(entry))
    withdrawn = client.post(f"{entry}decide/", {"how": "withdraw", "reason": "Wrong firm"})
    assert withdrawn.status_code == 302
    assert "Kanari" not in text(client.get("/console/watch/"))
    assert "Kanari" in text(client.get("/console/watch/?withdrawn=1"))


def test_a_report_without_words_comes_back_as_it_was_typed(client: Client, web: House) -> None:
    refused = sign_in(client, "iris").post("/console/watch/report/", {**REPORT, "words": ""})
    assert refused.status_code == 422 and "Kanari Agency" in text(refused)


@pytest.mark.parametrize("name", ["bruno", "carla", "farid"])
def test_the_watch_list_is_closed_to_others(client: Client, web: House, name: str) -> None:
    entry = actions.propose(reported=actions.Reported(**REPORT), scope=cast.LINE, by=IRIS)
    assert "Kanari" in text(sign_in(client, "iris").get("/console/watch/"))
    for path in ("/console/watch/", f"/console/watch/{entry}/"):
        refused = sign_in(client, name).get(path)
        assert refused.status_code == 403 and "Kanari" not in text(refused)
