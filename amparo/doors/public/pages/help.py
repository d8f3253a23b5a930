"""I need help: three short pages at one address, and the receipt.

What was said travels from page to page in hidden fields, is cleaned again at every step, and is
stored nowhere before Send. One address, so that a history shows nothing but that it was opened.
"""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from amparo.doors.public import guard
from amparo.doors.public.clean import last_words
from amparo.doors.public.forms import HOURS, PARTS, carried, filled
from amparo.doors.public.languages import ANSWER_LANGUAGES, Language, spoken
from amparo.doors.public.needs import TILES, needs_of, tiles_of
from amparo.doors.public.show import show
from amparo.kernel import clock, receipts
from amparo.kernel.language import own_name
from amparo.reach.messaging import web

log = logging.getLogger(__name__)

# Fewer digits are no phone number, nor are more (E.164).
DIGITS = range(5, 16)


@csrf_exempt  # guard.py says why and what stands instead
@require_http_methods(["GET", "HEAD", "POST"])
@spoken
def ask(request: HttpRequest, language: Language) -> HttpResponse:
    """The page asked for, or, after Send, the receipt."""
    if request.method != "POST":
        return _page(request, language, "what", filled({"answer": language.code}))
    said = filled(request.POST)
    going = request.POST.get("go", "what")
    came_from = request.POST.get("at", "what")
    if going == "send":
        return _send(request, language, said)
    if came_from == "what" and going == "where" and not said["need"] and not said["words"]:
        question = _question_once(said, "empty")
        if question:
            return _page(request, language, "what", said, question)
    return _page(request, language, going if going in PARTS else "what", said)


def _send(request: HttpRequest, language: Language, said: dict[str, Any]) -> HttpResponse:
    if not guard.is_ours(request):
        return _page(request, language, "reach", said, "again")
    question = _open_question(said)
    if question:
        return _page(request, language, "reach", said, question)
    try:
        asked = web.ask(request=_as_request(language, said))
    except Exception as reason:  # whatever broke, her words must come back to her, not an error
        log.error("request for help not taken in: %s", type(reason).__name__)
        return _page(request, language, "reach", said, "failed", status=503)
    context = {
        "said": said,
        "tiles": tiles_of(needs_of(said["need"])),
        "place": _place(said),
        "code": asked.code,
        "groups": receipts.groups(asked.code),
        "reference": asked.reference,
        "arrived": clock.now(),
    }
    return show(request, language, "receipt", context)


def _page(
    request: HttpRequest,
    language: Language,
    page: str,
    said: dict[str, Any],
    question: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    cut = (last_words(request.POST.get(name, "")) for name in ("words", "place"))
    context = {
        "said": said,
        "carried": carried(said, page),
        "question": question,
        "cut": next((end for end in cut if end), None),
        "tiles": TILES,
        "hours": HOURS,
        "answers": [(code, own_name(code)) for code in ANSWER_LANGUAGES],
    }
    return show(request, language, f"help_{page}", context, status=status)


def _open_question(said: dict[str, Any]) -> str:
    """What to ask before sending, or nothing. Each question is asked once; then it is sent."""
    if not (said["need"] or said["words"] or _place(said)):
        return _question_once(said, "empty")
    digits = sum(letter.isdecimal() for letter in said["number"])
    if said["reach"] == "phone" and digits not in DIGITS:
        return _question_once(said, "number")
    return ""


def _question_once(said: dict[str, Any], question: str) -> str:
    if question in said["asked"]:
        return ""
    said["asked"] += (question,)
    return question


def _place(said: dict[str, Any]) -> str:
    return said["place"] if said["how"] == "say" else ""


def _as_request(language: Language, said: dict[str, Any]) -> web.HelpRequest:
    phone = said["reach"] == "phone" and bool(said["number"])
    other = said["who"] == "other"
    theirs = ("asker", "relation"), ("theirs", "theirs"), ("theirs_safe", "theirs_safe")
    told = {name: said[key] for name, key in theirs if other and said[key]}
    if said["before"]:
        told["before"] = said["before"][:80]
    return web.HelpRequest(
        language=language.code,
        needs=needs_of(said["need"]),
        words=said["words"],
        place=_place(said),
        contact=said["number"] if phone else "",
        contact_kind="phone" if phone else "none",
        cover=said["cover"] == "on",
        safe_hours=" ".join(said["hours"]) if phone else "",
        answer_language=said["answer"],
        for_other=other,
        told=told,
    )
