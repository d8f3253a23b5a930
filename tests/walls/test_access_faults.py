"""The walk over all addresses bites: each planted view turns it red, and a good one does not."""

import logging
from collections.abc import Callable
from types import ModuleType
from uuid import UUID

import pytest
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import override_settings
from django.urls import path

from amparo.aid.cases import queries as case_queries
from amparo.kernel.authority import Power
from tests import cast
from tests.harness import House
from tests.walls.access import METHODS, Report, Walk, endpoints, undeclared
from tests.walls.records import Planted, plant_all

View = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Refusals are what is wanted here: only errors of ours are worth a line."""
    caplog.set_level(logging.ERROR, logger="django.request")


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


def mixed(request: HttpRequest, **named: object) -> HttpResponse:
    """Asks whose the case is, and forgets to ask whose the task is."""
    who = request.actor  # type: ignore[attr-defined]
    case_queries.case(who, UUID(str(named["case"])))
    return HttpResponse("hello")


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
    ("the record is another's", "planted/<uuid:export>/", declared(open_to_all, "staff")),
    ("the record is another's", "planted/<uuid:case>/<uuid:task>/", declared(mixed, "staff")),
    ("no twin", "planted/<uuid:case>/", declared(never_there, Power.READ_CASES)),
    ("no twin", "planted/<uuid:shift>/", declared(never_there, "staff")),
    ("an error of ours", "planted/", declared(broken, "anyone")),
]


@pytest.fixture
def planted(keys: House) -> Planted:
    """Rows of every scope."""
    return plant_all()


def walk_one(planted: Planted, route: str, view: View) -> Report:
    """Walks a house of one address, with the session and nothing else around it."""
    house = ModuleType("planted_addresses")
    vars(house)["urlpatterns"] = [path(route, view)]
    session = [one for one in settings.MIDDLEWARE if "session" in one.lower()]
    with override_settings(ROOT_URLCONF=house, MIDDLEWARE=session):
        return Walk(planted).all(endpoints(vars(house)["urlpatterns"]))


@pytest.mark.parametrize(("says", "route", "view"), CONTROLS, ids=range(len(CONTROLS)))
def test_it_sees_a_planted_fault(planted: Planted, says: str, route: str, view: View) -> None:
    report = walk_one(planted, f"console/{route}", view)
    assert any(says in one for one in report.wrong), report.wrong


@pytest.mark.parametrize(
    ("says", "needs"),
    [
        ("by a stranger: 200, should have been refused", {"GET": "staff"}),
        ("by gita: 200, should have been refused", {"GET": Power.READ_CASES}),
        ("the record is another's", {"GET": Power.READ_CASES, "PUT": Power.WORK_CASES}),
        ("PUT /api/v1/planted/", {"GET": "anyone", "PUT": Power.WORK_CASES}),
        ("does not say whom it is open to", {"GET": "everybody"}),
    ],
)
def test_it_sees_a_fault_of_the_api(planted: Planted, says: str, needs: dict[str, object]) -> None:
    view = declared(open_to_all, needs)
    report = walk_one(planted, "api/v1/planted/<uuid:case>", view)
    assert any(says in one for one in report.wrong), report.wrong


def test_it_lets_a_good_page_pass(planted: Planted) -> None:
    report = walk_one(planted, "healthz", declared(open_to_all, "anyone"))
    assert report.wrong == []
    # A stranger and one of the cast with each method; everyone else, too, but for HEAD.
    assert report.cells == 2 * len(METHODS) + len(cast.NAMES) * (len(METHODS) - 1)


def test_it_sees_an_address_that_says_nothing() -> None:
    assert undeclared(endpoints([path("planted/", open_to_all)]))
    assert undeclared(endpoints([path("planted/", declared(open_to_all, "everybody"))]))
    assert not undeclared(endpoints([path("planted/", declared(open_to_all, "anyone"))]))
