"""Whatever goes wrong is a problem (RFC 9457) that repeats nothing of what was asked."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from amparo.doors.api import problems
from amparo.guard.accounts import actions as accounts
from amparo.kernel.authority import Power
from tests import cast
from tests.api.conftest import Ask, Program, told
from tests.harness import House

WORD = "zzkanari"


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "status"),
    [
        ("GET", "/nowhere", None, "", 404),
        ("GET", f"/conversations/{WORD}", None, "", 404),
        ("DELETE", "/queue", None, "", 405),
        ("PUT", "/me/phone", f'{{"number": "{WORD}"', "application/json", 400),
        ("PUT", "/me/phone", f"number={WORD}", "application/x-www-form-urlencoded", 415),
        ("PUT", "/me/phone", {"number": WORD, WORD: 1}, "application/json", 422),
        ("PUT", "/me/phone", {"number": 12}, "application/json", 422),
        ("PUT", "/me/phone", {"number": "1\0"}, "application/json", 422),
        ("PUT", "/me/phone", {"number": WORD}, "application/json", 422),
        ("PUT", "/me/phone", "x" * 2_000_000, "application/json", 413),
        ("GET", f"/queue?urgency={WORD}", None, "", 422),
        ("GET", f"/queue?cursor={WORD}", None, "", 422),
        ("GET", f"/queue?find={WORD}%00", None, "", 422),
        ("GET", f"/queue?{WORD}={WORD}", None, "", 422),
    ],
)
def test_it_is_a_problem(
    ask: Ask, method: str, path: str, body: object, kind: str, status: int
) -> None:
    answer = ask("bruno").ask(method, path, body, kind)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    about = told(answer)
    assert about["status"] == status
    assert about["title"] and about["detail"]
    assert WORD not in answer.content.decode() + str(answer.headers)


def test_it_says_which_methods_there_are(ask: Ask) -> None:
    assert ask("bruno").delete("/queue")["Allow"] == "GET"


def test_it_points_to_the_field(ask: Ask) -> None:
    ask_ = ask("bruno")
    wrong = told(ask_.put("/me/phone", {"number": 12, "no": 1}))["errors"]
    assert sorted((one["pointer"], one["detail"]) for one in wrong) == [
        ("#", "There is no such field."),  # its name may be anything: it is not repeated
        ("#/number", "This must be a text."),
    ]
    assert told(ask_.put("/me/phone", {"number": "12"}))["errors"][0]["pointer"] == "#/number"
    assert told(ask_.get("/queue?limit=0"))["errors"][0]["parameter"] == "limit"
    # A page of the queue is opened: no more at once than the console shows.
    assert ask_.get("/queue?limit=50").status_code == 200
    assert told(ask_.get("/queue?limit=51"))["errors"][0]["parameter"] == "limit"


def test_it_says_which_parameters_and_scope_there_are(ask: Ask) -> None:
    wrong = told(ask("bruno").get("/queue?urgencia=3"))["detail"]
    assert "urgency, language, need" in wrong
    place = told(ask("bruno").get("/cases/gone?caze=3"))["detail"]
    assert "case, cursor, limit" in place
    assert "request" not in told(ask("bruno").get(f"/conversations/{uuid4()}?x=1"))["detail"]
    scope = told(ask("bruno", [Power.WORK_QUEUE]).get("/queue"))["detail"]
    assert "read_queue" in scope


def test_it_speaks_arabic_to_whom_it_may(ask: Ask) -> None:
    answer = ask("bruno").get("/nowhere", Accept_Language="ar-SY, en;q=0.4")
    assert answer["Content-Language"] == "ar"
    assert told(answer)["title"] != problems.KINDS["missing"].title
    assert ask("bruno").get("/nowhere", Accept_Language="xx")["Content-Language"] == "en"


def test_its_types_can_be_looked_up(ask: Ask) -> None:
    where = told(Program().get("/me"))["type"]
    assert where == "/api/v1/problems/token"
    page = Program().get(where.removeprefix("/api/v1"))
    assert page.status_code == 200
    assert b"401" in page.content


@pytest.mark.parametrize("head", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer amparo_x", "x"])
def test_it_lets_nobody_in_without_a_token(web: House, head: str) -> None:
    answer = Program().get("/me", **({"Authorization": head} if head else {}))
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_session_is_no_token(web: House, ask: Ask) -> None:
    """Who is signed in to the console is a stranger here: no page elsewhere can use that."""
    client = Client()
    client.cookies["amparo_session"] = accounts.open_session(staff=cast.staff_id("bruno"))
    assert client.get("/console/queue/").status_code == 200
    assert client.get("/api/v1/queue").status_code == 401


def test_it_refuses_without_the_scope(ask: Ask) -> None:
    less = ask("bruno", [Power.READ_CASES])
    assert less.get("/queue").status_code == 403
    assert less.get("/me").status_code == 200
    assert ask("bruno", [Power.READ_QUEUE]).get("/queue").status_code == 200


def test_it_is_json_whatever_is_sent(ask: Ask) -> None:
    answer = ask("bruno").put("/me/phone", {"number": "+509 3700 0000"})
    assert answer.status_code == 204
    assert not answer.content
    assert json.loads(ask("bruno").get("/me/phone").content) == {"number": "+50937000000"}
