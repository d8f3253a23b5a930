"""I am worried about someone, or about a place: one page, no account, nothing that must be said.

What was seen goes into the same queue as a request for help, marked as a concern, so that people
read it. It names nobody as guilty of anything and calls nobody.
"""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from amparo.doors.public import guard
from amparo.doors.public.clean import last_words
from amparo.doors.public.forms import HOURS, seen
from amparo.doors.public.languages import Language, spoken
from amparo.doors.public.pages.help import DIGITS
from amparo.doors.public.show import show
from amparo.doors.public.signs import OCCUPATIONS, TILES
from amparo.kernel import clock, receipts
from amparo.reach.messaging import web

log = logging.getLogger(__name__)


@csrf_exempt  # guard.py says why and what stands instead
@require_http_methods(["GET", "HEAD", "POST"])
@spoken
def concern(request: HttpRequest, language: Language) -> HttpResponse:
    """The form, or, after Send, the receipt."""
    if request.method != "POST":
        return _page(request, language, seen({"answer": language.code}))
    said = seen(request.POST)
    if request.POST.get("go") != "send":
        return _page(request, language, said)
    if not guard.is_ours(request):
        return _page(request, language, said, "again")
    question = _open_question(said)
    if question:
        return _page(request, language, said, question)
    try:
        asked = web.ask(request=_as_request(language, said))
    except Exception as reason:  # whatever broke, the words must come back, not an error
        log.error("concern not taken in: %s", type(reason).__name__)
        return _page(request, language, said, "failed", status=503)
    context = {
        "said": said,
        "code": asked.code,
        "groups": receipts.groups(asked.code),
        "reference": asked.reference,
        "arrived": clock.now(),
    }
    return show(request, language, "concern_done", context)


@require_safe
@spoken
def signs(request: HttpRequest, language: Language) -> HttpResponse:
    """What people at their work may notice, and what to do then."""
    return show(request, language, "signs", {"occupations": OCCUPATIONS})


def _page(
    request: HttpRequest,
    language: Language,
    said: dict[str, Any],
    question: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    cut = (last_words(request.POST.get(name, "")) for name in ("words", "place", "when"))
    context = {
        "said": said,
        "question": question,
        "cut": next((end for end in cut if end), None),
        "tiles": TILES,
        "hours": HOURS,
    }
    return show(request, language, "concern", context, status=status)


def _open_question(said: dict[str, Any]) -> str:
    """What to ask before sending, or nothing. Each question is asked once; then it is sent."""
    digits = sum(letter.isdecimal() for letter in said["number"])
    if not (said["sign"] or said["words"] or said["place"]):
        question = "empty"
    elif said["reach"] == "phone" and digits not in DIGITS:
        question = "number"
    else:
        return ""
    if question in said["asked"]:
        return ""
    said["asked"] += (question,)
    return question


def _as_request(language: Language, said: dict[str, Any]) -> web.HelpRequest:
    phone = said["reach"] == "phone" and bool(said["number"])
    told = {
        "signs": " ".join(said["sign"]),
        "when": said["when"],
        "ask_back": "no" if said["reach"] == "none" else "yes",
    }
    return web.HelpRequest(
        language=language.code,
        words=said["words"],
        place=said["place"],
        contact=said["number"] if phone else "",
        contact_kind="phone" if phone else "none",
        safe_hours=" ".join(said["hours"]) if phone else "",
        answer_language=said["answer"],
        concern=True,
        told=told,
    )
