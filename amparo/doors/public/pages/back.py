"""Back with the code: the conversation, and what one can do in it.

The code comes in the body of every post and goes back into the page's forms: no address, no
cookie and no log line ever holds it.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Literal, get_args
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from amparo.doors.public import guard
from amparo.doors.public.callers import caller
from amparo.doors.public.clean import kept, last_words
from amparo.doors.public.errors import failed, sealed, too_many
from amparo.doors.public.languages import Language, spoken
from amparo.doors.public.needs import tiles_of
from amparo.doors.public.show import show
from amparo.kernel import receipts
from amparo.kernel.errors import WrongStateError
from amparo.reach.messaging import web
from amparo.reach.messaging.actions import codes

log = logging.getLogger(__name__)

# Room for a code with words around it.
_LONGEST_TYPED = 200
Helped = Literal["yes", "partly", "no", "not_yet"]
HELPED: tuple[Helped, ...] = get_args(Helped)


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
    except Exception as reason:  # whatever broke, her words must come back to her, not an error
        log.error("conversation not opened: %s", type(reason).__name__)
        return failed(request, language)


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
    thread = codes.open_code(code, caller=who)
    if thread is None:
        # One answer for "no such code", "not ready yet", "revoked": else codes could be found.
        return show(request, language, "back", {"wrong": "nothing", "typed": typed})
    if isinstance(thread, codes.Glance):
        # A relative's code shows the status. Whatever button was sent with it does nothing.
        return show(request, language, "glance", {"steps": thread.steps, "closed": thread.closed})
    if wanted == "kin" and ours:
        return _give_kin_code(request, language, code, thread)
    act = _ACTS.get(wanted)
    done = act(request, code, who) if act and ours else ""
    if done == "taken_back":
        return show(request, language, "taken_back")
    if done:
        thread = web.open_thread(code, caller=who) or thread
    kin = codes.kin_codes(code=code, caller=who)
    return show_thread(request, language, code, thread, done if ours else "again", kin)


def show_thread(
    request: HttpRequest,
    language: Language,
    code: str,
    thread: web.Thread,
    done: str,
    kin: Sequence[codes.KinCode] = (),
) -> HttpResponse:
    """The conversation, newest answer first. `done` is what the pressed button did."""
    answers = [line for line in thread.lines if line.kind == "answer"]
    context = {
        "code": code,
        "thread": thread,
        "lines": sorted(thread.lines, key=lambda line: line.at),
        "answer": max(answers, key=lambda line: line.at, default=None),
        "tiles": tiles_of(thread.needs),
        "done": done,
        "steps": codes.steps_of(thread.status, answered=thread.answered),
        "over": thread.status == "closed",
        "kin": kin,
        "most_kin": codes.MOST_KIN,
        "kin_days": codes.KIN_DAYS,
        "cut": last_words(request.POST.get("words", "")),
        "words": kept(request.POST.get("words", "")) if done == "again" else "",
    }
    return show(request, language, "thread", context)


def _give_kin_code(
    request: HttpRequest, language: Language, code: str, thread: web.Thread
) -> HttpResponse:
    """The new code for a relative, shown this once; or why there is none."""
    try:
        new = codes.make_kin_code(code=code, caller=caller(request))
    except WrongStateError:
        kin = codes.kin_codes(code=code, caller=caller(request))
        return show_thread(request, language, code, thread, "kin_full", kin)
    context = {"code": code, "groups": receipts.groups(new), "kin_days": codes.KIN_DAYS}
    return show(request, language, "kin", context)


def _end_kin_code(request: HttpRequest, code: str, who: str) -> str:
    try:
        ref = UUID(request.POST.get("ref", ""))
    except ValueError:
        return ""
    codes.revoke_kin_code(code=code, ref=ref, caller=who)
    return "kin_ended"


def _add(request: HttpRequest, code: str, who: str) -> str:
    words = kept(request.POST.get("words", ""))
    if not words:
        return "empty"
    web.add_words(code, words, caller=who)
    return "added"


def _take_back(_request: HttpRequest, code: str, who: str) -> str:
    web.take_back(code, caller=who)
    return "taken_back"


def _helped(request: HttpRequest, code: str, who: str) -> str:
    pressed = request.POST.get("helped")
    answer = next((known for known in HELPED if known == pressed), None)
    if answer is None:
        return ""
    web.say_helped(code, answer, caller=who)
    return "thanks_no" if answer == "no" else "thanks"


_ACTS: dict[str, Callable[[HttpRequest, str, str], str]] = {
    "add": _add,
    "take_back": _take_back,
    "helped": _helped,
    "end_kin": _end_kin_code,
}
