"""A public page as it stands in one language, with one of its sentences marked; for staff only.

The address lies in the console and `amparo/urls.py` says who may open it. It is shown in a frame
beside the sentence: nothing in it leads anywhere, sends anything or runs.
"""

import logging
import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils import translation

from amparo.doors.public.examples.looks import Example
from amparo.doors.public.examples.pages import pages
from amparo.doors.public.languages import BY_CODE, Language
from amparo.doors.wordbook import catalogue, overlay
from amparo.doors.wordbook.overlay import CLOSE, OPEN
from amparo.kernel.errors import NotFoundError

log = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_PARTS = re.compile(r"(<[^>]*>)")
_LEADS = re.compile(r'\s(?:href|action)="[^"]*"')
_SCRIPT = re.compile(r"(?s)<script\b.*?</script>")
# Where no mark can stand: the text is shown above the page instead.
_PLAIN = ("title", "option", "textarea")


def heard(code: str) -> dict[str, list[str]]:
    """Each page with the English of all that it says in any of its looks, in its order."""
    return {name: list(dict.fromkeys(_heard(code, looks))) for name, looks in pages().items()}


def _heard(code: str, looks: tuple[Example, ...]) -> Iterator[str]:
    language = BY_CODE[code]
    for look in looks:
        with overlay.hearing(code) as said:
            _drawn(look, language)
        yield from said


def preview(request: HttpRequest, tongue: str, page: str) -> HttpResponse:
    """The page in the look in which the sentence can be seen; else in its usual look."""
    looks = pages().get(page)
    if looks is None or tongue not in catalogue.languages() or tongue not in BY_CODE:
        raise NotFoundError(NotFoundError.__doc__)
    key = request.GET.get("sentence", "")
    overlay.forget(tongue)
    overlay.fresh(tongue)
    response = HttpResponse(shown(BY_CODE[tongue], looks, key))
    for name, value in HEADERS.items():
        response[name] = value
    response["Content-Language"] = tongue
    return response


def shown(language: Language, looks: tuple[Example, ...], key: str) -> str:
    """The HTML with the sentence marked."""
    first = ""
    for look in looks:
        with overlay.marking(language.code, key):
            text, seen = _marked(_drawn(look, language))
        if seen:
            return text
        first = first or text
    return _above(first, language, key)


def _drawn(look: Example, language: Language) -> str:
    request = HttpRequest()
    request.method = "GET"
    request.META.update({"SERVER_NAME": "localhost", "SERVER_PORT": "80"})
    try:
        with translation.override(language.code):
            return look(request, language).content.decode()
    except Exception as reason:  # an example that no longer fits its page costs that look only
        log.error("example not drawn: %s", type(reason).__name__)
        return ""


def _marked(html: str) -> tuple[str, bool]:
    """The page with the marks as elements and nothing to press; whether any of them is seen."""
    parts, seen, plain = [], False, ""
    style = f'<link rel="stylesheet" href="{static("preview.css")}"></head>'
    for part in _PARTS.split(_SCRIPT.sub("", html)):
        if part.startswith("<"):
            name = part.strip("</> ").split(" ")[0].lower()
            if name in _PLAIN:
                plain = "" if part.startswith("</") else name
            parts.append(_tag(part, name).replace("</head>", style))
        elif plain or (OPEN not in part and CLOSE not in part):
            parts.append(_bare(part))
        else:
            one = "<mark>" if seen else '<mark id="sentence">'
            seen = seen or OPEN in part
            parts.append(
                part.replace(OPEN, one, 1).replace(OPEN, "<mark>").replace(CLOSE, "</mark>")
            )
    return "".join(parts), seen


def _tag(tag: str, name: str) -> str:
    if name in ("a", "form"):
        tag = _LEADS.sub("", tag)
    if OPEN in tag:
        tag = _bare(tag).replace(f"<{name}", f"<{name} data-sentence", 1)
    return tag


def _bare(text: str) -> str:
    return text.replace(OPEN, "").replace(CLOSE, "")


def _above(html: str, language: Language, key: str) -> str:
    """The page with the sentence above it: it is a title, or is said only at times."""
    one = catalogue.by_key(language.code).get(key)
    if one is None:
        return html
    with translation.override(language.code):
        text = translation.gettext(one.original[0]) if len(one.original) == 1 else one.shipped[-1]
    words = re.sub(r"<[^>]*>", "", text)
    strip = f'<p class="unseen"><mark id="sentence">{words}</mark></p>'
    return re.sub(r"(<body[^>]*>)", lambda found: found[0] + strip, html, count=1)
