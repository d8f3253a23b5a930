"""What an officer does to a conversation, each with one button and one address.

From the queue the row comes back alone, so that nothing else moves; from anywhere else, and
without scripts, the page that the button stood on.
"""

from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.queue import show_row, uuid_of
from amparo.doors.console.said import said
from amparo.doors.console.show import back_to, go, guarded, show
from amparo.doors.console.templatetags.console import moment
from amparo.doors.sentences import in_words
from amparo.guard.roster import actions as roster
from amparo.kernel.authority import Power
from amparo.kernel.errors import AmparoError, InvalidError, NotFoundError, WrongStateError
from amparo.reach.messaging.actions import queue as actions
from amparo.reach.messaging.actions.shifts import OffShiftError


@needs(Power.WORK_QUEUE, "POST")
def take(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """It is yours."""
    return _do(
        request,
        conversation,
        "taken",
        lambda: actions.take(conversation=conversation, by=request.actor),
    )


@needs(Power.WORK_QUEUE, "POST")
def take_over(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """It is yours instead of someone's whose shift has ended."""
    return _do(
        request,
        conversation,
        "taken_over",
        lambda: actions.take_over(conversation=conversation, by=request.actor),
    )


@needs(Power.WORK_QUEUE, "POST")
def stay_on(request: StaffRequest) -> HttpResponse:
    """Your shift goes on for an hour; back to where the button stood."""
    scope = uuid_of(request.POST.get("scope", ""))
    if scope is None or scope not in request.actor.scopes:
        raise NotFoundError(NotFoundError.__doc__)
    try:
        roster.stay(scope=scope, by=request.actor)
    except WrongStateError as error:
        return stopped(request, in_words(str(error)))
    back = back_to(request) or reverse("console:queue")
    sign = "&" if "?" in back else "?"
    return guarded(HttpResponseRedirect(f"{back}{sign}said=stayed"))


@needs(Power.WORK_QUEUE, "POST")
def give_back(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """It is free again."""
    return _do(
        request,
        conversation,
        "given_back",
        lambda: actions.give_back(conversation=conversation, by=request.actor),
    )


@needs(Power.WORK_QUEUE, "POST")
def urgency(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """How urgent it is, decided."""
    number = request.POST.get("urgency", "")
    return _do(
        request,
        conversation,
        "sorted",
        lambda: actions.set_urgency(
            conversation=conversation,
            urgency=int(number) if number in tuple("1234") else 0,
            by=request.actor,
        ),
    )


@needs(Power.WORK_QUEUE, "POST")
def set_needs(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """What is needed, decided."""
    return _do(
        request,
        conversation,
        "needs",
        lambda: actions.set_needs(
            conversation=conversation, needs=request.POST.getlist("need"), by=request.actor
        ),
    )


@needs(Power.WORK_QUEUE, "POST")
def phone(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """Whether the phone is the person's own."""
    return _do(
        request,
        conversation,
        "phone",
        lambda: actions.set_phone(
            conversation=conversation, own_phone="own" in request.POST, by=request.actor
        ),
    )


@needs(Power.WORK_QUEUE, "POST")
def close(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """It is closed."""
    return _do(
        request,
        conversation,
        "closed",
        lambda: actions.close(conversation=conversation, by=request.actor),
    )


@needs(Power.WORK_QUEUE, "POST")
def reopen(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """It waits in the queue again."""
    return _do(
        request,
        conversation,
        "reopened",
        lambda: actions.reopen(conversation=conversation, by=request.actor),
    )


def _do(
    request: StaffRequest, conversation: UUID, word: str, deed: Callable[[], None]
) -> HttpResponse:
    """The deed, and then the row or the page it was asked for from."""
    wrong, stay = "", None
    try:
        deed()
    except OffShiftError as error:
        wrong, stay = off_shift_words(error), error.scope
    except (WrongStateError, InvalidError) as error:
        wrong = in_words(str(error))
    if request.htmx:
        status = 409 if wrong else 200
        done = "" if wrong else said(word)
        return show_row(request, conversation, said=done, wrong=wrong, stay=stay, status=status)
    if wrong:
        return stopped(request, wrong, stay)
    back = back_to(request)
    if not back:
        return go("conversation", conversation, then=word)
    sign = "&" if "?" in back else "?"
    return guarded(HttpResponseRedirect(f"{back}{sign}open={conversation}&said={word}#now"))


def off_shift_words(error: OffShiftError) -> str:
    """What happened, in the time of the place."""
    crisis = lists.crisis("en")
    if error.ended_at is None:
        return _("You are not on shift; nothing was taken. Leave it to a colleague who is on.")
    with timezone.override(ZoneInfo(crisis.timezone if crisis else "UTC")):
        at = moment(error.ended_at)
    return _(
        "Your shift ended at %(time)s; nothing was taken. Stay on, or leave it to a colleague "
        "who is on."
    ) % {"time": at}


def stopped(
    request: StaffRequest, reason: str | AmparoError, stay: UUID | None = None
) -> HttpResponse:
    """A page that says why it was not done, with the way back; `stay`: a line to stay on for."""
    context = {
        "error": "state",
        "reason": str(reason),
        "back": back_to(request),
        "back_words": _("Back to where you were"),
        "stay": stay,
    }
    return show(request, "error", context, status=409)
