"""Pages that only tell: who we are, what we cannot do, which languages we speak."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from amparo.doors.public.chosen import LONGEST
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
    stay = request.GET.get("s", "") if page == "services" else ""
    query = f"?{urlencode({'s': stay[:LONGEST]})}" if stay else ""
    ways = [(one, address(one, page if page in RETURNS else "home") + query) for one in LANGUAGES]
    return show(request, language, "languages", {"ways": ways})
