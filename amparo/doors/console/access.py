"""Who may open which page. Every view says it in one line, and a test walks all of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec
from urllib.parse import urlencode

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.utils.decorators import decorator_from_middleware
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from amparo.doors.console.session import COOKIE
from amparo.doors.console.show import came_from, show
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import DeniedError, InvalidError


class StaffRequest(HttpRequest):
    """A request under /console/: the session's middleware has said who asks."""

    actor: Actor
    htmx: HtmxDetails


Need = Power | Literal["staff", "anyone"]
P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


class _Csrf(CsrfViewMiddleware):
    """Django's own check; only the page that says no is ours."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        del reason
        back = {"back": came_from(request), "back_words": _("Back to where you were")}
        return show(request, "error", {"error": "form", **back}, status=403)


def needs(need: Need, *methods: str) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """The view, open to those who hold the power; `staff` is anyone signed in.

    Strangers are sent to sign in. `methods` are GET unless said otherwise.
    """
    allowed = methods or ("GET",)

    def around(view: View[P]) -> Callable[..., HttpResponseBase]:
        checked = decorator_from_middleware(_Csrf)(view)

        @wraps(view)
        def page(request: StaffRequest, *args: Any, **named: Any) -> HttpResponseBase:
            if ("GET" if request.method == "HEAD" else request.method) not in allowed:
                return HttpResponseNotAllowed(allowed)
            if need != "anyone" and request.actor.kind != "staff":
                return to_sign_in(request)
            if isinstance(need, Power) and not request.actor.can(need):
                raise DeniedError(_("Your role does not include this page."))
            _check_readable(request)
            return _finished(request, checked(request, *args, **named))

        vars(page)["needs"] = need
        return page

    return around


def _check_readable(request: HttpRequest) -> None:
    """Nothing, or InvalidError: no database and no gateway can carry a NUL."""
    for name, values in request.POST.lists():
        if any("\0" in one for one in (name, *values)):
            raise InvalidError("", _("There is a character in it that can't be kept. Nothing was."))


def to_sign_in(request: StaffRequest) -> HttpResponse:
    """The way to sign in and, from there, back to the page that was asked for."""
    asked_for_a_page = request.method == "GET" and not request.htmx
    # A part of a page, or what a form did, is no page to come back to: the one it stood on is.
    back = request.get_full_path() if asked_for_a_page else came_from(request)
    query = {"next": back} if back else {}
    if COOKIE in request.COOKIES:
        query["said"] = "ended"
    address = reverse("console:sign_in") + ("?" + urlencode(query) if query else "")
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return HttpResponseRedirect(address)


def _finished(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The CSRF cookie stays within the console and out of scripts' reach."""
    cookie = response.cookies.get("csrftoken")
    if cookie is not None:
        cookie["path"] = "/console/"
        cookie["httponly"] = True
        cookie["samesite"] = "Strict"
        cookie["secure"] = request.is_secure()
    return response
