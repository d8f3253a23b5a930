"""Around every answer under /api/: its language, its limits, and no error without a problem."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from amparo.doors.api.problems import CONTENT_TYPE, problem, spoken

PATHS = "/api/"
# Files that are attached; every other body is a few lines of JSON.
LARGEST_FILE = 9 << 20


class ApiMiddleware:
    """Middleware: nothing of it touches an address outside /api/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand around the answer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer as programs expect it."""
        if not request.path_info.startswith(PATHS):
            return self.get_response(request)
        language = spoken(request)
        with translation.override(language):
            response = problem(413) if _too_large(request) else self.get_response(request)
            response = _as_problem(response)
        for name, value in getattr(request, "tell", {}).items():
            response[name] = value
        if response.get("Content-Type") == CONTENT_TYPE:
            response["Content-Language"] = language
        if response.status_code == 204:
            del response["Content-Type"]
        response.setdefault("Cache-Control", "no-store")
        return response


def _too_large(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        return False
    file = request.path_info.endswith("/attachments")
    return int(length) > (LARGEST_FILE if file else settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _as_problem(response: HttpResponse) -> HttpResponse:
    """What Django or a library answered by itself, in our form; its `Allow` is kept."""
    if response.status_code < 400 or response.get("Content-Type") == CONTENT_TYPE:
        return response
    told = problem(response.status_code)
    if "Allow" in response:
        told["Allow"] = response["Allow"]
    return told
