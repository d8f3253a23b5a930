"""The list of cases, and one case from its wish to its outcome."""

import pytest
from django.test import Client

from amparo.aid.cases import queries
from amparo.doors.console.tests.world import NOBODY, opened, sign_in, text
from tests import cast, seed
from tests.harness import House

BRUNO = cast.actor("bruno")
WISH = "Yon kote pou m dòmi"


def test_it_lists_cases_by_state(client: Client, web: House) -> None:
    reference = queries.case(BRUNO, opened(web)).reference
    sign_in(client, "bruno")
    assert reference in text(client.get("/console/cases/"))
    assert reference not in text(client.get("/console/cases/?state=closed"))
    assert client.get("/console/cases/?state=nonsense").status_code == 200


def test_it_shows_the_wish_first_and_who_can_help(client: Client, web: House) -> None:
    case = opened(web)
    seed.services()
    page = text(sign_in(client, "bruno").get(f"/console/case/{case}/"))
    assert page.index(WISH) < page.index("Who can help")


def test_it_keeps_a_note_and_gives_an_empty_one_back(client: Client, web: House) -> None:
    case = opened(web)
    path = f"/console/case/{case}/note/"
    answer = sign_in(client, "bruno").post(path, {"text": "Asked the parish"})
    assert "Asked the parish" in text(client.get(answer["Location"]))
    refused = client.post(path, {"text": "  "})
    assert refused.status_code == 422 and "note is empty" in text(refused)


def test_it_changes_the_wish(client: Client, web: House) -> None:
    case = opened(web)
    said = {"wish": "Jwenn mari m", "language": "ht"}
    sign_in(client, "bruno").post(f"/console/case/{case}/wish/", said)
    assert queries.case(BRUNO, case).wish == "Jwenn mari m"


def test_it_closes_with_an_outcome_and_opens_again(client: Client, web: House) -> None:
    case = opened(web)
    sign_in(client, "bruno").post(f"/console/case/{case}/close/", {"outcome": "partly"})
    assert queries.case(BRUNO, case).outcome == "partly"
    assert client.post(f"/console/case/{case}/close/", {"outcome": "helped"}).status_code == 409
    client.post(f"/console/case/{case}/reopen/")
    assert queries.case(BRUNO, case).state == "open"


def test_it_does_not_close_without_an_outcome(client: Client, web: House) -> None:
    case = opened(web)
    answer = sign_in(client, "bruno").post(f"/console/case/{case}/close/")
    assert answer.status_code == 422 and "The case stays open" in text(answer)
    assert queries.case(BRUNO, case).state == "open"


@pytest.mark.parametrize("name", ["carla", "elena"])
def test_it_says_not_there_to_another_organisation(client: Client, name: str, web: House) -> None:
    case = opened(web)
    assert WISH in text(sign_in(client, "bruno").get(f"/console/case/{case}/"))
    theirs = sign_in(client, name).get(f"/console/case/{case}/")
    nobodys = client.get(f"/console/case/{NOBODY}/")
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert WISH not in text(theirs)
    assert client.post(f"/console/case/{case}/note/", {"text": "x"}).status_code == 404


def test_it_is_closed_to_those_without_the_role(client: Client, web: House) -> None:
    case = opened(web)
    for name in ("dario", "farid"):
        assert sign_in(client, name).get(f"/console/case/{case}/").status_code == 403
