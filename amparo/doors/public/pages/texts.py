"""Pages that only tell: who we are, what we cannot do, which languages we speak."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from amparo.doors.public.languages import LANGUAGES, Language, spoken
from amparo.doors.public.show import RETURNS, address, show


@require_safe
@spoken
def about(request: HttpRequest, language: Language) -> HttpResponse:
    """Who stands behind this page."""
    return show(request, language, "about")


@require_safe
@spoken
def limits(request: HttpRequest, language: Language) -> HttpResponse:
    """What Amparo cannot protect anyone from."""
    return show(request, language, "limits")


@require_safe
@spoken
def lost(request: HttpRequest, language: Language) -> HttpResponse:
    """Three ways on for who has lost the code."""
    return show(request, language, "lost")


@require_safe
@spoken
def languages(request: HttpRequest, language: Language) -> HttpResponse:
    """Every language, each in its own name, leading back to the page one came from."""
    page = request.GET.get("to", "")
    ways = [(one, address(one, page if page in RETURNS else "home")) for one in LANGUAGES]
    return show(request, language, "languages", {"ways": ways})
