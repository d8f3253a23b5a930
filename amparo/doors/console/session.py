"""Who asks: read from the session's cookie, and only where staff go."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Actor, anyone

COOKIE = "amparo_session"
LANGUAGE_COOKIE = "amparo_console_language"
LANGUAGES = ("en", "ar")
# Public pages never touch a cookie: none is read there and none is set.
_PATHS = ("/console/",)
_YEAR = 365 * 86_400


class SessionMiddleware:
    """Middleware: `request.actor` under /console/, and the console's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand around the page."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with who asks known to the page."""
        if not request.path_info.startswith(_PATHS):
            return self.get_response(request)
        vars(request)["actor"] = _who(request)
        chosen = request.GET.get("lang", "")
        language = chosen or request.COOKIES.get(LANGUAGE_COOKIE, "")
        with translation.override(language if language in LANGUAGES else "en"):
            response = self.get_response(request)
        if chosen in LANGUAGES:
            _set(request, response, LANGUAGE_COOKIE, chosen, _YEAR)
        return response


def _who(request: HttpRequest) -> Actor:
    token = request.COOKIES.get(COOKIE, "")
    return (accounts.who(token) if token else None) or anyone()


def sign_in(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """The browser holds the session until it is closed, or until the session ends."""
    _set(request, response, COOKIE, token, None)


def sign_out(response: HttpResponse) -> None:
    """The browser holds no session."""
    response.delete_cookie(COOKIE, path="/", samesite="Strict")


def _set(
    request: HttpRequest, response: HttpResponse, name: str, value: str, age: int | None
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=age,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=request.is_secure(),
    )
