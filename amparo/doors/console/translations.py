"""For those who translate: what waits, in their languages first; and what a second one checks."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language

from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import back_to, go, guarded, show
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import answer as answers
from amparo.reach.messaging.actions import asking


@needs(Power.READ_QUEUE)
def translations(request: StaffRequest) -> HttpResponse:
    """What somebody needs in another language, who waits longest first within my languages."""
    return _page(request)


def _page(
    request: StaffRequest, again: dict[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    mine = accounts.languages_of(request.actor)
    context = {
        "part": "more",
        "asks": messaging.asks(request.actor, languages=mine),
        "mine": mine,
        "can_work": request.actor.can(Power.WORK_QUEUE),
        **(again or {}),
    }
    return show(request, "translations", context, status=status)


@needs(Power.READ_QUEUE, "POST")
def ask(request: StaffRequest, conversation: UUID, message: UUID) -> HttpResponse:
    """It stands on the translators' list."""
    messaging.conversation(request.actor, conversation)
    language = request.POST.get("language", "") or get_language() or "en"
    try:
        asking.ask_translation(message=message, language=language[:12], by=request.actor)
    except (InvalidError, WrongStateError) as error:
        return stopped(request, in_words(str(error)))
    return go("conversation", conversation, then="translation_asked", mark=f"m-{message}")


@needs(Power.READ_QUEUE, "POST")
def take(request: StaffRequest) -> HttpResponse:
    """You translate it, or leave it to others."""
    ref = _ref(request, "ask")
    leaves = "leave" in request.POST
    try:
        (asking.leave_asked if leaves else asking.take_asked)(ask=ref, by=request.actor)
    except WrongStateError as error:
        return stopped(request, in_words(str(error)))
    return go("translations", then="translation_left" if leaves else "taken", mark=f"a-{ref}")


@needs(Power.READ_QUEUE, "POST")
def write(request: StaffRequest) -> HttpResponse:
    """The translation is kept with its author's name; a refused one comes back as written."""
    message, text = _ref(request, "message"), request.POST.get("text", "")
    try:
        answers.translate(
            message=message,
            language=request.POST.get("language", "")[:12],
            text=text,
            by=request.actor,
        )
    except InvalidError as error:
        again = {"writing": message, "text": text, "wrong": in_words(str(error))}
        return _page(request, again, status=422)
    return go("translations", then="translated")


@needs(Power.READ_QUEUE, "POST")
def check(request: StaffRequest) -> HttpResponse:
    """A second person has read it against the original."""
    try:
        asking.check_translation(translation=_ref(request, "translation"), by=request.actor)
    except WrongStateError as error:
        return stopped(request, in_words(str(error)))
    back = back_to(request)
    if back:
        return guarded(HttpResponseRedirect(back))
    return go("translations", then="translation_checked")


def _ref(request: StaffRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as wrong:
        raise NotFoundError(NotFoundError.__doc__) from wrong
