"""When a page cannot be given: what happened, what was kept, what to do."""

import math
from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from amparo.doors.public.clean import kept
from amparo.doors.public.languages import Language, of_request
from amparo.doors.public.show import show
from amparo.kernel import clock


# Django hands the handlers an exception by name. Its words may hold what was sent: never shown.
def bad_request(request: HttpRequest, exception: object = None) -> HttpResponse:  # noqa: ARG001
    """400: what was sent could not be read."""
    return _error(request, "400", 400)


def denied(request: HttpRequest, exception: object = None) -> HttpResponse:  # noqa: ARG001
    """403: this page is not for everyone."""
    return _error(request, "403", 403)


def not_found(request: HttpRequest, exception: object = None) -> HttpResponse:  # noqa: ARG001
    """404: nothing stands at this address."""
    return _error(request, "404", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: we made a mistake."""
    return _error(request, "500", 500)


def too_many(request: HttpRequest, language: Language, retry_after: float) -> HttpResponse:
    """429: too many codes were tried from one connection; `retry_after` is in seconds."""
    wait = max(1, math.ceil(retry_after))
    # The page names a full minute, so that nobody comes back a few seconds too early.
    again = clock.now() + timedelta(seconds=wait + 59)
    context = {"error": "429", "again": again, "unsent": _unsent(request)}
    response = show(request, language, "error", context, status=429)
    response["Retry-After"] = str(wait)
    return response


def sealed(request: HttpRequest, language: Language) -> HttpResponse:
    """503: answers cannot be opened now; requests are still taken in."""
    response = show(request, language, "sealed", {"unsent": _unsent(request)}, status=503)
    response["Retry-After"] = "3600"
    return response


def failed(request: HttpRequest, language: Language) -> HttpResponse:
    """503: our side stopped; what was written comes back."""
    context = {"error": "503", "unsent": _unsent(request)}
    return show(request, language, "error", context, status=503)


def _unsent(request: HttpRequest) -> str:
    # Words that were meant for a conversation we cannot open now: they can go as a new request.
    return kept(request.POST.get("words", ""))


def _error(request: HttpRequest, error: str, status: int) -> HttpResponse:
    return show(request, of_request(request), "error", {"error": error}, status=status)
