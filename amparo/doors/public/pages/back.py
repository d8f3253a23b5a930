"""Back with the code: the conversation, and what one can do in it.

The code comes in the body of every post and goes back into the page's forms: no address, no
cookie and no log line ever holds it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from amparo.doors.public import guard
from amparo.doors.public.callers import caller
from amparo.doors.public.clean import kept, last_words
from amparo.doors.public.errors import sealed, too_many
from amparo.doors.public.languages import Language, spoken
from amparo.doors.public.needs import tiles_of
from amparo.doors.public.show import show
from amparo.kernel import receipts
from amparo.reach.messaging import web

# Room for a code with words around it.
_LONGEST_TYPED = 200
HELPED = ("yes", "partly", "no", "not_yet")


@csrf_exempt  # guard.py says why and what stands instead
@require_http_methods(["GET", "HEAD", "POST"])
@spoken
def back(request: HttpRequest, language: Language) -> HttpResponse:
    """The field for the code, or what the code opens."""
    if request.method != "POST":
        return show(request, language, "back")
    try:
        return _open(request, language)
    except web.TooManyTries as busy:
        return too_many(request, language, busy.retry_after)
    except web.Sealed:
        return sealed(request, language)


def _open(request: HttpRequest, language: Language) -> HttpResponse:
    typed = kept(request.POST.get("code", "")[:_LONGEST_TYPED])
    code = receipts.normalise(typed)
    # A slip that the check digit finds costs no try and tells nothing about any request.
    if code is None:
        return show(request, language, "back", {"wrong": "typing", "typed": typed})
    wanted = request.POST.get("do", "")
    ours = guard.is_ours(request)
    if not wanted and not ours:
        return show(request, language, "back", {"wrong": "again", "typed": typed})
    who = caller(request)
    thread = web.open_thread(code, caller=who)
    if thread is None:
        # One answer for "no such code" and "not ready yet": else codes could be found by trying.
        return show(request, language, "back", {"wrong": "nothing", "typed": typed})
    act = _ACTS.get(wanted)
    done = act(request, code, who) if act and ours else ""
    if done == "taken_back":
        return show(request, language, "taken_back")
    if done:
        thread = web.open_thread(code, caller=who) or thread
    return _thread(request, language, code, thread, done if ours else "again")


def _thread(
    request: HttpRequest, language: Language, code: str, thread: web.Thread, done: str
) -> HttpResponse:
    answers = [line for line in thread.lines if line.kind == "answer"]
    context = {
        "code": code,
        "thread": thread,
        "lines": sorted(thread.lines, key=lambda line: line.at),
        "answer": max(answers, key=lambda line: line.at, default=None),
        "tiles": tiles_of(thread.needs),
        "done": done,
        "cut": last_words(request.POST.get("words", "")),
        "words": kept(request.POST.get("words", "")) if done == "again" else "",
        "helped": HELPED,
    }
    return show(request, language, "thread", context)


def _add(request: HttpRequest, code: str, who: str) -> str:
    words = kept(request.POST.get("words", ""))
    if not words:
        return "empty"
    web.add_words(code, words, caller=who)
    return "added"


def _take_back(request: HttpRequest, code: str, who: str) -> str:
    web.take_back(code, caller=who)
    return "taken_back"


def _helped(request: HttpRequest, code: str, who: str) -> str:
    answer = request.POST.get("helped", "")
    if answer not in HELPED:
        return ""
    web.say_helped(code, answer, caller=who)
    return "thanks"


_ACTS: dict[str, Callable[[HttpRequest, str, str], str]] = {
    "add": _add,
    "take_back": _take_back,
    "helped": _helped,
}
