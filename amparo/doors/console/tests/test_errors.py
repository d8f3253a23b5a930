"""What goes wrong becomes an answer, once."""

import json

import pytest
from django.db import IntegrityError
from django.test import RequestFactory
from psycopg.errors import UniqueViolation

from amparo.doors.errors import ErrorMiddleware, not_found
from amparo.kernel import errors
from amparo.kernel.authority import anyone
from amparo.keyholder.errors import Sealed, TooManyTries
from tests.harness import House

ANSWERS = [
    (errors.DeniedError("no"), 403),
    (errors.NotFoundError("?"), 404),
    (errors.WrongStateError("late"), 409),
    (errors.InvalidError("text", "empty"), 422),
    (errors.SealedAwayError("sealed"), 503),
    (Sealed("sealed"), 503),
    (TooManyTries("slow", retry_after=9), 429),
]


def answer(path: str, error: Exception) -> tuple[int, str, str]:
    """Status, type and text of what an error at this address becomes."""
    request = RequestFactory().get(path)
    vars(request).update(actor=anyone(), resolver_match=None)
    given = ErrorMiddleware(lambda _: not_found(request)).process_exception(request, error)
    assert given is not None
    return given.status_code, given["Content-Type"], given.content.decode()


@pytest.mark.parametrize(("error", "status"), ANSWERS)
def test_it_is_a_page_for_staff(stage: House, error: Exception, status: int) -> None:
    given, kind, page = answer("/console/x/", error)
    assert given == status and kind.startswith("text/html") and "Amparo console" in page


@pytest.mark.parametrize(
    ("error", "leads"), [(errors.WrongStateError("late"), True), (errors.NotFoundError("?"), False)]
)
def test_it_leads_back_to_where_the_button_stood(
    stage: House, error: Exception, leads: bool
) -> None:
    request = RequestFactory().post("/console/case/1/note/")
    request.META["HTTP_REFERER"] = f"http://{request.get_host()}/console/case/1/"
    vars(request).update(actor=anyone(), resolver_match=None)
    said = ErrorMiddleware(lambda _: not_found(request)).process_exception(request, error)
    assert said is not None
    assert ('href="/console/case/1/"' in said.content.decode()) is leads


@pytest.mark.parametrize(("error", "status"), ANSWERS)
def test_it_is_a_problem_for_programs(stage: House, error: Exception, status: int) -> None:
    given, kind, body = answer("/api/v1/x", error)
    assert (given, kind) == (status, "application/problem+json")
    assert json.loads(body)["status"] == status


def test_it_names_the_field_to_a_program(stage: House) -> None:
    _, _, body = answer("/api/v1/x", errors.InvalidError("text", "empty"))
    assert json.loads(body)["errors"] == [{"detail": "empty", "pointer": "#/text"}]


def test_it_says_who_was_faster_and_nothing_of_the_rows(stage: House) -> None:
    try:
        raise IntegrityError("x") from UniqueViolation("Key (name)=(Ana) already exists.")
    except IntegrityError as error:
        status, _, page = answer("/console/x/", error)
    assert status == 409 and "A colleague was faster" in page and "Ana" not in page


def test_it_leaves_our_own_mistakes_to_be_found(stage: House) -> None:
    request = RequestFactory().get("/console/x/")
    made = ErrorMiddleware(lambda _: not_found(request)).process_exception(request, KeyError("x"))
    assert made is None
