"""The right number for a conversation, and a new code for who lost hers.

Neither number nor code passes through this process in the clear more than once: what was typed is
sealed to the worker; a code that goes by SMS is made there, and no page can show it.
"""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, show
from amparo.kernel import receipts
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, WrongStateError
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import codes

FACTS = {
    "first_words": _("What they wrote first"),
    "when_wrote": _("When they wrote"),
    "place": _("The place they named"),
    "our_answer": _("What we answered"),
    "people": _("How many they are"),
    "needs": _("What they asked for"),
}


@needs(Power.WORK_QUEUE, "GET", "POST")
def number(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """A field for the right number; the old one is not shown, nobody here can open it."""
    thread = messaging.conversation(request.actor, conversation)
    typed, wrong = request.POST.get("number", ""), ""
    if request.method == "POST":
        try:
            codes.correct_number(conversation=conversation, number=typed, by=request.actor)
            return go("conversation", conversation, then="number")
        except (InvalidError, WrongStateError) as error:
            wrong = str(error)
    context = {"part": "queue", "row": thread.row, "thread": thread, "typed": typed, "wrong": wrong}
    return show(request, "number", context, status=422 if wrong else 200)


@needs(Power.WORK_QUEUE, "GET", "POST")
def code(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """By SMS to the number that is there, or face to face against two things only they know."""
    thread = messaging.conversation(request.actor, conversation)
    wrong, post = "", request.POST
    if request.method == "POST":
        try:
            if post.get("way") == "sms":
                codes.send_new_code(conversation=conversation, by=request.actor)
                return go("conversation", conversation, then="code_sent")
            new = codes.give_new_code(
                conversation=conversation,
                reference=post.get("reference", "")[:20],
                facts=post.getlist("fact"),
                how=post.get("how", ""),
                by=request.actor,
            )
            given = {"part": "queue", "row": thread.row, "groups": receipts.groups(new)}
            return show(request, "code_given", given)
        except (InvalidError, WrongStateError) as error:
            wrong = str(error)
    context = {
        "part": "queue",
        "row": thread.row,
        "thread": thread,
        "facts": FACTS,
        "ticked": post.getlist("fact"),
        "said": post,
        "wrong": wrong,
    }
    return show(request, "new_code", context, status=422 if wrong else 200)
