"""The first page, and the way to it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from amparo.doors.public.languages import Language, preferred, spoken
from amparo.doors.public.show import address, show


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The way to the first page in the browser's language."""
    language = preferred(request.headers.get("Accept-Language", ""))
    response = HttpResponseRedirect(address(language, "home"))
    response["Vary"] = "Accept-Language"
    return response


@require_safe
def away(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The way out: what Back finds after somebody left fast. It says nothing of us."""
    response = HttpResponseRedirect(settings.QUICK_EXIT_URL)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@spoken
def home(request: HttpRequest, language: Language) -> HttpResponse:
    """What one can do here, in one screen of a phone."""
    return show(request, language, "home")
