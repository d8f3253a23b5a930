"""One referral for a receiver without an account, opened by a link.

The token stands behind the number sign of the address, so that no server and no log ever sees it
there; a small script puts it into the form, or the reader does. It comes in the body of every
post. A preview of the link opens nothing: only the button does.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from amparo.aid.cases import actions, queries
from amparo.doors.public import guard
from amparo.doors.public.clean import kept
from amparo.doors.public.errors import failed, sealed
from amparo.doors.public.languages import Language, spoken
from amparo.doors.public.show import show
from amparo.kernel.authority import Actor
from amparo.kernel.errors import (
    DeniedError,
    InvalidError,
    NotFoundError,
    SealedAwayError,
    WrongStateError,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Said:
    """What was typed and pressed on the page."""

    received: UUID
    by: Actor
    name: str
    words: str


@csrf_exempt  # guard.py says why and what stands instead
@require_http_methods(["GET", "HEAD", "POST"])
@spoken
def slip(request: HttpRequest, language: Language) -> HttpResponse:
    """The button, or what the link opens."""
    if request.method != "POST":
        return show(request, language, "slip_open")
    try:
        return _open(request, language)
    except (NotFoundError, DeniedError):
        # One answer for what never was, was taken back, or may not receive any more.
        return show(request, language, "slip_open", {"wrong": "nothing"}, status=404)
    except SealedAwayError:
        return sealed(request, language)
    except Exception as reason:  # whatever broke, what was typed comes back, not an error
        log.error("referral by link not shown: %s", type(reason).__name__)
        return failed(request, language)


def _open(request: HttpRequest, language: Language) -> HttpResponse:
    token = request.POST.get("token", "").strip().rpartition("#")[2][:64]
    if not guard.is_ours(request):
        return show(request, language, "slip_open", {"wrong": "again", "token": token})
    try:
        received, by = actions.holder(token=token)
    except WrongStateError:
        return show(request, language, "slip_open", {"wrong": "late"}, status=410)
    said = _Said(
        received, by, kept(request.POST.get("name", ""))[:120], kept(request.POST.get("words", ""))
    )
    act = _ACTS.get(request.POST.get("do", ""))
    done, wrong = _do(act, said) if act else ("", "")
    if act is None:
        actions.note_opened(token=token)
    found = queries.received_one(by, received)
    context = {
        "token": token,
        "found": found,
        "row": found.row,
        "done": done,
        "wrong": wrong,
        "name": said.name,
        "words": said.words if wrong else "",
    }
    return show(request, language, "slip", context, status=422 if wrong == "words" else 200)


def _do(act: Callable[[_Said], str], said: _Said) -> tuple[str, str]:
    """The word for what was done, or for why it was not."""
    if not said.name:
        return "", "name"
    try:
        return act(said), ""
    except InvalidError:
        return "", "words"
    except WrongStateError:
        return "", "state"


def _accept(said: _Said) -> str:
    actions.answer_referral(
        received=said.received, accept=True, reason=said.words, by=said.by, name=said.name
    )
    return "accepted"


def _decline(said: _Said) -> str:
    actions.answer_referral(
        received=said.received, accept=False, reason=said.words, by=said.by, name=said.name
    )
    return "declined"


def _done(said: _Said) -> str:
    actions.finish_referral(
        received=said.received, done=True, reason=said.words, by=said.by, name=said.name
    )
    return "done"


def _not_done(said: _Said) -> str:
    actions.finish_referral(
        received=said.received, done=False, reason=said.words, by=said.by, name=said.name
    )
    return "not_done"


def _ask(said: _Said) -> str:
    actions.ask_sender(received=said.received, words=said.words, by=said.by, name=said.name)
    return "asked"


def _report(said: _Said) -> str:
    actions.report_progress(received=said.received, words=said.words, by=said.by, name=said.name)
    return "reported"


_ACTS: dict[str, Callable[[_Said], str]] = {
    "accept": _accept,
    "decline": _decline,
    "done": _done,
    "not_done": _not_done,
    "ask": _ask,
    "report": _report,
}
