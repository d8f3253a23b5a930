"""What an officer does to a conversation, each with one button and one address.

From the queue the row comes back alone, so that nothing else moves; from anywhere else, and
without scripts, the page that the button stood on.
"""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.queue import show_row
from amparo.doors.console.said import said
from amparo.doors.console.show import back_to, go, guarded, show
from amparo.kernel.authority import Power
from amparo.kernel.errors import AmparoError, InvalidError, WrongStateError
from amparo.reach.messaging.actions import queue as actions


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
    wrong = ""
    try:
        deed()
    except (WrongStateError, InvalidError) as error:
        wrong = str(error)
    if request.htmx:
        status = 409 if wrong else 200
        return show_row(
            request, conversation, said="" if wrong else said(word), wrong=wrong, status=status
        )
    if wrong:
        return stopped(request, wrong)
    back = back_to(request)
    if not back:
        return go("conversation", conversation, then=word)
    sign = "&" if "?" in back else "?"
    return guarded(HttpResponseRedirect(f"{back}{sign}open={conversation}&said={word}#now"))


def stopped(request: StaffRequest, reason: str | AmparoError) -> HttpResponse:
    """A page that says why it was not done, with the way back."""
    context = {
        "error": "state",
        "reason": str(reason),
        "back": back_to(request),
        "back_words": _("Back to where you were"),
    }
    return show(request, "error", context, status=409)
