"""Cases for programs: read, noted in, proposed from, closed; refused after their owner saw them."""

from uuid import UUID

from amparo.doors.console.tests.world import WORDS, opened
from tests import cast, events
from tests.api.conftest import Ask, told
from tests.harness import House


def a_case(web: House) -> UUID:
    """A case of the line, which its conversation knows of."""
    case = opened(web)
    events.deliver_all(web)
    return case


def test_it_shows_the_whole_case_to_its_own(ask: Ask, web: House) -> None:
    case = a_case(web)
    (row,) = told(ask("bruno").get("/cases"))["items"]
    assert row["id"] == str(case)
    whole = told(ask("bruno").get(f"/cases/{case}"))
    assert (whole["wish"], whole["state"]) == ("Yon kote pou m dòmi", "open")
    assert WORDS in str(told(ask("bruno").get(f"/cases/{case}/timeline")))
    assert told(ask("bruno").get(f"/cases/{case}/stops"))["consular"] is True
    for part in ("", "/timeline", "/stops", "/colleagues"):
        assert ask("carla").get(f"/cases/{case}{part}").status_code == 404
        assert ask("dario").get(f"/cases/{case}{part}").status_code == 403


def test_it_is_noted_in_wished_closed_and_opened_again(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    line = told(bruno.post(f"/cases/{case}/notes", {"text": "Called: nobody there"}))["id"]
    wish = {"wish": "To go home", "language": "en", "wish_kind": "home"}
    assert bruno.put(f"/cases/{case}/wish", wish).status_code == 204
    assert bruno.post(f"/cases/{case}/close", {"outcome": "lost_touch"}).status_code == 204
    assert bruno.post(f"/cases/{case}/close", {"outcome": "lost_touch"}).status_code == 409
    assert bruno.post(f"/cases/{case}/reopen").status_code == 204
    whole = told(bruno.get(f"/cases/{case}"))
    assert (whole["wish_kind"], whole["state"]) == ("home", "open")
    assert line in [one["id"] for one in whole["story"]]


def test_it_says_which_field_is_wrong(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    for path, body, field in (
        ("/notes", {"text": " "}, "text"),
        ("/close", {"outcome": "great"}, "outcome"),
    ):
        answer = bruno.post(f"/cases/{case}{path}", body)
        assert answer.status_code == 422
        assert told(answer)["errors"][0]["pointer"] == f"#/{field}"


def test_an_officer_sends_what_a_caseworker_proposes(ask: Ask, web: House) -> None:
    case = a_case(web)
    path = f"/cases/{case}/proposed"
    entry = told(ask("iris").post(path, {"text": "Come on Tuesday"}))["id"]
    assert [one["what"] for one in told(ask("bruno").get("/day"))["items"]].count("proposed") == 1
    sending = {"text": "Come on Tuesday at ten", "language": "en", "although": True}
    assert ask("iris").post(f"{path}/{entry}/send", sending).status_code == 403
    assert ask("carla").post(f"{path}/{entry}/send", sending).status_code == 404
    assert ask("bruno").post(f"{path}/{entry}/send", sending).status_code == 201
    assert ask("bruno").post(f"{path}/{entry}/drop").status_code == 409


def test_it_names_who_can_be_given_a_task(ask: Ask, web: House) -> None:
    case = a_case(web)
    names = {one["name"] for one in told(ask("bruno").get(f"/cases/{case}/colleagues"))}
    assert "Bruno" in names and cast.actor("carla").name not in names


def test_nothing_proposed_goes_out_of_a_case_that_is_closed(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    path = f"/cases/{case}/proposed"
    one, other = (told(ask("iris").post(path, {"text": "Come on Tuesday"}))["id"] for _ in "12")
    sending = {"text": "Come on Tuesday at ten", "language": "en", "although": True}
    assert bruno.post(f"{path}/{one}/send", sending).status_code == 201
    # Before the conversation hears that the case is over, it would still take an answer.
    assert bruno.post(f"/cases/{case}/close", {"outcome": "lost_touch"}).status_code == 204
    assert bruno.post(f"{path}/{other}/send", sending).status_code == 409
    assert bruno.post(f"{path}/{other}/drop").status_code == 204
