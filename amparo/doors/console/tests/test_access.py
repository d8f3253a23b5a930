"""Who may open what, over all of the console's addresses."""

from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from amparo.doors.console.session import COOKIE
from amparo.doors.console.tests.world import NOBODY, sign_in, text
from amparo.doors.console.urls import urlpatterns


def _flat(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield one
        else:
            yield from _flat(one.url_patterns)


PATTERNS = list(_flat(urlpatterns))


def path_of(one: URLPattern) -> str:
    """An address of it that names nothing which is there."""
    assert one.name is not None
    fits = {"UUIDConverter": NOBODY, "IntConverter": 1}
    converters = one.pattern.converters.items()
    values = {name: fits.get(type(how).__name__, "s") for name, how in converters}
    return reverse(f"console:{one.name}", kwargs=values)


@pytest.mark.parametrize("one", PATTERNS, ids=lambda one: one.name)
def test_it_says_whom_it_is_open_to(one: URLPattern) -> None:
    assert getattr(one.callback, "needs", None) is not None


@pytest.mark.parametrize("one", PATTERNS, ids=lambda one: one.name)
def test_it_sends_a_stranger_to_sign_in(one: URLPattern, client: Client) -> None:
    if getattr(one.callback, "needs", None) == "anyone":
        return
    for send in (client.get, client.post):
        answer = send(path_of(one))
        assert answer.status_code == 405 or answer["Location"].startswith("/console/sign-in/")


@pytest.mark.parametrize("one", PATTERNS, ids=lambda one: one.name)
def test_it_knows_no_other_method(one: URLPattern, client: Client) -> None:
    sign_in(client, "bruno")
    assert {client.put(path_of(one)).status_code, client.delete(path_of(one)).status_code} == {405}


def test_it_refuses_whom_the_role_does_not_let_in(client: Client) -> None:
    assert sign_in(client, "bruno").get("/console/queue/").status_code == 200
    refused = sign_in(client, "farid").get("/console/queue/")
    assert refused.status_code == 403 and "not part of your role" in text(refused)


def test_it_tells_htmx_to_sign_in_with_the_whole_page(client: Client) -> None:
    answer = client.get("/console/queue/new/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/console/sign-in/")


def test_it_is_kept_nowhere_and_sends_its_forms_with_their_origin(client: Client) -> None:
    answer = sign_in(client, "bruno").get("/console/queue/")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"


def test_it_refuses_a_form_that_is_not_ours() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/console/enter/", {"secret": "x"})
    assert answer.status_code == 403 and "too old" in text(answer)


def test_it_says_why_one_must_sign_in_again_and_leads_back(client: Client) -> None:
    client.cookies[COOKIE] = "ended"
    page = "http://testserver/console/queue/?free=1"
    answer = client.post("/console/sign-out/", headers={"Referer": page})
    query = parse_qs(urlsplit(answer["Location"]).query)
    assert query == {"next": ["/console/queue/?free=1"], "said": ["ended"]}


def test_it_leads_back_to_no_other_site(client: Client) -> None:
    answer = client.post("/console/sign-out/", headers={"Referer": "http://other/console/queue/"})
    assert answer["Location"] == "/console/sign-in/"
