"""What goes wrong becomes an answer here, once, for every door.

Staff get a page of the console, programs get RFC 9457 problem details, everyone else gets the
public page in their language. Nothing of what was asked is repeated in any of them.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from amparo.doors.api.problems import faults_of, problem
from amparo.doors.console.show import came_from, show
from amparo.doors.public import errors as public
from amparo.doors.public.languages import of_request
from amparo.kernel.errors import (
    AmparoError,
    DeniedError,
    InvalidError,
    NotFoundError,
    SealedAwayError,
    WrongStateError,
)
from amparo.keyholder.errors import KeyholderError, TooManyTries

# The status and the name of each error; the first that fits counts.
_ANSWERS: tuple[tuple[type[Exception], int, str], ...] = (
    (DeniedError, 403, "denied"),
    (NotFoundError, 404, "missing"),
    (WrongStateError, 409, "state"),
    (InvalidError, 422, "invalid"),
    (SealedAwayError, 503, "sealed"),
    (TooManyTries, 429, "many"),
    (KeyholderError, 503, "sealed"),
    (AmparoError, 400, "invalid"),
)
# Said by the error itself, in words that are meant for people. Others have words of their own.
_SPEAKS = frozenset({"denied", "state", "invalid"})


class ErrorMiddleware:
    """Middleware: an error that a view did not catch becomes a page or a problem."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand around the page."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, unchanged."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer for an error of ours; None for any other, which is a mistake of ours."""
        if isinstance(error.__cause__, UniqueViolation):
            # Of two who did the same at once one was faster; the database let the other not in.
            error = WrongStateError("A colleague was faster. Nothing was changed.")
        for kind, status, name in _ANSWERS:
            if isinstance(error, kind):
                return _answer(request, error, status, name)
        return None


def _way_back(request: HttpRequest, name: str) -> dict[str, str]:
    """To the page whose button did not work; what cannot be seen has no way back to it."""
    if request.method != "POST" or name == "missing":
        return {}
    back = came_from(request)
    return {"back": back, "back_words": _("Back to where you were")} if back else {}


def _answer(request: HttpRequest, error: Exception, status: int, name: str) -> HttpResponse:
    said = str(error) if name in _SPEAKS else ""
    wait = int(getattr(error, "retry_after", 0)) + 1
    if request.path_info.startswith("/api/"):
        response = problem(status, said, faults_of(error))
    elif request.path_info.startswith("/console/"):
        context = {"error": name, "reason": said, **_way_back(request, name)}
        response = show(request, "error", context, status=status)
    else:
        response = _public(request, status, wait)
    if status in (429, 503):
        response["Retry-After"] = str(wait if status == 429 else 3600)
    return response


def _public(request: HttpRequest, status: int, wait: int) -> HttpResponse:
    if status == 503:
        return public.sealed(request, of_request(request))
    if status == 429:
        return public.too_many(request, of_request(request), wait)
    if status == 404:
        return public.not_found(request)
    return public.denied(request) if status == 403 else public.bad_request(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, for `handler400`."""
    del exception
    return _plain(request, 400, "invalid", public.bad_request)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, for `handler403`."""
    del exception
    return _plain(request, 403, "denied", public.denied)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, for `handler404`."""
    del exception
    return _plain(request, 404, "missing", public.not_found)


def broken(request: HttpRequest) -> HttpResponse:
    """500, for `handler500`. The page needs no database: it may be what is broken."""
    return _plain(request, 500, "broken", public.broken)


def _plain(
    request: HttpRequest, status: int, name: str, elsewhere: Callable[[HttpRequest], HttpResponse]
) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return problem(status)
    if not request.path_info.startswith("/console/"):
        return elsewhere(request)
    return show(request, "broken" if status == 500 else "error", {"error": name}, status=status)
