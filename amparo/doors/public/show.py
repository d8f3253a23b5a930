"""How every public page is put together."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation

from amparo.doors.public import crisis, guard
from amparo.doors.public.chosen import LONGEST
from amparo.doors.public.languages import LANGUAGES, Language

# Pages that the language picker may lead back to; the others start again at the first page.
RETURNS = tuple("home help back lost concern signs services numbers today about limits".split())


def show(
    request: HttpRequest,
    language: Language,
    page: str,
    context: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The page of this name, whole, in this language. `form` is a fresh token for its forms."""
    match = request.resolver_match
    here = match.url_name if match and match.app_name == "public" else None
    card = crisis.card(language.code)
    with translation.override(language.code), timezone.override(crisis.zone(card)):
        about = {
            "page": page,
            "language": language,
            "languages": LANGUAGES,
            "here": here if here in RETURNS else None,
            # What was chosen on the page of services, sealed: the same list in another language.
            "stay": request.GET.get("s", "")[:LONGEST] if here == "services" else "",
            "exit_url": settings.QUICK_EXIT_URL,
            "card": card,
            "form": guard.token(),
        }
        text = render_to_string(f"public/{page}.html", {**about, **(context or {})})
    response = HttpResponse(text, status=status)
    response["Content-Language"] = language.code
    # On a slow line the sheet is asked for before the page has come, not after: 0.6 s at 50 kbit/s.
    response["Link"] = f"<{static('public.css')}>; rel=preload; as=style"
    return response


def address(language: Language, page: str) -> str:
    """The address of a page without parameters."""
    return reverse(f"public:{page}", args=[language])
