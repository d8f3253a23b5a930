"""In and out."""

import pytest
from django.test import Client, override_settings

from amparo.doors.console.session import COOKIE
from amparo.doors.console.tests.world import sign_in, text
from amparo.guard.accounts import actions as accounts
from amparo.kernel.authority import machine
from tests import cast

PASSWORD = {"login": "bruno", "password": "correct horse"}


@pytest.fixture
def demo(client: Client) -> Client:
    """A browser before a demo in which Bruno has a password."""
    with override_settings(DEMO=True):
        accounts.set_demo_password(staff=cast.staff_id("bruno"), password=PASSWORD["password"])
    return client


@override_settings(DEMO=True)
def test_it_lets_in_with_a_password_in_a_demo(demo: Client) -> None:
    answer = demo.post("/console/sign-in/", PASSWORD | {"next": "/console/cases/?state=open"})
    assert answer["Location"] == "/console/cases/?state=open"
    cookie = answer.cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Strict"
    assert demo.get("/console/cases/").status_code == 200


@override_settings(DEMO=True)
def test_it_says_the_same_for_a_wrong_login_and_a_wrong_password(demo: Client) -> None:
    wrong = [
        demo.post("/console/sign-in/", {"login": login, "password": "x"})
        for login in ("bruno", "nobody")
    ]
    assert [one.status_code for one in wrong] == [403, 403]
    assert all("do not go together" in text(one) for one in wrong)


def test_it_knows_no_password_outside_a_demo(demo: Client) -> None:
    answer = demo.post("/console/sign-in/", PASSWORD)
    assert COOKIE not in answer.cookies and 'type="password"' not in text(answer)


@override_settings(DEMO=True)
@pytest.mark.parametrize("foreign", ["https://evil.example/console/", "//evil.example", "/ar/"])
def test_it_goes_nowhere_else_after_signing_in(demo: Client, foreign: str) -> None:
    answer = demo.post("/console/sign-in/", PASSWORD | {"next": foreign})
    assert answer["Location"] == "/console/"


def test_it_opens_once_by_a_link_and_only_by_its_button(client: Client) -> None:
    secret = accounts.make_link(staff=cast.staff_id("bruno"), by=machine())
    assert COOKIE not in client.get(f"/console/enter/{secret}/").cookies
    assert COOKIE in client.post("/console/enter/", {"secret": secret}).cookies
    again = Client().post("/console/enter/", {"secret": secret})
    assert again.status_code == 403 and "has been used" in text(again)


def test_it_takes_a_whole_link_that_was_pasted(client: Client) -> None:
    secret = accounts.make_link(staff=cast.staff_id("bruno"), by=machine())
    pasted = f"http://localhost:8000/console/enter/{secret}/"
    assert COOKIE in client.post("/console/enter/", {"secret": pasted}).cookies


def test_it_ends_the_session_when_someone_signs_out(client: Client) -> None:
    token = sign_in(client, "bruno").cookies[COOKIE].value
    assert client.get("/console/queue/").status_code == 200
    client.post("/console/sign-out/")
    client.cookies[COOKIE] = token
    assert client.get("/console/queue/").status_code == 302


@pytest.mark.parametrize(
    ("name", "first"),
    [("bruno", "queue"), ("carla", "cases"), ("dario", "received"), ("farid", "line/members")],
)
def test_it_starts_where_one_may_work(client: Client, name: str, first: str) -> None:
    answer = sign_in(client, name).get("/console/")
    assert answer["Location"] == f"/console/{first}/"


def test_who_manages_staff_sees_who_works_there_and_nobody_else_does(client: Client) -> None:
    page = text(sign_in(client, "farid").get("/console/line/members/"))
    assert "Who works here" in page and "Bruno" in page and "duty officer" in page
    assert "Elena" not in page  # of an organisation that Farid does not manage
    assert "Who works here" not in text(sign_in(client, "bruno").get("/console/line/members/"))


def test_it_speaks_arabic_from_right_to_left_once_chosen(client: Client) -> None:
    assert 'lang="en" dir="ltr"' in text(client.get("/console/sign-in/"))
    client.get("/console/sign-in/?lang=ar")
    assert 'lang="ar" dir="rtl"' in text(client.get("/console/keys/"))


def test_it_leaves_no_cookie_on_public_pages(client: Client) -> None:
    sign_in(client, "bruno")
    assert not client.get("/en/?lang=ar").cookies
