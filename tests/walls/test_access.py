"""C07: every address x method x cast member x record. Whoever adds a page, adds it here."""

import logging
import sys
from collections.abc import Callable
from types import ModuleType

import pytest
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import override_settings
from django.urls import get_resolver, path

from amparo.kernel.authority import Power
from tests import cast
from tests.harness import House
from tests.walls.access import Report, Walk, endpoints, undeclared
from tests.walls.canaries import Canary, plant, plant_common

View = Callable[..., HttpResponse]
COMMON = [cast.FARO, cast.OLA]


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Refusals are what is wanted here: only errors of ours are worth a line."""
    caplog.set_level(logging.ERROR, logger="django.request")


def test_it_is_declared_for_every_address() -> None:
    assert not undeclared(endpoints(get_resolver().url_patterns))


def test_it_answers_as_declared_and_shows_nothing_of_others(keys: House) -> None:
    report = Walk(canaries := plant(), plant_common()).all(endpoints(get_resolver().url_patterns))
    sys.stdout.write(f"{report.cells} cells\n")
    assert not report.wrong, "\n".join([f"{len(report.wrong)} are wrong", *report.wrong[:60]])
    # The twin: the words are there to be found, and whoever may read them does find them.
    for kind in ("conversation", "case", "received"):
        assert report.seen & {one.word for one in canaries if one.kind == kind}, kind


# --- Negative controls: planted views, each of which must turn the walk red. ---


def leak(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello kanaricasefaro")


def leak_in_a_header(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello", headers={"ETag": '"kanaricasefaro"'})


def leak_in_a_redirect(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/somewhere/?back=kanaricasefaro")


def leak_in_an_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse("no such case: ZQ11XK", status=404)


def open_to_all(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("hello")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("planted")


def never_there(request: HttpRequest, **_: object) -> HttpResponse:
    raise Http404


def declared(view: View, need: object) -> View:
    """The view with a declaration that it does not keep."""

    def page(request: HttpRequest, **named: object) -> HttpResponse:
        return view(request, **named)

    vars(page)["needs"] = need
    return page


CONTROLS: list[tuple[str, str, View]] = [
    ("shows kanaricasefaro", "planted/", declared(leak, "anyone")),
    ("shows kanaricasefaro", "planted/", declared(leak_in_a_header, "anyone")),
    ("shows kanaricasefaro", "planted/", declared(leak_in_a_redirect, "anyone")),
    ("shows ZQ11XK", "planted/", declared(leak_in_an_error, "anyone")),
    ("by a stranger: 200, should have been refused", "planted/", declared(open_to_all, "staff")),
    ("by gita: 200, should have been refused", "planted/", declared(open_to_all, Power.READ_CASES)),
    ("does not say whom it is open to", "planted/", open_to_all),
    ("the record is another's", "planted/<uuid:case>/", declared(open_to_all, Power.READ_CASES)),
    ("no twin", "planted/<uuid:case>/", declared(never_there, Power.READ_CASES)),
    ("an error of ours", "planted/", declared(broken, "anyone")),
]


@pytest.fixture
def canaries(keys: House) -> list[Canary]:
    """Rows of every scope."""
    return plant()


def walk_one(canaries: list[Canary], route: str, view: View) -> Report:
    """Walks a house of one address, with the session and nothing else around it."""
    house = ModuleType("planted_addresses")
    vars(house)["urlpatterns"] = [path(route, view)]
    session = [one for one in settings.MIDDLEWARE if "session" in one.lower()]
    with override_settings(ROOT_URLCONF=house, MIDDLEWARE=session):
        return Walk(canaries, COMMON).all(endpoints(vars(house)["urlpatterns"]))


@pytest.mark.parametrize(("says", "route", "view"), CONTROLS, ids=range(len(CONTROLS)))
def test_it_sees_a_planted_fault(canaries: list[Canary], says: str, route: str, view: View) -> None:
    report = walk_one(canaries, f"console/{route}", view)
    assert any(says in one for one in report.wrong), report.wrong


def test_it_lets_a_good_page_pass(canaries: list[Canary]) -> None:
    report = walk_one(canaries, "healthz", declared(open_to_all, "anyone"))
    assert report.wrong == []
    assert report.cells == (len(cast.NAMES) + 2) * 7


def test_it_sees_an_address_that_says_nothing() -> None:
    assert undeclared(endpoints([path("planted/", open_to_all)]))
    assert undeclared(endpoints([path("planted/", declared(open_to_all, "everybody"))]))
    assert not undeclared(endpoints([path("planted/", declared(open_to_all, "anyone"))]))
